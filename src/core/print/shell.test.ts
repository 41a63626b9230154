import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostileUtf8 } from '../../../test/support/hostile.ts'
import { quoteShell, quoteShellLine } from './shell.ts'

const shells = ['sh', 'bash', 'dash', 'busybox'].filter((shell) => spawnSync(shell, ['--help']).error === undefined)

/** What a real shell makes of words on one line; the script goes through stdin, where no length limit applies. */
function readByShell(shell: string, words: readonly string[]): string[] {
  const script = `printf '%s\\0' ${quoteShellLine(words)}\n`
  const result = spawnSync(shell, shell === 'busybox' ? ['sh', '-s'] : ['-s'], { input: script, encoding: 'utf8' })
  expect(result.stderr).toBe('')
  return result.stdout.split('\0').slice(0, -1)
}

const word = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}()<>|&;#~= \t\n\rab-') }))
  .filter((text) => !text.includes('\0'))

describe.each(shells)('%s', (shell) => {
  test('sees exactly the words that were quoted', () => {
    const words = [...hostileUtf8.filter((text) => !text.includes('\0')), ...fc.sample(word, 2000)]

    expect(readByShell(shell, words)).toEqual(words)
  })
})

test('words of safe characters stay without quotes', () => {
  expect(quoteShellLine(['docker', 'compose', '-f', './a_b.yml', 'x=1'])).toBe('docker compose -f ./a_b.yml x=1')
})

test('an empty word is still a word', () => {
  expect(quoteShell('')).toBe("''")
})
