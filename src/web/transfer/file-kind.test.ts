import { expect, it } from 'vitest'
import { fileKind, nameOfFile } from './file-kind.ts'

it.each([
  ['plant.yaml', 'services: {}', 'plant'],
  ['Plant.YML', '', 'plant'],
  ['plant.json', '{"services":{}}', 'plant'],
  ['stack.json', '{"instances":[]}', 'older'],
  ['line.ignstack', '{"kdf":{}}', 'stack'],
  ['picture.png', '', undefined],
  ['plant', '', undefined],
] as const)('%s that holds %s is: %s', (name, content, kind) => {
  expect(fileKind(name, content)).toBe(kind)
})

it('a file lends its name without its ending', () => {
  expect(['Line 2.yaml', 'a.b.json', 'plant'].map(nameOfFile)).toEqual(['Line 2', 'a.b', 'plant'])
})
