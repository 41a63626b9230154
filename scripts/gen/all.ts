import { catalogSource } from './catalog.ts'
import { templatesSource } from './templates.ts'

/** Path and content of generated files. */
export type Generated = Map<string, string>

/** Lists that the sources import. They are read from folders only, so that they can be made while they are stale. */
export const lists = (root: string): Generated =>
  new Map([
    ['src/catalog/catalog.gen.ts', catalogSource(root)],
    ['src/stack/templates.gen.ts', templatesSource(root)],
  ])

/** Pages that are made from the sources, and so from fresh lists: loaded only after those have been written. */
export async function pages(root: string): Promise<Generated> {
  const { referencePages } = await import('./reference.ts')
  return referencePages(root)
}

/** Every file of this folder is generated: what no generator makes any more is removed. */
export const generatedFolder = 'docs/reference'

/** Path and content of every generated file of the repository. */
export async function generated(root: string): Promise<Generated> {
  return new Map([...lists(root), ...(await pages(root))])
}
