import { useMemo } from 'react'
import { useAccess, useUser } from '../access/access.tsx'
import type { SessionState } from '../access/api.ts'
import { isAtLeast } from '../access/role.ts'
import { useLoad } from '../parts/use-load.ts'
import { type Plant, readPlants } from '../plants/api.ts'
import { byRecent, recentPlants } from '../plants/recent.ts'
import { settingsTabs } from '../settings/tabs.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'
import { mayEnter } from './needs.tsx'
import { signInFrom, withQuery } from './paths.ts'
import { go, type Place, usePlace } from './place.ts'
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
  const place = usePlace()
  const { value: plants = [] } = useLoad(user?.name ?? '', (signal) => (user ? readPlants(signal) : noPlants))
  return useMemo(() => {
    const { address } = place
    const views = routes
      .filter(({ isGate, needs }) => !isGate && (needs === undefined || mayEnter(session, needs)))
      .map(
        (route): Command => ({
          group: 'go',
          label: text(route.called ?? route.title),
          icon: route.icon,
          to: addressOf(route),
          ...(route.letter ? { keys: ['G', route.letter.toUpperCase()] } : {}),
        }),
      )
    const parts = settingsTabs
      .filter((tab) => !('needs' in tab) || mayEnter(session, tab.needs))
      .map(
        ({ name, title }): Command => ({
          group: 'go',
          label: `${text('settings')}, ${text(title)}`,
          icon: 'settings',
          to: `/settings/${name}`,
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
    return [
      ...plantCommands(plants, place, text),
      ...views,
      ...told,
      ...parts,
      ...accountCommands(session?.user, text),
      ...shell,
    ]
  }, [text, told, session, signOut, user, language, speak, place, plants, onKeys])
}

const noPlants = Promise.resolve([])

/** The way to each plant, those opened last first; in the stack it keeps to the view that is open. */
export function plantCommands(plants: readonly Plant[], { path, query }: Place, text: Text): readonly Command[] {
  const to = path.startsWith('/stack') ? path : '/stack'
  return byRecent(plants, recentPlants())
    .filter(({ id }) => id !== query.get('plant'))
    .map(
      ({ id, name, version, summary }): Command => ({
        group: 'plants',
        label: name,
        detail: summary.errors > 0 ? text('plantErrors', { count: summary.errors }) : text('versionOf', { version }),
        icon: 'stack',
        to: withQuery(to, '', { plant: id }),
      }),
    )
}

/** What one can do with accounts, as far as the role goes. */
function accountCommands(user: SessionState['user'], text: Text): readonly Command[] {
  if (!user) return []
  const own: Command = {
    group: 'do',
    label: text('createToken'),
    icon: 'key',
    line: `ign user token create ${user.name} --role viewer --title backup`,
    to: '/settings/account?do=token',
  }
  if (!isAtLeast(user.role, 'administrator')) return [own]
  return [
    {
      group: 'do',
      label: text('addUser'),
      icon: 'identity',
      line: 'ign user add ada --role engineer',
      to: '/settings/users?do=add',
    },
    own,
    {
      group: 'do',
      label: text('showRefused'),
      icon: 'audit',
      line: 'ign audit --outcome refused --outcome failed',
      to: '/audit?show=unsuccessful',
    },
  ]
}

/** Carries a command out. */
export function carryOut({ run, to }: Command): void {
  run?.()
  if (to !== undefined) go(to)
}
