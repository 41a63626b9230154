import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { Secret } from '../../core/secret.ts'
import { readSource, refuseReferences } from './sources.ts'

const nowhere = { environment: {}, folder: '/nonexistent' }

describe('a reference', () => {
  test('to a variable gives its value', () => {
    expect(readSource('env:PASSWORD', { ...nowhere, environment: { PASSWORD: 'from env' } }).reveal()).toBe('from env')
  })

  test('to a file is followed from the folder of the plant file', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'keys'))
    writeFileSync(join(folder, 'keys', 'admin.txt'), 'from file')

    expect(readSource('file:keys/admin.txt', { environment: {}, folder }).reveal()).toBe('from file')
    expect(readSource(`file:${folder}/keys/admin.txt`, nowhere).reveal()).toBe('from file')
  })

  test('to a name in the vault gives what was put there', () => {
    expect(readSource('vault:charts', { ...nowhere, named: new Map([['charts', 'kept']]) }).reveal()).toBe('kept')
  })

  test.each([
    ['one\n', 'one'],
    ['one\r\n', 'one'],
    ['one\n\n', 'one\n'],
    [' one ', ' one '],
    ['', ''],
  ])('to a file with %j is %j: one line break at the end is not part of it', (content, value) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'p'), content)

    expect(readSource('file:p', { environment: {}, folder }).reveal()).toBe(value)
  })

  test.each(['env:MISSING', 'file:missing.txt', 'file:.', 'vault:missing'])(
    '%s that leads nowhere is told',
    (source) => {
      expect(() => readSource(source, { environment: {}, folder: temporaryFolder() })).toThrow(
        expect.objectContaining({ code: 'platform.secret-missing', message: `${source} is not set` }),
      )
    },
  )
})

test('a value that came with the request is itself', () => {
  const secret = new Secret('given')

  expect(readSource(secret, nowhere)).toBe(secret)
  expect(refuseReferences(secret)).toBe(secret)
})

test('requests from outside reach no file, variable or vault of this machine', () => {
  for (const source of ['file:/etc/passwd', 'env:PATH', 'vault:charts']) {
    expect(() => refuseReferences(source)).toThrow(
      expect.objectContaining({ status: 422, message: expect.not.stringContaining('/etc/passwd') }),
    )
  }
})
