import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { root } from './project.ts'

export interface Page {
  /** From the root of the repository, with `/`. */
  readonly path: string
  readonly text: string
}

/** Folders with pages that are not ours, or that a test made. */
const skipped = new Set(['node_modules', 'dist', 'demo', 'out', 'coverage', 'cases', 'expected', 'images', 'schemas'])

/** Every page of the documentation. */
export function pages(folder = ''): Page[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : pages(path)
    return entry.name.endsWith('.md') ? [pageAt(path)] : []
  })
}

export const pageAt = (path: string): Page => ({ path, text: readFileSync(join(root, path), 'utf8') })

export interface Block {
  readonly language: string
  readonly content: string
  /** Line of the page at which the content begins, from 1. */
  readonly line: number
}

/** Code blocks between fences. */
export function blocks({ text }: Page): Block[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    content: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length + 1,
  }))
}

/** The page without its code blocks: what is left is prose. */
const prose = ({ text }: Page): string => text.replace(/^```\w*\n[\s\S]*?^```$/gm, '')

/** Code inside of sentences. */
export const inlineCode = (page: Page): string[] =>
  [...prose(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

export const headings = (page: Page, level: number): string[] =>
  [...prose(page).matchAll(/^(#+) (.*)$/gm)].flatMap(([, marks, title]) =>
    marks?.length === level ? [title ?? ''] : [],
  )

/** Links of a page to files and places of the repository that are not there. */
export function brokenLinks(page: Page, known: ReadonlyMap<string, Page>, exists: (path: string) => boolean): string[] {
  const plain = prose(page).replace(/`[^`\n]*`/g, '')
  return [...plain.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return []
    const [file = '', anchor] = link.split('#')
    const path = file === '' ? page.path : posix.normalize(posix.join(dirname(page.path), file))
    if (!exists(path)) return [`${page.path}: ${link}`]
    const target = known.get(path)
    return anchor === undefined || (target && anchors(target).has(anchor))
      ? []
      : [`${page.path}: ${link} (no such place)`]
  })
}

/** Places of a page as GitHub names them: lower case, no punctuation, hyphens for spaces. */
function anchors(page: Page): Set<string> {
  const titles = [1, 2, 3, 4].flatMap((level) => headings(page, level))
  return new Set(
    titles.map((title) =>
      title
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  )
}
