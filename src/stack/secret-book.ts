import { type SecretMount, type SecretNeed, secretFileName } from '../catalog/index.ts'
import { compareText } from '../core/issue.ts'
import type { BlueprintSecret } from './blueprint.ts'

interface SecretFile {
  readonly mount: SecretMount
  /** Services and jobs that mount it; none for what only people use. */
  readonly readers: string[]
  /** True while every reader is root in its container. */
  closed: boolean
}

/** Collects secret files with their readers, and the needs behind them. */
export class SecretBook {
  readonly #files = new Map<string, SecretFile>()
  readonly #needs = new Map<string, SecretNeed>()

  add(mounts: readonly SecretMount[], reader: string, asRoot: boolean): void {
    for (const mount of mounts) {
      const file = this.#file(mount)
      if (!file.readers.includes(reader)) file.readers.push(reader)
      file.closed &&= asRoot
    }
  }

  #file(mount: SecretMount): SecretFile {
    const name = secretFileName(mount)
    let file = this.#files.get(name)
    if (!file) {
      file = { mount, readers: [], closed: true }
      this.#files.set(name, file)
      this.#need(mount.need)
    }
    return file
  }

  /** A need is filled before those that are made from it. */
  #need(need: SecretNeed): void {
    if (need.kind === 'certificate') this.#need(need.authority)
    // people log in with what a password file holds only as a hash: they get the password in a file of its own
    if (need.kind === 'password-file') for (const user of need.users) this.#file({ need: user.password })
    if (!this.#needs.has(need.name)) this.#needs.set(need.name, need)
  }

  files(): BlueprintSecret[] {
    return [...this.#files]
      .sort(([a], [b]) => compareText(a, b))
      .map(([file, { mount, readers, closed }]) => ({ file, mount, mode: closed ? 0o600 : 0o644, readers }))
  }

  needs(): SecretNeed[] {
    return [...this.#needs.values()]
  }
}
