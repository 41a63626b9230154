import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'

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

/** Whether the address asks for this to be begun, as a command of the palette does; it asks once. */
export function useAsked(what: string, begin: () => void): void {
  const { path, query } = usePlace()
  const isAsked = query.get('do') === what
  const now = useRef(begin)
  now.current = begin
  useEffect(() => {
    if (!isAsked) return
    now.current()
    go(path, { replace: true })
  }, [isAsked, path])
}
