import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { commands } from './commands.ts'
import { completionScript } from './completion.ts'

const isThere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0

/** What bash would offer for the last word of a line. */
function offers(...words: readonly string[]): string[] {
  const script = `${completionScript('bash', commands)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_ign
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

describe.skipIf(!isThere('bash'))('bash', () => {
  test('accepts the script', () => {
    const { status, stderr } = spawnSync('bash', ['-n'], {
      input: completionScript('bash', commands),
      encoding: 'utf8',
    })

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('offers commands, verbs of a noun, and options of a command', () => {
    expect(offers('ign', 'st')).toEqual(['stack'])
    expect(offers('ign', 'stack', 'gen')).toEqual(['generate'])
    expect(offers('ign', 'stack', 'generate', '--out')).toEqual(['--output'])
    expect(offers('ign', 'completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
  })

  test('offers every command', () => {
    for (const { words } of commands) {
      const [last = '', ...before] = [...words].reverse()
      expect(offers('ign', ...before.reverse(), last), words.join(' ')).toContain(last)
    }
  })

  test('goes on after options and arguments', () => {
    expect(offers('ign', '--json', 'stack', 'che')).toEqual(['check'])
    expect(offers('ign', 'stack', 'generate', 'plant.yaml', '--dry')).toEqual(['--dry-run'])
  })

  test('offers global options everywhere', () => {
    expect(offers('ign', '--js')).toEqual(['--json'])
    expect(offers('ign', 'stack', 'check', '--js')).toEqual(['--json'])
  })
})

test.skipIf(!isThere('zsh'))('zsh accepts the script', () => {
  const { status, stderr } = spawnSync('zsh', ['-n'], { input: completionScript('zsh', commands), encoding: 'utf8' })

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.skipIf(!isThere('fish'))('fish accepts the script', () => {
  const { status, stderr } = spawnSync('fish', ['-n'], { input: completionScript('fish', commands), encoding: 'utf8' })

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every shell gets every command and option', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = completionScript(shell, commands)
    for (const { words, options = [] } of commands) {
      for (const word of words) expect(script).toContain(word)
      for (const { flags } of options) {
        const name = /--([a-z-]+)/.exec(flags)?.[1] ?? ''
        expect(script, `${shell}: ${flags}`).toContain(name)
      }
    }
  }
})

test.each(['', 'powershell', 'Bash', '__proto__', 'constructor'])('%j is not a shell', (shell) => {
  expect(() => completionScript(shell, commands)).toThrow(
    expect.objectContaining({ code: 'action.usage', hint: 'Use bash, zsh or fish.' }),
  )
})
