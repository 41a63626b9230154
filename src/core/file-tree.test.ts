import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FileTree, isSafePath, maskedContent } from './file-tree.ts'

const file = (path: string, content = '', secret?: boolean) => ({
  path,
  mode: 0o644,
  content,
  ...(secret === undefined ? {} : { secret }),
})

describe('a file tree', () => {
  test('lists its files by code unit, whatever their order was', () => {
    const paths = ['b', 'a/b', 'B', 'a.b', 'a/a', '.env']

    const tree = new FileTree(paths.map((path) => file(path)))

    expect(tree.files.map(({ path }) => path)).toEqual(['.env', 'B', 'a.b', 'a/a', 'a/b', 'b'])
    expect(new FileTree([...tree.files].reverse())).toEqual(tree)
  })

  test('refuses two files at one path', () => {
    expect(() => new FileTree([file('a/b'), file('c'), file('a/b')])).toThrow('two files at a/b')
  })

  test('masks the content of secret files and nothing else', () => {
    const tree = new FileTree([file('a', 'open'), file('secrets/p', 'hidden', true), file('b', 'open', false)])

    expect(tree.masked().files.map(({ path, content }) => [path, content])).toEqual([
      ['a', 'open'],
      ['b', 'open'],
      ['secrets/p', maskedContent],
    ])
    expect(tree.get('secrets/p')?.content).toBe('hidden')
  })

  test('finds a file by its path', () => {
    const tree = new FileTree([file('a/b', 'x')])

    expect(tree.get('a/b')?.content).toBe('x')
    expect(tree.get('a')).toBeUndefined()
  })
})

describe('a path', () => {
  test.each([
    '',
    '/',
    '/etc/passwd',
    '..',
    '../x',
    'a/../b',
    'a/..',
    './a',
    'a/.',
    'a//b',
    'a/',
    'C:/x',
    'C:\\x',
    'a\\..\\b',
    'a\0b',
    'a\nb',
    'a b',
    '~/x',
    '$HOME/x',
    'a/*',
    'aux/ü',
    'x'.repeat(256),
  ])('%j is unsafe', (path) => {
    expect(isSafePath(path)).toBe(false)
    expect(() => new FileTree([file(path)])).toThrow('unsafe path')
  })

  test.each(['.env', 'README.md', 'config/a-b/x.yaml', 'a/..b/c', '...', 'a@b+c', 'x'.repeat(255)])(
    '%j is safe',
    (path) => {
      expect(isSafePath(path)).toBe(true)
    },
  )

  test('that is safe stays inside the tree, whatever it is made of', () => {
    const path = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('a', '.', '..', '', '/', '\\', ':', 'C:', '~', '\0', ' '), { maxLength: 8 })
        .map((steps) => steps.join('/')),
    )
    fc.assert(
      fc.property(path, (given) => {
        fc.pre(isSafePath(given))
        const url = new URL(given, 'file:///tree/')

        expect(url.pathname).toBe(`/tree/${given}`)
      }),
    )
  })
})
