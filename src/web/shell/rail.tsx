import { Icon } from '../parts/icon.tsx'
import { useText } from '../text/text.tsx'
import { addressOf, type Route, routes } from './routes.ts'

/** The rooms there are. What is not registered is not shown. */
export function Rail({ route }: { readonly route: Route | undefined }) {
  const text = useText()
  const [first, rooms, server] = (['first', 'room', 'server'] as const).map((place) =>
    routes.filter(({ rail }) => rail === place),
  )
  const links = (some: readonly Route[] = []) =>
    some.map((one) => (
      <a key={one.path} className="inset" href={addressOf(one)} aria-current={one === route ? 'page' : undefined}>
        <Icon name={one.icon} size={20} />
        {text(one.short ?? one.called ?? one.title)}
      </a>
    ))
  return (
    <nav className="rail" aria-label={text('rooms')}>
      {links(first)}
      {first?.length !== 0 && <span className="sep" />}
      {links(rooms)}
      <span className="gap" />
      {links(server)}
    </nav>
  )
}
