import { createHash } from 'node:crypto'
import type { FileTree } from '../../core/file-tree.ts'
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
  tree.files.map(({ path, mode, content }) => ({
    path,
    mode: `0${mode.toString(8)}`,
    bytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
  }))

/** Which secrets there are and in which file of the project, never their values. */
export const secretFacts = (blueprint: Blueprint): { name: string; where: string }[] =>
  blueprint.secrets.map(({ file }) => ({ name: file, where: `secrets/${file}` }))
