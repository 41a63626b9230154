import { useMemo, useSyncExternalStore } from 'react'
import { withQuery } from './paths.ts'

/** Where one is: the address of the page, in parts. */
export interface Place {
  readonly path: string
  readonly query: URLSearchParams
  /** Path, query and fragment. */
  readonly address: string
}

const moved = 'plantwright:moved'

/** Goes to another view without loading the page again. */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (to === addressNow()) return
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  dispatchEvent(new Event(moved))
}

const addressNow = (): string => `${location.pathname}${location.search}${location.hash}`

function subscribe(tell: () => void): () => void {
  addEventListener('popstate', tell)
  addEventListener(moved, tell)
  return () => {
    removeEventListener('popstate', tell)
    removeEventListener(moved, tell)
  }
}

export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, addressNow)
  return useMemo(() => {
    const { pathname, search } = new URL(address, location.origin)
    return { path: pathname, query: new URLSearchParams(search), address }
  }, [address])
}

/**
 * Lets plain links go to views without loading the page again, wherever in the page they stand.
 *
 * @param isView  whether a path is one of the console's own
 */
export function followLinks(isView: (path: string) => boolean): () => void {
  const onClick = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    if (!isView(link.pathname) || (link.hash !== '' && link.pathname === location.pathname)) return
    event.preventDefault()
    go(`${link.pathname}${link.search}${link.hash}`)
  }
  addEventListener('click', onClick)
  return () => removeEventListener('click', onClick)
}

export interface Asking {
  /** What is asked, such as `add`. */
  readonly what?: string
  /** About whom or what. */
  readonly of?: string
  readonly ask: (what: string, of?: string) => void
  readonly close: () => void
}

/** The dialog that the address asks for with `do` and `of`: a reload or a sign-in opens it again. */
export function useAsking(): Asking {
  const { query } = usePlace()
  const [what, of] = [query.get('do') ?? undefined, query.get('of') ?? undefined]
  // where one is when it is called: what was sent may have led elsewhere
  const put = (values: Readonly<Record<'do' | 'of', string | undefined>>) =>
    go(withQuery(location.pathname, location.search, values), { replace: true })
  return {
    ...(what === undefined ? {} : { what }),
    ...(of === undefined ? {} : { of }),
    ask: (next, about) => put({ do: next, of: about }),
    close: () => put({ do: undefined, of: undefined }),
  }
}

/**
 * A choice of the view that stands in the address, so that a link leads to it and going back undoes it.
 *
 * @param start what is chosen where the address tells nothing, or what there is not
 */
export function useChoice<Name extends string>(
  name: string,
  all: readonly Name[],
  start: Name,
): [chosen: Name, choose: (next: Name) => void] {
  const { path, query } = usePlace()
  const chosen = all.find((one) => one === query.get(name)) ?? start
  return [chosen, (next) => go(withQuery(path, query.toString(), { [name]: next === start ? undefined : next }))]
}
