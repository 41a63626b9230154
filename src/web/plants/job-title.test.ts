import { expect, it } from 'vitest'
import { textOf } from '../text/text.tsx'
import { jobTitle } from './job-title.ts'

it.each([
  ['en', 'Verify every wire of bottling'],
  ['de', 'Jede Verbindung von bottling prüfen'],
] as const)('says in %s what a job does', (language, said) => {
  expect(jobTitle({ action: 'stack.verify', title: 'Verify every wire of bottling' }, textOf(language))).toBe(said)
})

it('keeps the words of the server for a job that it does not know', () => {
  expect(jobTitle({ action: 'backup.create', title: 'Back up bottling' }, textOf('de'))).toBe('Back up bottling')
})
