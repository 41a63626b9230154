import { type ComponentType, useMemo } from 'react'
import { type Role, useAccess } from '../access/access.tsx'
import { mayEnter, NeedsRole } from '../shell/needs.tsx'
import type { ViewProps } from '../shell/routes.ts'
import { type Command, useCommands, useCrumbs } from '../shell/told.ts'
import type { TextKey } from '../text/en.ts'
import { useText } from '../text/text.tsx'
import { Account } from './account.tsx'
import { Appearance } from './appearance.tsx'
import { Server } from './server.tsx'
import { Users } from './users.tsx'

interface Tab {
  readonly name: string
  readonly title: TextKey
  readonly View: ComponentType
  /** The least role; anybody where it is left out. */
  readonly needs?: Role
}

const tabs: readonly Tab[] = [
  { name: 'account', title: 'myAccount', View: Account, needs: 'viewer' },
  { name: 'users', title: 'users', View: Users, needs: 'administrator' },
  { name: 'appearance', title: 'appearance', View: Appearance },
  { name: 'server', title: 'server', View: Server },
]

/** What concerns a person, the people of this server, this browser and the server. */
export default function Settings({ params }: ViewProps) {
  const text = useText()
  const { session } = useAccess()
  const mine = tabs.find(({ name }) => name === params.tab) ?? firstTab(session?.state === 'signed-in')
  useCrumbs({ label: text('settings'), to: '/settings' }, { label: text(mine.title) })
  useCommands(
    useMemo(
      () =>
        tabs.map(
          ({ name, title }): Command => ({
            group: 'go',
            label: `${text('settings')}, ${text(title)}`,
            icon: 'settings',
            to: `/settings/${name}`,
          }),
        ),
      [text],
    ),
  )
  if (mine.needs !== undefined && !mayEnter(session, mine.needs))
    return (
      <NeedsRole
        title={text(mine.title)}
        heading={text('settings')}
        session={session}
        needs={mine.needs}
        tabs={<Tabs mine={mine} />}
      />
    )
  return (
    <>
      <header className="pagebar">
        <h1>{text('settings')}</h1>
        <Tabs mine={mine} />
      </header>
      <mine.View />
    </>
  )
}

const firstTab = (isIn: boolean): Tab => tabs[isIn ? 0 : 2] as Tab

function Tabs({ mine }: { readonly mine: Tab }) {
  const text = useText()
  return (
    <nav className="tabs" aria-label={text('settingsTabs')}>
      {tabs.map((tab) => (
        <a key={tab.name} href={`/settings/${tab.name}`} aria-current={tab === mine ? 'page' : undefined}>
          {text(tab.title)}
        </a>
      ))}
    </nav>
  )
}
