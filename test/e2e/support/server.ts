import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../../../bin/ign.js')

/** How a server begins. */
export interface Start {
  /** A free one where it is left out. */
  readonly port?: number
  /** `IGN_…` variables. */
  readonly settings?: Readonly<Record<string, string>>
}

/** `ign serve` as a user starts it, with a home of its own, on a port that is free. */
export class Server {
  url = ''
  /** Makes the first administrator; printed as long as there is none. */
  setupLink = ''
  readonly #home = mkdtempSync(join(tmpdir(), 'ign-serve-'))
  #process: ChildProcess | undefined

  async start({ port = 0, settings = {} }: Start = {}): Promise<void> {
    const server = spawn(process.execPath, [program, 'serve', '--port', String(port)], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...settings, IGN_HOME: this.#home },
    })
    this.#process = server
    this.url = await new Promise((found, failed) => {
      let said = ''
      server.stderr.on('data', (text: Buffer) => {
        said += text
        const url = /listening on (http:\/\/\S+)/.exec(said)?.[1]
        if (!url) return
        this.setupLink = /http\S+\/setup#token=\S+/.exec(said)?.[0] ?? ''
        found(url)
      })
      server.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)))
    })
  }

  async stop(): Promise<void> {
    const server = this.#process
    if (server && server.exitCode === null) {
      server.kill('SIGINT')
      await once(server, 'exit')
    }
    rmSync(this.#home, { recursive: true, force: true })
  }
}
