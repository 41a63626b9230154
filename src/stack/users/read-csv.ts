import Papa from 'papaparse'
import { type Issue, type Position, sortIssues } from '../../core/issue.ts'
import { didYouMean } from '../../core/nearest.ts'
import { secretReference } from '../../core/secret.ts'
import type { StackCode } from '../errors.ts'
import { limited, printable, schemaIssues } from '../schema-issues.ts'
import { OidcUserSpec } from '../spec.ts'

/** A user as a list has it: what a list does not say is absent. */
export interface ListedUser {
  readonly username: string
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
  readonly roles?: readonly string[]
  readonly groups?: readonly string[]
  /** A reference, never a password. */
  readonly password?: string
}

export interface UserList {
  /** Empty where there is any issue. */
  readonly users: readonly ListedUser[]
  readonly issues: readonly Issue[]
  /** Where in the list something about a user stands. */
  readonly at: (username: string, field?: string) => Position | undefined
}

type Field = keyof ListedUser

/** Words over a column, in the letters that are left of them: `First name`, `first_name` and `Vorname`. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  username: ['username', 'user', 'login', 'benutzername', 'benutzer', 'anmeldename'],
  email: ['email', 'mail', 'emailadresse', 'emailaddress'],
  firstName: ['firstname', 'givenname', 'vorname'],
  lastName: ['lastname', 'surname', 'familyname', 'nachname', 'name'],
  roles: ['roles', 'role', 'rollen', 'rolle'],
  groups: ['groups', 'group', 'gruppen', 'gruppe'],
  password: ['password', 'passwort', 'kennwort'],
}
const fields = Object.keys(headings) as Field[]
const lists: readonly Field[] = ['roles', 'groups']

const maxBytes = 1_048_576
const maxUsers = 1000

interface Row {
  readonly cells: readonly string[]
  readonly at: (column: number) => Position
}

/**
 * Users out of a list as spreadsheets write it: columns in any order, separated by comma, semicolon or tab. All problems
 * are told at once, each with its place.
 */
export function readUserList(text: string, file: string): UserList {
  const issues: Issue[] = []
  const note = (code: StackCode, path: Issue['path'], at: Position, message: string, hint: string) => {
    issues.push({ severity: 'error', code, path, message, hint, at })
  }
  const start = { file, line: 1, column: 1 }
  const nothing = (): UserList => ({ users: [], issues: limited(sortIssues(issues)), at: () => undefined })
  if (text.length > maxBytes) {
    note(
      'stack.too-large',
      ['users'],
      start,
      `${file} is larger than 1 MiB`,
      'Name the right file, or make it several.',
    )
    return nothing()
  }
  const { rows, faults } = readRows(text, file)
  for (const at of faults) {
    note(
      'stack.unreadable',
      ['users'],
      at,
      'a quotation mark does not fit',
      'Close the quotation, and write "" for one within it.',
    )
  }
  const [head, ...body] = rows
  if (!head) note('stack.empty', ['users'], start, `${file} has no users`, 'Begin with a line that names the columns.')
  if (!head || faults.length > 0) return nothing()
  const columns = readHead(head, note)
  if (issues.length > 0) return nothing()
  if (body.length > maxUsers) {
    const message = `${file} has ${body.length} users; a plant takes ${maxUsers}`
    note('stack.too-large', ['users'], start, message, 'Keep the others in the identity provider itself.')
    return nothing()
  }
  const users: ListedUser[] = []
  const places = new Map<string, (field?: string) => Position>()
  const taken = { username: new Map<string, number>(), email: new Map<string, number>() }
  for (const [index, row] of body.entries()) {
    const at = (field?: string) => row.at(Math.max(0, columns.indexOf(field as Field)))
    const user = readRow(row, columns, ['users', index], note)
    const known = issues.length
    const { error } = OidcUserSpec.safeParse(user, { reportInput: true })
    for (const issue of error ? schemaIssues(OidcUserSpec, error, ['users', index]) : []) {
      issues.push({ ...issue, at: at(String(issue.path[2] ?? '')) })
    }
    for (const key of ['username', 'email'] as const) {
      const value = user[key]?.toLowerCase()
      if (value === undefined) continue
      const first = taken[key].get(value)
      const message = `"${printable(value)}" stands in line ${first} already`
      const hint = key === 'username' ? 'Remove one of the two lines.' : 'Give one of them another address.'
      if (first !== undefined) note('stack.duplicate-name', ['users', index, key], at(key), message, hint)
      else taken[key].set(value, at(key).line)
    }
    if (issues.length === known) users.push(user as ListedUser)
    places.set(user.username ?? '', at)
  }
  if (body.length === 0) note('stack.empty', ['users'], start, `${file} has no users`, 'Add a line for each.')
  if (issues.length > 0) return nothing()
  return { users, issues: [], at: (username, field) => places.get(username)?.(field) }
}

type Note = (code: StackCode, path: Issue['path'], at: Position, message: string, hint: string) => void

/** The field of each column; a column without a heading and without cells is none. */
function readHead(head: Row, note: Note): (Field | undefined)[] {
  const known = fields.flatMap((field) => headings[field])
  const columns = head.cells.map((cell, column) => {
    const word = lettersOf(cell)
    const field = fields.find((one) => headings[one].includes(word))
    if (field === undefined && word !== '') {
      const hint = didYouMean(word, known, `Known columns: ${fields.join(', ')}.`)
      note(
        'stack.unknown-key',
        ['users', 'columns', column],
        head.at(column),
        `unknown column "${printable(cell)}"`,
        hint,
      )
    }
    return field
  })
  for (const [column, field] of columns.entries()) {
    if (field === undefined || columns.indexOf(field) === column) continue
    const message = `two columns are the ${field}`
    note('stack.duplicate-name', ['users', 'columns', column], head.at(column), message, 'Remove one of the two.')
  }
  for (const field of ['username', 'email'] as const) {
    if (columns.includes(field)) continue
    const message = `the column "${field}" is missing`
    note('stack.missing-value', ['users', 'columns'], head.at(0), message, 'Name the columns in the first line.')
  }
  return columns
}

const lettersOf = (cell: string): string => cell.toLowerCase().replace(/[^\p{L}]/gu, '')

/** Empty cells say nothing. */
function readRow(
  row: Row,
  columns: readonly (Field | undefined)[],
  path: Issue['path'],
  note: Note,
): Partial<ListedUser> {
  const user: Record<string, string | string[]> = {}
  for (const [column, cell] of row.cells.entries()) {
    const field = columns[column]
    const text = cell.trim()
    if (text === '') continue
    if (field === undefined) {
      const message = 'there are more cells than columns'
      note('stack.unknown-key', path, row.at(column), message, 'Put a cell with separators in it into quotation marks.')
      break
    }
    // the value is a password: it is not repeated
    if (field === 'password' && !secretReference.test(text)) {
      const hint = 'Empty the cell: each user gets a temporary password. Or name your own as env:NAME or file:PATH.'
      note('stack.invalid-value', [...path, field], row.at(column), 'a password in clear is not taken', hint)
      continue
    }
    user[field] = lists.includes(field) ? text.split(/[\s,;|]+/).filter((word) => word !== '') : text
  }
  return user
}

/** Rows that have any text, and places where quotation marks do not fit. */
function readRows(given: string, file: string): { rows: Row[]; faults: Position[] } {
  const text = given.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const delimiter = delimiterOf(text)
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  const placeOf = (offset: number): Position => {
    const line = lineStarts.findLastIndex((from) => from <= offset)
    return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 }
  }
  const rows: Row[] = []
  const faults = new Map<number, Position>()
  let from = 0
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }) => {
      const start = from
      for (const { type, index } of errors) {
        if (type === 'Quotes') faults.set(index ?? start, placeOf(index ?? start))
      }
      if (data.some((cell) => cell.trim() !== '')) {
        rows.push({ cells: data, at: (column) => placeOf(start + cellStart(text, start, column, delimiter)) })
      }
      from = meta.cursor
    },
  })
  return { rows, faults: [...faults.values()] }
}

/** The separator that the first line has most of. */
function delimiterOf(text: string): string {
  const first = text.trimStart().split('\n', 1)[0] ?? ''
  const plain = first.replace(/"[^"]*"/g, '')
  const count = (separator: string) => plain.split(separator).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

/** How far from the start of its row a cell begins. The row was read before: its quotation marks fit. */
function cellStart(text: string, start: number, column: number, delimiter: string): number {
  let at = start
  for (let passed = 0; passed < column; passed++) {
    if (text[at] === '"') {
      at++
      while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1
    }
    const next = text.indexOf(delimiter, at)
    // a row may have fewer cells than there are columns
    const end = text.indexOf('\n', at)
    if (next < 0 || (end >= 0 && end < next)) break
    at = next + 1
  }
  return at - start
}
