/** Addresses of views. Pure: patterns such as `/settings/:tab?`, and where one may be sent back to. */

export type Params = Readonly<Record<string, string>>

/** What a pattern takes out of a path; undefined where it does not fit. A name with `?` may be missing. */
export function matchPath(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/').filter(Boolean)
  const given = path.split('/').filter(Boolean)
  if (given.length > wanted.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, step] of wanted.entries()) {
    const value = given[index]
    if (!step.startsWith(':')) {
      if (value !== step) return undefined
      continue
    }
    if (value === undefined) {
      if (step.endsWith('?')) continue
      return undefined
    }
    const decoded = decodedOf(value)
    if (decoded === undefined) return undefined
    params[step.slice(1).replace('?', '')] = decoded
  }
  return params
}

function decodedOf(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/** A path of this console and nothing else: an address of another host in a link must not send anybody there. */
export function safeReturn(asked: string | null | undefined): string {
  if (!asked?.startsWith('/') || /^\/[/\\]/.test(asked) || hasControls(asked)) return '/'
  return matchPath('/sign-in', pathOf(asked)) ? '/' : asked
}

/** Browsers drop tabs and line ends out of addresses, which would turn `/<tab>/host` into `//host`. */
const hasControls = (text: string): boolean => [...text].some((one) => one < ' ')

const pathOf = (address: string): string => address.split(/[?#]/)[0] ?? ''

/** The sign-in page, which leads back to where one is. */
export const signInFrom = (address: string): string => {
  const to = safeReturn(address)
  return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`
}

/** The path with other values in its query; undefined takes one away. */
export function withQuery(path: string, query: string, values: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams(query)
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') search.delete(name)
    else search.set(name, value)
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}
