import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newPlant } from '../plant/edit.ts'
import { draftName, forgetDraft, hasDraft, isWork, keepDraft, keptDraft } from './draft.ts'

/** As much of a browser's storage as is used. */
class Store extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, value: string) => this.set(key, value)
  removeItem = (key: string) => this.delete(key)
  key = (index: number) => [...this.keys()][index] ?? null
  get length() {
    return this.size
  }
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

it('there is a draft once something was typed, and none when it is saved', () => {
  expect(hasDraft()).toBe(false)
  keepDraft('one', { base: 3, text: 'Rome' })
  expect(hasDraft()).toBe(true)
  forgetDraft('one')
  expect(hasDraft()).toBe(false)
})

it('a plant without services is no draft; one with some is, and has its name', () => {
  keepDraft(undefined, { base: 0, text: 'version: 1\nname: empty\nservices: {}\n' })
  expect([hasDraft(), draftName()]).toEqual([false, undefined])

  keepDraft(undefined, { base: 0, text: 'version: 1\nname: bottling\nservices:\n  mail: { uses: mailpit }\n' })
  expect([hasDraft(), draftName()]).toEqual([true, 'bottling'])
})

it('a browser that lets nothing be kept has no draft', () => {
  vi.stubGlobal('localStorage', undefined)
  vi.stubGlobal('sessionStorage', undefined)

  expect(hasDraft()).toBe(false)
})

it("a file without services is nobody's work", () => {
  expect([newPlant('plant'), 'name: x\nservices:\n  mail: { uses: mailpit }\n'].map(isWork)).toEqual([false, true])
})
