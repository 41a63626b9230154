import { Fragment } from 'react'
import { useAccess, useUser } from '../access/access.tsx'
import { Icon } from '../parts/icon.tsx'
import { Mark } from '../parts/mark.tsx'
import { Menu } from '../parts/menu.tsx'
import { useLoad } from '../parts/use-load.ts'
import { readPlants } from '../plants/api.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { plantCommands } from './commands.ts'
import { initials } from './initials.ts'
import { keyWord } from './key-words.ts'
import { signInFrom } from './paths.ts'
import { go, usePlace } from './place.ts'
import type { Route } from './routes.ts'
import { turnTheme, useTheme } from './theme.ts'
import { useToldCrumbs } from './told.ts'

interface TopProps {
  readonly route: Route | undefined
  readonly onSearch: () => void
  readonly onKeys: () => void
}

export function Top({ route, onSearch, onKeys }: TopProps) {
  const { text, language } = useLanguage()
  return (
    <header className="top">
      <a className="brand" href="/" aria-label={text('home')}>
        <Mark />
      </a>
      <Crumbs route={route} />
      <button type="button" className="cmd" aria-keyshortcuts="Control+K" onClick={onSearch}>
        <Icon name="search" />
        <span>{text('search')}</span>
        <kbd>{keyWord('Ctrl K', language)}</kbd>
      </button>
      <button
        type="button"
        className="tool w-wide"
        aria-label={text('keys')}
        title={`${text('keys')} (?)`}
        onClick={onKeys}
      >
        <Icon name="keyboard" />
      </button>
      <LanguageSwitch />
      <ThemeSwitch />
      <Person />
    </header>
  )
}

function Crumbs({ route }: { readonly route: Route | undefined }) {
  const text = useText()
  const told = useToldCrumbs()
  const crumbs = told ?? (route ? [{ label: text(route.title) }] : [])
  return (
    <nav className="crumbs" aria-label={text('breadcrumb')}>
      {crumbs.map(({ label, to, plant }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a crumb is its place
        <Fragment key={index}>
          {index > 0 && <Icon name="right" size={12} />}
          {plant !== undefined ? (
            <PlantSwitch id={plant} name={label} />
          ) : to !== undefined && index < crumbs.length - 1 ? (
            <a className="crumb" href={to}>
              {label}
            </a>
          ) : (
            <span className="crumb cut" aria-current={index === crumbs.length - 1 ? 'page' : undefined}>
              {label}
            </span>
          )}
        </Fragment>
      ))}
    </nav>
  )
}

/** The plant that is open, and the way to the other ones in the same view. */
function PlantSwitch({ id, name }: { readonly id: string; readonly name: string }) {
  const text = useText()
  return (
    <Menu
      className="crumb plant"
      label={text('switchPlant', { name })}
      trigger={
        <>
          <span className="cut">{name}</span>
          <Icon name="down" size={12} />
        </>
      }
      head={text('otherPlants')}
    >
      <OtherPlants key={id} />
    </Menu>
  )
}

/** Read when the menu opens. */
function OtherPlants() {
  const text = useText()
  const place = usePlace()
  const { value, error } = useLoad('', readPlants)
  if (error) return <p className="none t3">{text('notRead', { what: text('plants') })}</p>
  const others = value && plantCommands(value, place, text).slice(0, mostPlants)
  return (
    <>
      {others?.map(({ label, detail, to }) => (
        <a key={to} href={to}>
          <span className="grow">{label}</span>
          <span className="t3 xs">{detail}</span>
        </a>
      ))}
      <a href="/">
        <Icon name="home" />
        {text('allPlants')}
      </a>
    </>
  )
}

const mostPlants = 12

function LanguageSwitch() {
  const text = useText()
  const { language, speak } = useLanguage()
  const other = language === 'en' ? 'de' : 'en'
  return (
    <button
      type="button"
      className="tool"
      lang={other}
      aria-label={`${other.toUpperCase()}, ${text('language')}`}
      title={text('language')}
      onClick={() => speak(other)}
    >
      {other.toUpperCase()}
    </button>
  )
}

function ThemeSwitch() {
  const { text, language } = useLanguage()
  const theme = useTheme()
  return (
    <button
      type="button"
      className="tool"
      aria-label={text('theme')}
      title={`${text('theme')} (${keyWord('Ctrl Shift L', language)})`}
      onClick={turnTheme}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  )
}

/** Who is signed in, or the way to become somebody. */
function Person() {
  const text = useText()
  const { session, signOut } = useAccess()
  const user = useUser()
  const { address } = usePlace()
  if (user) {
    const name = user.displayName || user.name
    return (
      <Menu
        label={text('person', { name })}
        trigger={<span className="who" data-initials={initials(name)} />}
        head={text('signedInAs', { name, role: text(user.role) })}
      >
        <a href="/settings/account">
          <Icon name="identity" />
          {text('myAccount')}
        </a>
        <button type="button" onClick={() => void signOut()}>
          <Icon name="signOut" />
          {text('signOut')}
        </button>
      </Menu>
    )
  }
  if (session === undefined) return <span className="tool" />
  return (
    <button
      type="button"
      className="btn s"
      onClick={() => go(session.state === 'setup' ? '/setup' : signInFrom(address))}
    >
      <Icon name={session.state === 'setup' ? 'key' : 'identity'} />
      {text(session.state === 'setup' ? 'setUp' : 'signIn')}
    </button>
  )
}
