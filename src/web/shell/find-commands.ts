import type { Command } from './told.ts'

/** As many of a group as leave room for the others, before anything is searched for. */
const fewOfEach = 7

const groupOrder = ['plants', 'go', 'do', 'problems'] as const

/** Commands in which every word of the search occurs, by group, in the order in which they are offered. */
export function findCommands(commands: readonly Command[], search: string): ReadonlyMap<Command['group'], Command[]> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(({ label, line = '', detail = '' }) => {
    const all = `${label} ${detail} ${line}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
  const groups = new Map<Command['group'], Command[]>()
  for (const group of groupOrder) {
    const members = found.filter((command) => command.group === group)
    if (members.length > 0) groups.set(group, words.length === 0 ? members.slice(0, fewOfEach) : members)
  }
  return groups
}
