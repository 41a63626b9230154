import { type Document, isMap, parseDocument, type YAMLMap } from 'yaml'

/**
 * Changes to a plant file as text: each takes the text and gives the new one. Comments, order and the writing of all
 * that is not touched stay as they are.
 */

export type Step = string | number

const empty = 'version: 1\nname: plant\nservices: {}\n'

/** A plant file with nothing in it yet. */
export const newPlant = (name: string): string => empty.replace('plant', name)

/** Sets what is at a path, making the mappings on the way; `undefined` removes it and the mappings that it empties. */
export function setAt(text: string, path: readonly Step[], value: unknown): string {
  return change(text, (document) => {
    if (value === undefined) removeAt(document, path)
    else {
      openFlow(document, path)
      document.setIn(path, value)
    }
  })
}

/** Adds a service under a name that is not taken yet, and tells the name. */
export function addService(text: string, uses: string, base = uses): { text: string; name: string } {
  const name = freeName(base, serviceNames(text))
  return { text: setAt(text, ['services', name], { uses }), name }
}

/** Removes a service, and its name from what others connect to and wait for. */
export function removeService(text: string, name: string): string {
  return change(text, (document) => {
    document.deleteIn(['services', name])
    replaceReferences(document, name, undefined)
  })
}

/** A copy under a new name; ports that were given stay with the original, because two cannot have them. */
export function duplicateService(text: string, name: string): { text: string; name: string } {
  const document = parseDocument(text)
  const node = document.getIn(['services', name], true)
  const copy = freeName(name.replace(/-\d+$/, ''), serviceNames(text))
  const value = isMap(node) ? (node.toJS(document) as Record<string, unknown>) : {}
  const { ports: _, host: __, ...rest } = value
  return { text: setAt(text, ['services', copy], rest), name: copy }
}

/** Gives a service another name, also where others name it. */
export function renameService(text: string, from: string, to: string): string {
  return change(text, (document) => {
    const services = document.get('services')
    if (!isMap(services)) return
    const pair = services.items.find((item) => keyOf(item.key) === from)
    if (!pair) return
    pair.key = document.createNode(to)
    replaceReferences(document, from, to)
  })
}

/** The text that was read last: every field of a form asks the same one. */
let lastRead: { readonly text: string; readonly document: ReturnType<typeof parseDocument> } | undefined

/** The text as a document that nobody changes. */
function read(text: string): ReturnType<typeof parseDocument> {
  if (lastRead?.text !== text) lastRead = { text, document: parseDocument(text) }
  return lastRead.document
}

export function serviceNames(text: string): string[] {
  const services = read(text).get('services')
  return isMap(services) ? services.items.map(({ key }) => keyOf(key)) : []
}

/** What is at a path, as a plain value; undefined where there is nothing or the text cannot be read. */
export function valueAt(text: string, path: readonly Step[]): unknown {
  const document = read(text)
  if (document.errors.length > 0) return undefined
  const node = document.getIn(path, true)
  return node !== null && typeof node === 'object' && 'toJS' in node
    ? (node as { toJS: (document: Document) => unknown }).toJS(document as Document)
    : undefined
}

/** Offset of what a path leads to, for the editor; of its nearest parent where it is not there. */
export function offsetOf(text: string, path: readonly Step[]): number {
  const document = read(text)
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined
    if (node?.range) return node.range[0] ?? 0
  }
  return 0
}

/** `history`, then `history-2`, `history-3`, … */
export function freeName(base: string, taken: readonly string[]): string {
  let name = base
  for (let count = 2; taken.includes(name); count++) name = `${base}-${count}`
  return name
}

/** Text that cannot be read is left alone: nothing typed is ever lost. */
function change(text: string, edit: (document: Document) => void): string {
  const document = parseDocument(text === '' ? empty : text)
  if (document.errors.length > 0) return text
  edit(document as Document)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

const keyOf = (key: unknown): string => String((key as { value?: unknown } | null)?.value ?? key)

/** `services: {}` opens up when something comes into it; a service on one line stays on one line. */
function openFlow(document: Document, path: readonly Step[]): void {
  for (let length = 1; length < Math.min(path.length, 2); length++) {
    const node = document.getIn(path.slice(0, length), true)
    if (isMap(node)) node.flow = false
  }
}

function removeAt(document: Document, path: readonly Step[]): void {
  document.deleteIn(path)
  for (let length = path.length - 1; length > 1; length--) {
    const parent = document.getIn(path.slice(0, length), true)
    if (!isMap(parent) || parent.items.length > 0) return
    document.deleteIn(path.slice(0, length))
  }
}

/** Where services name each other: `connect` (a name or a list of them) and `after`. */
function replaceReferences(document: Document, from: string, to: string | undefined): void {
  const services = document.get('services')
  if (!isMap(services)) return
  for (const { key } of services.items) {
    const base = ['services', keyOf(key)]
    replaceIn(document, [...base, 'after'], from, to)
    const connect = document.getIn([...base, 'connect'], true)
    if (isMap(connect))
      for (const ability of keysOf(connect)) replaceIn(document, [...base, 'connect', ability], from, to)
  }
}

const keysOf = (map: YAMLMap): string[] => map.items.map(({ key }) => keyOf(key))

function replaceIn(document: Document, path: readonly Step[], from: string, to: string | undefined): void {
  const node = document.getIn(path)
  const value = node !== null && typeof node === 'object' && 'toJSON' in node ? (node as YAMLMap).toJSON() : node
  if (value === from) {
    if (to === undefined) removeAt(document, path)
    else document.setIn(path, to)
  } else if (Array.isArray(value) && value.includes(from)) {
    const list = value.flatMap((name: unknown) => (name === from ? (to === undefined ? [] : [to]) : [name]))
    if (list.length === 0) removeAt(document, path)
    else document.setIn(path, document.createNode(list, { flow: true }))
  }
}

/** What a service may be called: it is a host name of the stack. The server checks the same. */
export const isServiceName = (name: string): boolean => /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)
