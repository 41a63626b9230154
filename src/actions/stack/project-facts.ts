import { createHash } from 'node:crypto'
import { dataOf, type FileTree } from '../../core/file-tree.ts'
import type { Blueprint } from '../../stack/index.ts'

export interface FileFact {
  readonly path: string
  /** Octal, as `ls` and `chmod` show it: `0644`. */
  readonly mode: string
  readonly bytes: number
  readonly sha256: string
}

/** What a project consists of, without its contents. */
export const fileFacts = (tree: FileTree): FileFact[] =>
  tree.files.map((file) => {
    const data = dataOf(file)
    return {
      path: file.path,
      mode: `0${file.mode.toString(8)}`,
      bytes: data.length,
      sha256: createHash('sha256').update(data).digest('hex'),
    }
  })

/** Which secrets there are and in which file of the project, never their values. */
export const secretFacts = (blueprint: Blueprint): { name: string; where: string }[] =>
  blueprint.secrets.map(({ file }) => ({ name: file, where: `secrets/${file}` }))
