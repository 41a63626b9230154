import { catalogSource } from './catalog.ts'
import { templatesSource } from './templates.ts'

/** Path and content of every generated file of the repository. */
export async function generated(root: string): Promise<Map<string, string>> {
  return new Map([
    ['src/catalog/catalog.gen.ts', catalogSource(root)],
    ['src/stack/templates.gen.ts', templatesSource(root)],
  ])
}
