import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newPlant } from '../plant/edit.ts'
import { forgetDraft, isWork, keepDraft, keptDraft } from './draft.ts'

/** As much of a browser's storage as is used. */
class Store extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, value: string) => this.set(key, value)
  removeItem = (key: string) => this.delete(key)
}

const inTab = (tab: Store) => vi.stubGlobal('sessionStorage', tab)

let [first, second] = [new Store(), new Store()]
beforeEach(() => {
  ;[first, second] = [new Store(), new Store()]
  vi.stubGlobal('localStorage', new Store())
  inTab(first)
})
afterEach(() => vi.unstubAllGlobals())

it('a tab finds its own draft again, whatever another one has typed since', () => {
  keepDraft('one', { base: 3, text: 'Rome' })
  inTab(second)
  keepDraft('one', { base: 3, text: 'Tokyo' })

  inTab(first)
  expect(keptDraft('one')).toEqual({ base: 3, text: 'Rome' })
})

it('a new tab begins with what was typed last', () => {
  keepDraft('one', { base: 3, text: 'Rome' })

  inTab(second)
  expect(keptDraft('one')).toEqual({ base: 3, text: 'Rome' })
})

it('what one tab has saved takes the draft of another one with it as little as that of another plant', () => {
  keepDraft('one', { base: 3, text: 'Rome' })
  inTab(second)
  keepDraft('one', { base: 3, text: 'Tokyo' })
  inTab(first)
  forgetDraft('one')
  expect(keptDraft('one')?.text).toBe('Tokyo')

  inTab(second)
  forgetDraft('one')
  expect(keptDraft('one')).toBeUndefined()
})

it('what no server keeps is one draft for all tabs', () => {
  keepDraft(undefined, { base: 0, text: 'draft' })

  inTab(second)
  expect(keptDraft(undefined)).toEqual({ base: 0, text: 'draft' })
  forgetDraft(undefined)
  expect(keptDraft(undefined)).toBeUndefined()
})

it("a file without services is nobody's work", () => {
  expect([newPlant('plant'), 'name: x\nservices:\n  mail: { uses: mailpit }\n'].map(isWork)).toEqual([false, true])
})
