import { expect, it } from 'vitest'
import { frameOf, touchedBy } from './frame.ts'

const cards = new Map([
  ['left', { x: 0, y: 0, width: 100, height: 50 }],
  ['below', { x: 0, y: 100, width: 100, height: 50 }],
  ['right', { x: 200, y: 0, width: 100, height: 50 }],
])

it('a frame is the same whichever corner it begins at', () => {
  const frame = { x: 10, y: 20, width: 30, height: 40 }

  expect(frameOf({ x: 10, y: 20 }, { x: 40, y: 60 })).toEqual(frame)
  expect(frameOf({ x: 40, y: 60 }, { x: 10, y: 20 })).toEqual(frame)
  expect(frameOf({ x: 40, y: 20 }, { x: 10, y: 60 })).toEqual(frame)
})

it.each([
  ['nothing between the cards', { x: 110, y: 60, width: 80, height: 30 }, []],
  ['a card whose corner it reaches', { x: 100, y: 50, width: 50, height: 10 }, ['left']],
  ['a card that is larger than itself', { x: 40, y: 20, width: 5, height: 5 }, ['left']],
  ['every card that it covers in part', { x: 50, y: 40, width: 170, height: 80 }, ['left', 'below', 'right']],
])('touches %s', (_, frame, names) => {
  expect(touchedBy(frame, cards)).toEqual(names)
})
