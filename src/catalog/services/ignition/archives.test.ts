import { expect, test } from 'vitest'
import { moduleXml } from '../../../../test/support/archives.ts'
import { moduleFacts, reaches } from './archives.ts'

test('a descriptor tells id, version and the oldest Ignition', () => {
  expect(moduleFacts(moduleXml('com.example.demo', '8.3.0'))).toEqual({
    id: 'com.example.demo',
    version: '1.2.3.2025010203',
    floor: '8.3.0',
  })
})

test('element names in lower case, line breaks of Windows and comments are understood', () => {
  const xml =
    '<modules>\r\n<!-- <id>com.example.old</id> -->\r\n<module>\r\n<id> project-scan-endpoint </id>\r\n<requiredignitionversion>8.0.10</requiredignitionversion>\r\n</module></modules>'

  expect(moduleFacts(xml)).toEqual({ id: 'project-scan-endpoint', version: '', floor: '8.0.10' })
})

test.each(['', '<modules/>', '<modules><module></module></modules>', '<html><id>x</id></html>', '{"id":"x"}'])(
  '%j describes no module',
  (xml) => {
    expect(moduleFacts(xml)).toBeUndefined()
  },
)

test.each([
  ['8.3.8', '8.3.0', true],
  ['8.3.8', '8.3.8', true],
  ['8.1.51', '8.3.0', false],
  ['8.1.9', '8.1.10', false],
  ['8.3.8', '8.1.33', true],
  ['8.3.8', '9.0.0-rc1', false],
  ['8.3.8', 'dev', true],
])('Ignition %s runs what needs %s: %s', (version, floor, result) => {
  expect(reaches(version, floor)).toBe(result)
})
