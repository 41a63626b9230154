import { expect, test } from 'vitest'
import { reduceSession, type Session } from './session.ts'

const start: Session = { text: 'a', past: [], future: [] }
const edit = (session: Session, text: string, merge?: string): Session =>
  reduceSession(session, { type: 'edit', text, what: `to ${text}`, ...(merge === undefined ? {} : { merge }) })

test('undo goes back and redo forth again', () => {
  const two = edit(edit(start, 'b'), 'c')
  const one = reduceSession(two, { type: 'undo' })

  expect(one.text).toBe('b')
  expect(reduceSession(one, { type: 'redo' }).text).toBe('c')
  expect(reduceSession(reduceSession(one, { type: 'undo' }), { type: 'undo' }).text).toBe('a')
})

test('a new change ends the way forth', () => {
  const back = reduceSession(edit(start, 'b'), { type: 'undo' })
  expect(edit(back, 'c').future).toEqual([])
})

test('changes of one field in a row are one step', () => {
  const typed = edit(edit(edit(start, 'b', 'field'), 'bc', 'field'), 'bcd', 'field')
  expect(reduceSession(typed, { type: 'undo' }).text).toBe('a')
})

test('a change that changes nothing is no step', () => {
  expect(edit(start, 'a').past).toEqual([])
})

test('opening another plant can be taken back, and nothing of the old one stays selected', () => {
  const opened = reduceSession({ ...start, selected: 'charts' }, { type: 'open', text: 'other', what: 'open' })

  expect(opened).not.toHaveProperty('selected')
  expect(reduceSession(opened, { type: 'undo' }).text).toBe('a')
})
