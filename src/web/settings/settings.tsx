import type { ComponentType } from 'react'
import { useAccess } from '../access/access.tsx'
import { mayEnter, NeedsRole } from '../shell/needs.tsx'
import { useCrumbs } from '../shell/told.ts'
import type { ViewProps } from '../shell/view.ts'
import { useText } from '../text/text.tsx'
import { Account } from './account.tsx'
import { Appearance } from './appearance.tsx'
import { Server } from './server.tsx'
import { settingsTabs } from './tabs.ts'
import { Users } from './users.tsx'

type Tab = (typeof settingsTabs)[number]

const views: Readonly<Record<Tab['name'], ComponentType>> = {
  account: Account,
  users: Users,
  appearance: Appearance,
  server: Server,
}

/** What concerns a person, the people of this server, this browser and the server. */
export default function Settings({ params }: ViewProps) {
  const text = useText()
  const { session } = useAccess()
  const mine = settingsTabs.find(({ name }) => name === params.tab) ?? firstTab(session?.state === 'signed-in')
  useCrumbs({ label: text('settings'), to: '/settings' }, { label: text(mine.title) })
  const needs = 'needs' in mine ? mine.needs : undefined
  if (needs !== undefined && !mayEnter(session, needs))
    return (
      <NeedsRole
        title={text(mine.title)}
        heading={text('settings')}
        session={session}
        needs={needs}
        tabs={<Tabs mine={mine} />}
      />
    )
  const View = views[mine.name]
  return (
    <>
      <header className="pagebar">
        <h1>{text('settings')}</h1>
        <Tabs mine={mine} />
      </header>
      <View />
    </>
  )
}

const firstTab = (isIn: boolean): Tab => settingsTabs[isIn ? 0 : 2]

function Tabs({ mine }: { readonly mine: Tab }) {
  const text = useText()
  return (
    <nav className="tabs" aria-label={text('settingsTabs')}>
      {settingsTabs.map((tab) => (
        <a key={tab.name} href={`/settings/${tab.name}`} aria-current={tab === mine ? 'page' : undefined}>
          {text(tab.title)}
        </a>
      ))}
    </nav>
  )
}
