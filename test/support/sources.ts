import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Source {
  /** From the root of the repository, with `/`. */
  readonly path: string
  /** First folder below `src/`. */
  readonly room: string
  readonly text: string
  readonly imports: readonly Import[]
}

export interface Import {
  readonly line: number
  /** As it stands in the text. */
  readonly specifier: string
  /** `lazy` is `import()`; `type` leaves nothing behind when it runs. */
  readonly kind: 'static' | 'lazy' | 'type'
}

/** Every source of the program, tests left out. */
export function sources(): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.includes('/cases/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, room: path.split('/')[1] ?? '', text, imports: importsOf(text) }
    })
}

const statement = /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?(['"])([^'"]+)\2/gm
const call = /\bimport\(\s*(['"])([^'"]+)\1\s*\)/g

export function importsOf(text: string): Import[] {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  const found: Import[] = []
  for (const match of text.matchAll(statement))
    found.push({ line: lineOf(match.index), specifier: match[3] as string, kind: match[1] ? 'type' : 'static' })
  for (const match of text.matchAll(call)) {
    // in a type, import('…').Name is written the same way
    const isType =
      /^\s*\./.test(text.slice(match.index + match[0].length)) && !/await\s*$/.test(text.slice(0, match.index))
    found.push({ line: lineOf(match.index), specifier: match[2] as string, kind: isType ? 'type' : 'lazy' })
  }
  return found
}

/** Path of what a relative import names, or undefined for a package or a built-in module. */
export const targetOf = (source: Source, { specifier }: Import): string | undefined =>
  specifier.startsWith('.') ? join(source.path, '..', specifier).replaceAll('\\', '/') : undefined
