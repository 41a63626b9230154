import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary.ts'
import { startBat, startSh } from './scripts.ts'

/** Runs start.sh where `docker` is a script; what it was called with is in the answer. */
function start(docker: string | undefined, ...words: string[]) {
  const folder = temporaryFolder()
  const put = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    chmodSync(join(folder, name), 0o755)
  }
  put('start.sh', startSh)
  put('dirname', '#!/bin/sh\necho "${1%/*}"\n')
  if (docker !== undefined) put('docker', `#!/bin/sh\n${docker}\n`)
  const { status, stdout, stderr } = spawnSync('/bin/sh', [join(folder, 'start.sh'), ...words], {
    encoding: 'utf8',
    env: { PATH: folder },
  })
  return { status, stdout, stderr }
}

const missing = /^start\.sh: docker compose does not run here: install Docker with its Compose plugin/

describe('start.sh', () => {
  it('starts the project, waits until it is healthy, and shows it', () => {
    const { status, stdout } = start('echo "$@"', '--pull', 'never')

    expect(status).toBe(0)
    expect(stdout).toBe('compose up --detach --wait --pull never\ncompose ps\n')
  })

  it('says what is missing where there is no Docker', () => {
    expect(start(undefined)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(missing) })
  })

  it('says what is missing where Docker has no Compose', () => {
    const without = 'echo "docker: \'compose\' is not a docker command" >&2; exit 1'

    expect(start(without)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(missing) })
  })
})

describe('start.bat', () => {
  it('has the line ends of Windows', () => {
    expect(startBat.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
})
