import { useMemo } from 'react'
import { useAccess, useUser } from '../access/access.tsx'
import { useLanguage, useText } from '../text/text.tsx'
import { mayEnter } from './needs.tsx'
import { signInFrom } from './paths.ts'
import { go, usePlace } from './place.ts'
import { addressOf, routes } from './routes.ts'
import { turnTheme } from './theme.ts'
import { type Command, useToldCommands } from './told.ts'

/** Everything the palette can do: go to views, what the views offer, and what concerns the whole console. */
export function useAllCommands(onKeys: () => void): readonly Command[] {
  const text = useText()
  const told = useToldCommands()
  const { session, signOut } = useAccess()
  const user = useUser()
  const { language, speak } = useLanguage()
  const { address } = usePlace()
  return useMemo(() => {
    const views = routes
      .filter(({ isGate, needs }) => !isGate && (needs === undefined || mayEnter(session, needs)))
      .map(
        (route): Command => ({
          group: 'go',
          label: text(route.title),
          icon: route.icon,
          to: addressOf(route),
          ...(route.letter ? { keys: ['G', route.letter.toUpperCase()] } : {}),
        }),
      )
    const shell: Command[] = [
      { group: 'do', label: text('theme'), icon: 'moon', keys: ['Ctrl Shift L'], run: turnTheme },
      {
        group: 'do',
        label: text('switchLanguage', { language: text('language') }),
        icon: 'language',
        run: () => speak(language === 'en' ? 'de' : 'en'),
      },
      { group: 'do', label: text('keys'), icon: 'keyboard', keys: ['?'], run: onKeys },
      ...(user ? [{ group: 'do', label: text('signOut'), icon: 'signOut', run: () => void signOut() } as const] : []),
      ...(session && !user
        ? [
            session.state === 'setup'
              ? ({ group: 'do', label: text('setUpServer'), icon: 'key', line: 'ign serve', to: '/setup' } as const)
              : ({ group: 'do', label: text('signIn'), icon: 'identity', to: signInFrom(address) } as const),
          ]
        : []),
    ]
    return [...views, ...told, ...shell]
  }, [text, told, session, signOut, user, language, speak, address, onKeys])
}

/** Carries a command out. */
export function carryOut({ run, to }: Command): void {
  run?.()
  if (to !== undefined) go(to)
}

/** As many of a group as leave room for the others, before anything is searched for. */
const fewOfEach = 7

/** Commands in which every word of the search occurs, by group, in the order in which they are offered. */
export function findCommands(commands: readonly Command[], search: string): ReadonlyMap<Command['group'], Command[]> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter(({ label, line = '' }) => {
    const all = `${label} ${line}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
  const groups = new Map<Command['group'], Command[]>()
  for (const group of ['go', 'do', 'problems'] as const) {
    const members = found.filter((command) => command.group === group)
    if (members.length > 0) groups.set(group, words.length === 0 ? members.slice(0, fewOfEach) : members)
  }
  return groups
}
