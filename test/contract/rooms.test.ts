import { describe, expect, test } from 'vitest'
import { importsOf, type Source, sources, targetOf } from '../support/sources.ts'

/** Which rooms a room may use. Lower rooms know nothing of upper ones; the doors know only what they open. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  catalog: ['core'],
  stack: ['core', 'catalog'],
  platform: ['core'],
  containers: ['core', 'platform'],
  actions: ['core', 'catalog', 'stack', 'platform', 'containers'],
  cli: ['core', 'platform', 'actions'],
  api: ['core', 'platform', 'actions'],
  // runs in browsers: what computes alone may come along, of the server it knows the answers
  web: ['core'],
}

/** Edges that the table does not allow and that are there all the same, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'cli -> api: src/api/listen.ts (lazy)': 'ign serve and ign demo start the server when they are run',
  'cli -> containers: src/containers/index.ts (lazy)': 'to be moved behind actions: the context connects the engine',
  'api -> stack: src/stack/index.ts (static)':
    'to be moved behind actions: the older shape’s schema for the description',
}

/** Rooms that only compute: the same input gives the same bytes, today and anywhere. */
const pure = ['core', 'catalog', 'stack']

const all = sources()

interface Edge {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly key: string
}

const edges: Edge[] = all.flatMap((source) =>
  source.imports.flatMap((one) => {
    const target = targetOf(source, one)
    const room = target?.split('/')[1]
    if (target === undefined || room === undefined || room === source.room) return []
    return {
      from: source.room,
      to: room,
      text: `${source.path}:${one.line} imports ${target}; ${source.room} may import: ${allowed[source.room]?.join(', ') || 'nothing'}`,
      key: `${source.room} -> ${room}: ${target} (${one.kind})`,
    }
  }),
)

describe('rooms', () => {
  test('are all known, with what they may import', () => {
    expect([...new Set(all.map(({ room }) => room))].sort()).toEqual(Object.keys(allowed).sort())
  })

  test('import only what lies below them, types included', () => {
    const offending = edges.filter(({ from, to, key }) => !allowed[from]?.includes(to) && !(key in exceptions))

    expect(offending.map(({ text }) => text)).toEqual([])
  })

  test('have no exception that nobody needs any more', () => {
    const keys = new Set(edges.map(({ key }) => key))

    expect(Object.keys(exceptions).filter((key) => !keys.has(key))).toEqual([])
  })

  test('are not left by way of src/ itself or of tests', () => {
    const odd = all.flatMap((source) =>
      source.imports
        .map((one) => ({ one, target: targetOf(source, one) }))
        .filter(({ target }) => target !== undefined && (!target.startsWith('src/') || target.includes('.test.')))
        // the sources read the version where they run without a build
        .map(({ one, target }) => `${source.path}:${one.line} imports ${target}`),
    )

    expect(odd).toEqual([])
  })
})

describe.each(pure)('%s', (room) => {
  const own = all.filter((source) => source.room === room)

  test('imports nothing that reads or changes the world', () => {
    /** Of Node's own modules these compute only. */
    const computing = ['node:crypto', 'node:util', 'node:net']
    const offending = own.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => specifier.startsWith('node:') && !computing.includes(specifier))
        .map(({ line, specifier }) => `${path}:${line} imports ${specifier}`),
    )

    expect(offending).toEqual([])
  })

  test('asks neither clock nor chance nor environment, and talks to nobody', () => {
    const words =
      /\b(Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|randomBytes\(|randomUUID\(|process\.(?!versions)|console\.|fetch\(|setTimeout\(|setInterval\()/
    const offending = own.flatMap((source) => linesOf(source).filter(({ code }) => words.test(code)))

    expect(offending.map(({ place, code }) => `${place}: ${code.trim()}`)).toEqual([])
  })
})

/** Lines of a source without what stands in comments and texts: generated scripts may ask the clock. */
function linesOf({ path, text }: Source): { place: string; code: string }[] {
  return withoutTexts(text)
    .split('\n')
    .map((code, index) => ({ place: `${path}:${index + 1}`, code }))
}

const withoutTexts = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, (part) =>
    part.replace(/[^\n]/g, ' '),
  )

describe('the reader of imports', () => {
  test('finds every way to write one', () => {
    const text = [
      "import a from './a.ts'",
      "import './b.ts'",
      'import type { C } from "./c.ts"',
      "import {\n  d,\n  type E,\n} from './d.ts'",
      "export * from './f.ts'",
      "export { g } from './g.ts'",
      "export type { H } from './h.ts'",
      "const i = await import('./i.ts')",
      "let j: import('./j.ts').J",
      "const text = 'words from somewhere'",
    ].join('\n')

    expect(importsOf(text)).toEqual([
      { line: 1, specifier: './a.ts', kind: 'static' },
      { line: 2, specifier: './b.ts', kind: 'static' },
      { line: 3, specifier: './c.ts', kind: 'type' },
      { line: 4, specifier: './d.ts', kind: 'static' },
      { line: 8, specifier: './f.ts', kind: 'static' },
      { line: 9, specifier: './g.ts', kind: 'static' },
      { line: 10, specifier: './h.ts', kind: 'type' },
      { line: 11, specifier: './i.ts', kind: 'lazy' },
      { line: 12, specifier: './j.ts', kind: 'type' },
    ])
  })
})
