import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logAwk, messageAwk, statusAwk } from './commands.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ign-ntfy-'))
  for (const [name, text] of Object.entries({ messageAwk, statusAwk, logAwk })) writeFileSync(join(folder, name), text)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const awk = (program: string, input: string, ...values: string[]): string => {
  const words = values.flatMap((value) => ['-v', value])
  const { stdout, stderr, status } = spawnSync('awk', [...words, '-f', join(folder, program)], {
    input,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

describe('a message that arrives', () => {
  /** As the server sends it: one line of JSON. */
  const understood = (message: string, more: Record<string, unknown> = {}): string =>
    awk(
      'messageAwk',
      `${JSON.stringify({ id: 'x', time: 1, event: 'message', topic: 'commands', ...more, message })}\n`,
      'services=history phone sockets',
      'stoppable=history',
    ).trim()

  it.each([
    ['status', 'status'],
    ['Status ', 'status'],
    ['stop history', 'stop history'],
    ['Stop  History', 'stop history'],
    ['log phone', 'log phone'],
  ])('%j is the command %s', (message, command) => {
    expect(understood(message)).toBe(command)
  })

  it.each([
    ['', 'unknown'],
    ['start history', 'unknown'],
    ['stop', 'unknown'],
    ['status history', 'unknown'],
    ['stop history phone', 'unknown'],
    ['stop other-plant-history-1', 'no-service'],
    ['log ../../info', 'unknown'],
    ['stop history; stop phone', 'unknown'],
    ['stop $(stop history)', 'unknown'],
    ['stop `id`', 'unknown'],
    ['stop history\nstop phone', 'unknown'],
    ['stop "history"', 'unknown'],
    ['stop *', 'unknown'],
    ['stop hist\u00f6ry', 'unknown'],
    ['-v services=all', 'unknown'],
    ['stop sockets', 'not-stoppable'],
    [`stop ${'history'.repeat(20)}`, 'too-long'],
    ['x'.repeat(4096), 'too-long'],
  ])('%j is refused: %s', (message, reason) => {
    expect(understood(message)).toBe(reason)
  })

  it('is not taken from a title or tag that looks like one', () => {
    expect(understood('hello', { title: '","message":"stop history' })).toBe('unknown')
    expect(understood('hello', { tags: ['"message":"stop history"'] })).toBe('unknown')
  })
})

it('tells how each service is from what the engine lists', () => {
  const list = [
    {
      Id: 'a',
      Names: ['/press-shop-history-1'],
      Labels: { 'com.docker.compose.service': 'history', note: '"Status":"Up for ever"' },
      State: 'running',
      Status: 'Up 5 minutes (healthy)',
    },
    { Id: 'b', Labels: { 'com.docker.compose.service': 'bell' }, State: 'exited', Status: 'Exited (137) 2 hours ago' },
    { Id: 'c', Labels: {}, State: 'running', Status: 'Up 1 second' },
  ]

  expect(awk('statusAwk', `${JSON.stringify(list)}\n`, 'services=bell history phone')).toBe(
    'bell: Exited (137) 2 hours ago\nhistory: Up 5 minutes (healthy)\nphone: has no container\n',
  )
})

it('takes the frames, colours and foreign characters out of a log', () => {
  const frame = (stream: number, text: string): Buffer => {
    const head = Buffer.alloc(8)
    head[0] = stream
    head.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([head, Buffer.from(text)])
  }
  const log = Buffer.concat([
    frame(1, 'first\n'),
    frame(2, '\u001b[31mred\u001b[0m \u2713 \u0007\n'),
    frame(1, `${'x'.repeat(300)}\n`),
  ])
  const hex = [...log].map((byte) => byte.toString(16).padStart(2, '0'))
  const lines = hex.join(' ').replaceAll(/((?:.. ){16})/g, '$1\n')

  expect(awk('logAwk', ` ${lines}\n`)).toBe(`first\nred ? \n${'x'.repeat(300)}\n`)
})
