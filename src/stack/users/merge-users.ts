import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml'
import type { ListedUser } from './read-csv.ts'

export interface UserChange {
  readonly username: string
  readonly change: 'added' | 'changed' | 'unchanged'
}

export interface MergedUsers {
  readonly text: string
  readonly changes: readonly UserChange[]
  /** All users of the plant file as they stand there now. */
  readonly order: readonly string[]
}

const place = ['integrations', 'oidc', 'users'] as const

/**
 * A plant file with the users of a list in it. Users that it has keep what the list does not say, and their order;
 * comments and the writing of everything else stay. The text must be a plant file without errors.
 */
export function mergeUsers(text: string, users: readonly ListedUser[]): MergedUsers {
  const document = parseDocument(text) as Document
  const list = usersOf(document)
  const known = new Map(
    list.items.flatMap((item) => (isMap(item) ? [[String(item.get('username')), item] as const] : [])),
  )
  // one line for each user, unless the file has it otherwise
  const isFlow = list.items.every((item) => isMap(item) && item.flow === true)
  const changes = users.map((user): UserChange => {
    const { username } = user
    const item = known.get(username)
    if (item) return { username, change: update(document, item, user) ? 'changed' : 'unchanged' }
    const node = document.createNode(user) as YAMLMap
    node.flow = isFlow
    for (const field of ['roles', 'groups'] as const) {
      const names = node.get(field, true)
      if (isSeq(names)) names.flow = true
    }
    list.add(node)
    return { username, change: 'added' }
  })
  const order = list.items.map((item) => (isMap(item) ? String(item.get('username')) : ''))
  if (changes.every(({ change }) => change === 'unchanged')) return { text, changes, order }
  const merged = withOwnLines(text.replaceAll('\r\n', '\n'), document)
  return { text: text.includes('\r\n') ? merged.replaceAll('\n', '\r\n') : merged, changes, order }
}

const layout = { lineWidth: 0, flowCollectionPadding: true } as const

/** The printer has a layout of its own: a line that it prints as before is kept as the file has it. */
function withOwnLines(text: string, document: Document): string {
  const merged = document.toString(layout)
  const own = text.split('\n')
  const printed = parseDocument(text).toString(layout).split('\n')
  if (own.length !== printed.length) return merged
  let next = 0
  const kept = merged.split('\n').map((line) => {
    const found = printed.indexOf(line, next)
    if (found < 0) return line
    next = found + 1
    return own[found]
  })
  const joined = kept.join('\n')
  return JSON.stringify(parseDocument(joined).toJS()) === JSON.stringify(document.toJS()) ? joined : merged
}

/** The list of users, made where there is none; what is written as `{}` or `[]` opens up. */
function usersOf(document: Document) {
  for (let length = 1; length < place.length; length++) {
    const path = place.slice(0, length)
    if (!isMap(document.getIn(path))) document.setIn(path, document.createNode({}))
    const node = document.getIn(path)
    if (isMap(node) && node.items.length === 0) node.flow = false
  }
  if (!isSeq(document.getIn(place))) document.setIn(place, document.createNode([]))
  const list = document.getIn(place)
  if (!isSeq(list)) throw new Error('the list that was just made is not there')
  if (list.items.length === 0) list.flow = false
  return list
}

/** Whether anything of a user is another now. */
function update(document: Document, item: YAMLMap, user: ListedUser): boolean {
  const before = item.toJS(document) as Record<string, unknown>
  let isOther = false
  for (const [field, value] of Object.entries(user)) {
    if (JSON.stringify(before[field]) === JSON.stringify(value)) continue
    item.set(field, Array.isArray(value) ? document.createNode(value, { flow: true }) : value)
    isOther = true
  }
  return isOther
}
