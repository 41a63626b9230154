import { useMemo } from 'react'
import { isAtLeast, useAccess, useUser } from '../access/access.tsx'
import type { SessionState } from '../access/api.ts'
import { type Text, useLanguage, useText } from '../text/text.tsx'
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
    return [...views, ...told, ...accountCommands(session?.user, text), ...shell]
  }, [text, told, session, signOut, user, language, speak, address, onKeys])
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
      line: 'ign audit --outcome refused',
      to: '/audit?show=unsuccessful',
    },
  ]
}

/** Carries a command out. */
export function carryOut({ run, to }: Command): void {
  run?.()
  if (to !== undefined) go(to)
}
