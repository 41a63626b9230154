import { expect, it } from 'vitest'
import { findCommands } from './find-commands.ts'
import type { Command } from './told.ts'

const command = (group: Command['group'], label: string, line?: string): Command => ({
  group,
  label,
  icon: 'stack',
  ...(line === undefined ? {} : { line }),
})

const all = [
  command('problems', 'Port 8088 is used twice.', 'stack.port-clash'),
  ...Array.from({ length: 20 }, (_, index) => command('go', `service-${index}`)),
  command('do', 'Download bottling as ZIP', 'ign stack bundle plant.yaml -o bottling.zip'),
]

it('shows a few of each group before anything is searched for, places first', () => {
  const groups = findCommands(all, '')

  expect([...groups.keys()]).toEqual(['go', 'do', 'problems'])
  expect(groups.get('go')).toHaveLength(7)
})

it.each([
  ['ZIP bottling', 'Download bottling as ZIP'],
  ['stack bundle', 'Download bottling as ZIP'],
  ['port-clash', 'Port 8088 is used twice.'],
  ['service-19', 'service-19'],
])('%s finds %s, by its words or its line', (search, label) => {
  expect([...findCommands(all, search).values()].flat().map((one) => one.label)).toEqual([label])
})

it('offers plants before all else, fewer of them than there are', () => {
  const plants = Array.from({ length: 9 }, (_, index) => command('plants', `plant-${index}`))

  const groups = findCommands([...all, ...plants], '')

  expect([...groups.keys()][0]).toBe('plants')
  expect(groups.get('plants')).toHaveLength(7)
})

it('finds nothing for what nothing is called', () => {
  expect(findCommands(all, 'zzz').size).toBe(0)
})
