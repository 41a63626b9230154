import { createHash, createHmac } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataOf, isSafePath, type TreeFile } from '../../core/file-tree.ts'
import { compareText } from '../../core/issue.ts'
import type { Secret } from '../../core/secret.ts'

/**
 * What was generated into a folder, kept there: the next generation removes files that are no longer part of the
 * project, and tells what a person changed since from what the plant changed.
 */
export const manifestPath = '.ign/manifest.json'

/** Where a file goes that a person changed and a generation was told to replace. */
export const replacedFolder = '.ign/replaced'

/** The list of paths that earlier versions kept. */
export const earlierManifest = '.ign-files'

/** Path -> digest of what was generated; null where that is not known, such as after a failure half-way. */
export type Manifest = ReadonlyMap<string, string | null>

/** Empty for a folder without one. What somebody wrote into it names no file outside the folder. */
export function readManifest(folder: string): Manifest {
  const text = textOf(join(folder, manifestPath))
  if (text === undefined) {
    const paths = (textOf(join(folder, earlierManifest)) ?? '').split('\n')
    return new Map(paths.filter(isSafePath).map((path) => [path, null]))
  }
  return new Map(
    entriesOf(text).flatMap(([path, digest]) =>
      isSafePath(path) ? [[path, typeof digest === 'string' ? digest : null] as const] : [],
    ),
  )
}

export function printManifest(manifest: Manifest): string {
  const files = Object.fromEntries([...manifest].sort(([a], [b]) => compareText(a, b)))
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`
}

/**
 * A digest that stands for the content. That of a secret is keyed, so that it tells nothing about a weak password;
 * without a key there is none.
 */
export function digestOf(data: Buffer, isSecret: boolean, key: Secret | undefined): string | null {
  if (!isSecret) return createHash('sha256').update(data).digest('hex')
  const text = key?.reveal()
  return text ? createHmac('sha256', text).update(data).digest('hex') : null
}

export const fileDigest = (file: TreeFile, key: Secret | undefined): string | null =>
  digestOf(dataOf(file), file.secret === true, key)

function entriesOf(text: string): [string, unknown][] {
  try {
    const { files } = JSON.parse(text) as { files?: unknown }
    return typeof files === 'object' && files !== null ? Object.entries(files) : []
  } catch {
    return []
  }
}

/** A link in its place is none of ours. */
const textOf = (path: string): string | undefined =>
  lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined
