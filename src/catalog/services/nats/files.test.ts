import { expect, it } from 'vitest'
import { subjects } from './files.ts'

it.each([
  ['plant/press/temp', ['plant.press.temp']],
  ['plant/+/order', ['plant.*.order']],
  ['plant/#', ['plant', 'plant.>']],
  ['#', ['>']],
  ['+/#', ['*', '*.>']],
  ['/plant', ['/.plant']],
  ['plant//temp', ['plant./.temp']],
  ['plant/v1.2/x', ['plant.v1//2.x']],
])('the topic filter %s is %j to NATS', (filter, expected) => {
  expect(subjects(filter)).toEqual(expected)
})
