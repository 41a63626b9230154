import { expect, it } from 'vitest'
import { modulesOf, withModule, withoutModule } from './modules.ts'

const demo = { id: 'com.example.demo', file: 'demo.modl', sha256: 'a'.repeat(64), acceptLicense: true }
const other = { id: 'com.example.other', file: 'other.modl' }

it('shows what stands in the plant file, and passes over what is half typed', () => {
  expect(modulesOf([demo, { id: 'x' }, null, 7])).toEqual([demo])
  expect(modulesOf('all')).toEqual([])
  expect(modulesOf(undefined)).toEqual([])
})

it('puts a newer file in the place of the older one, and keeps what was accepted', () => {
  const newer = { id: demo.id, file: 'demo-2.modl', sha256: 'b'.repeat(64) }

  expect(withModule([other, demo], newer)).toEqual([other, { ...newer, acceptLicense: true }])
  expect(withModule([other], newer)).toEqual([other, newer])
})

it('writes down no default', () => {
  expect(withModule([demo], { ...demo, acceptLicense: false })).toEqual([
    { id: demo.id, file: demo.file, sha256: demo.sha256 },
  ])
})

it('leaves nothing behind when the last one goes', () => {
  expect(withoutModule([demo, other], demo.id)).toEqual([other])
  expect(withoutModule([demo], demo.id)).toBeUndefined()
})
