import { describe, expect, it } from 'vitest'
import { sizeAfterKey, sizesOf, sizeWithin, usualSize } from './panels.ts'

const frame = { width: 1360, height: 800 }
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey })

describe('the size of a panel', () => {
  it('stays between what is useful', () => {
    expect(sizeWithin('catalog', 40, frame, {})).toBe(176)
    expect(sizeWithin('catalog', 900, frame, {})).toBe(440)
    expect(sizeWithin('drawer', 300.4, frame, {})).toBe(300)
  })

  it('leaves the canvas its room beside the other panels', () => {
    expect(sizeWithin('inspector', 720, { width: 1300, height: 800 }, { catalog: 400 })).toBe(1300 - 320 - 400)
    expect(sizeWithin('drawer', 700, { width: 1300, height: 500 }, {})).toBe(300)
  })

  it('is larger by itself in a wide window', () => {
    expect(usualSize('inspector', 1920)).toBe(376)
    expect(usualSize('inspector', 1440)).toBe(312)
  })
})

describe('keys on the edge of a panel', () => {
  it('move the edge where the arrow points', () => {
    expect(sizeAfterKey('catalog', 224, key('ArrowRight'))).toBe(240)
    expect(sizeAfterKey('inspector', 312, key('ArrowRight'))).toBe(296)
    expect(sizeAfterKey('drawer', 240, key('ArrowUp'))).toBe(256)
    expect(sizeAfterKey('drawer', 240, key('ArrowUp', true))).toBe(400)
  })

  it('go to the ends and back to the usual size', () => {
    expect(sizeAfterKey('catalog', 224, key('Home'))).toBe(176)
    expect(sizeAfterKey('catalog', 224, key('End'))).toBe(440)
    expect(sizeAfterKey('catalog', 224, key('Enter'))).toBe('usual')
  })

  it('mean nothing across it', () => {
    expect(sizeAfterKey('catalog', 224, key('ArrowUp'))).toBeUndefined()
    expect(sizeAfterKey('drawer', 224, key('a'))).toBeUndefined()
  })
})

it('takes what was kept, as far as it is a size', () => {
  expect(sizesOf('{"catalog":300,"drawer":"tall","attic":12}')).toEqual({ catalog: 300 })
  expect(sizesOf('nonsense')).toEqual({})
  expect(sizesOf(undefined)).toEqual({})
})
