import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { heldScript } from './probe.ts'

/** The script against tables as the kernel prints them: an established connection to 172.18.0.5:1883, one being opened. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ign-held-'))
  const names = '172.18.0.5 STREAM central\\n172.18.0.6 STREAM bus\\n172.18.0.7 STREAM edge\\n'
  writeFileSync(join(folder, 'getent'), `#!/bin/sh\nprintf '${names}' | grep " $2$"\n`)
  chmodSync(join(folder, 'getent'), 0o755)
  const row = (number: number, remote: string, state: string) =>
    `   ${number}: 030012AC:D431 ${remote} ${state} 00000000:00000000 00:00000000 00000000   999        0 41234 1\n`
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n'
  writeFileSync(join(folder, 'tcp'), head + row(0, '050012AC:075B', '01') + row(1, '060012AC:075B', '02'))
  writeFileSync(join(folder, 'tcp6'), head + row(0, '0000000000000000FFFF0000070012AC:22B3', '01'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['is held to the broker', 'central', '075B', 0],
  ['is held through an IPv6 socket', 'edge', '22B3', 0],
  ['is held to another broker on the same port, and so not to this one', 'edge', '075B', 1],
  ['is only being opened', 'bus', '075B', 1],
  ['is held to another port', 'central', '22B3', 1],
  ['cannot be, because nobody has that name', 'gone', '075B', 1],
])('a connection %s', (_, host, port, exitCode) => {
  const tables = [join(folder, 'tcp'), join(folder, 'tcp6')]

  const { status } = spawnSync('sh', ['-c', heldScript, 'held', host, port, ...tables], {
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  })

  expect(status).toBe(exitCode)
})
