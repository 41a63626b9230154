import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { IgnError } from '../../core/error.ts'
import { dataOf, type FileTree, secretFolder, type TreeFile } from '../../core/file-tree.ts'
import { compareText } from '../../core/issue.ts'
import type { Secret } from '../../core/secret.ts'
import { platformError } from '../errors.ts'
import {
  digestOf,
  earlierManifest,
  fileDigest,
  type Manifest,
  manifestPath,
  printManifest,
  readManifest,
  replacedFolder,
} from './manifest.ts'

export interface TreeChange {
  readonly path: string
  readonly change: 'added' | 'changed' | 'removed' | 'mode'
  /**
   * Set where somebody changed the file since it was generated: `user` alone, or `both` where the plant now makes
   * something else of it as well. Absent where only the plant did, or where that cannot be told.
   */
  readonly by?: 'user' | 'both'
}

export interface WriteOptions {
  /** Keys the digests of secret files; without it changes of those are not told from ours. */
  readonly key?: Secret
  /** Replaces what somebody changed; the changed files are kept below `.ign/replaced/`, secrets are not. */
  readonly replaceEdits?: boolean
}

/**
 * Writes a project into a folder: new and changed files only, each replaced at once, secrets closed before they hold
 * anything. Files of an earlier generation that are no longer part of it are removed; foreign files are left alone.
 * Links inside the folder are not followed: one in a file's place is replaced, one in a folder's place is refused.
 *
 * @throws platform.folder-foreign   when the folder holds files but none of ours, or a link where a folder belongs
 * @throws platform.file-edited      when somebody's changes would be lost
 * @throws platform.file-unwritable  when the disk refuses
 */
export function writeTree(folder: string, tree: FileTree, { key, replaceEdits }: WriteOptions = {}): TreeChange[] {
  try {
    refuseForeign(folder, tree)
    const changes = changesOf(folder, tree, key)
    refuseLinks(folder, [...tree.files, ...changes, { path: manifestPath }, { path: `${replacedFolder}/x` }])
    if (!replaceEdits) refuseEdits(folder, changes)
    const changed = new Set(changes.map((change) => change.path))
    mkdirSync(folder, { recursive: true })
    // before the first file, so that what a failure half-way leaves behind is known as ours
    const unknown = tree.files.filter(({ path }) => changed.has(path)).map(({ path }) => [path, null] as const)
    writeManifest(folder, new Map([...readManifest(folder), ...unknown]))
    for (const change of changes) if (isLost(change)) keepEdit(folder, change.path)
    if (tree.files.some((file) => file.secret)) closeSecretFolder(folder)
    for (const file of tree.files) {
      if (!changed.has(file.path)) continue
      mkdirSync(join(folder, dirname(file.path)), { recursive: true })
      writeOver(join(folder, file.path), file.bytes ? dataOf(file) : file.content, file.mode)
    }
    for (const { path, change } of changes) if (change === 'removed') removeFile(folder, path)
    writeManifest(folder, new Map(tree.files.map((file) => [file.path, fileDigest(file, key)])))
    rmSync(join(folder, earlierManifest), { force: true })
    return changes
  } catch (error) {
    if (error instanceof IgnError) throw error
    throw platformError('platform.file-unwritable', `cannot write to ${folder}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/**
 * What writing the tree would change in the folder, without touching it.
 *
 * @throws platform.file-unreadable  when the disk refuses
 */
export function compareTree(folder: string, tree: FileTree, key?: Secret): TreeChange[] {
  try {
    return changesOf(folder, tree, key)
  } catch (error) {
    throw platformError('platform.file-unreadable', `cannot read ${folder}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function changesOf(folder: string, tree: FileTree, key: Secret | undefined): TreeChange[] {
  const changes: TreeChange[] = []
  const manifest = readManifest(folder)
  for (const file of tree.files) {
    const path = join(folder, file.path)
    const stat = lstatSync(path, { throwIfNoEntry: false })
    const made = manifest.get(file.path)
    if (!stat?.isFile()) changes.push({ path: file.path, change: 'added', ...editOf(made, null, file, key) })
    else if (!holds(path, file))
      changes.push({ path: file.path, change: 'changed', ...editOf(made, readFileSync(path), file, key) })
    else if (process.platform !== 'win32' && (stat.mode & 0o777) !== file.mode)
      changes.push({ path: file.path, change: 'mode' })
  }
  const wanted = new Set(tree.files.map((file) => file.path))
  for (const [path, made] of manifest) {
    const stat = lstatSync(join(folder, path), { throwIfNoEntry: false })
    if (wanted.has(path) || !stat || stat.isDirectory()) continue
    const isEdited = made !== null && stat.isFile() && foundDigest(folder, path, key) !== made
    changes.push({ path, change: 'removed', ...(isEdited ? { by: 'both' } : {}) })
  }
  return changes.sort((a, b) => compareText(a.path, b.path))
}

const foundDigest = (folder: string, path: string, key: Secret | undefined): string | null =>
  digestOf(readFileSync(join(folder, path)), path.startsWith(`${secretFolder}/`), key)

/** Who made a file other than what was generated last: `made` is the digest of that, `found` what is there now. */
function editOf(
  made: string | null | undefined,
  found: Buffer | null,
  file: TreeFile,
  key: Secret | undefined,
): Pick<TreeChange, 'by'> {
  if (typeof made !== 'string') return {}
  if (found !== null && digestOf(found, file.secret === true, key) === made) return {}
  return { by: fileDigest(file, key) === made ? 'user' : 'both' }
}

/** A file that is gone is only made again. */
const isLost = ({ change, by }: TreeChange): boolean => by !== undefined && change !== 'added'

function refuseEdits(folder: string, changes: readonly TreeChange[]): void {
  const paths = changes.filter(isLost).map(({ path }) => path)
  if (paths.length === 0) return
  const list = paths.length > 5 ? `${paths.slice(0, 5).join(', ')} and ${paths.length - 5} more` : paths.join(', ')
  throw platformError('platform.file-edited', `somebody changed ${list} in ${folder} since it was generated`, {
    details: { paths },
  })
}

function keepEdit(folder: string, path: string): void {
  if (path.startsWith(`${secretFolder}/`)) return
  const target = join(folder, replacedFolder, path)
  mkdirSync(dirname(target), { recursive: true })
  writeOver(target, readFileSync(join(folder, path)), 0o600)
}

const holds = (path: string, file: TreeFile): boolean =>
  file.bytes ? readFileSync(path).equals(dataOf(file)) : readFileSync(path, 'utf8') === file.content

/** Text of a file of the folder, or undefined when there is none. */
export function readProjectFile(folder: string, path: string): string | undefined {
  const full = join(folder, path)
  return lstatSync(full, { throwIfNoEntry: false })?.isFile() ? readFileSync(full, 'utf8') : undefined
}

function writeManifest(folder: string, manifest: Manifest): void {
  mkdirSync(dirname(join(folder, manifestPath)), { recursive: true })
  writeOver(join(folder, manifestPath), printManifest(manifest), 0o644)
}

/** An existing folder is ours when it has our manifest; an empty one is free; anything else stays as it is. */
function refuseForeign(folder: string, tree: FileTree): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory() && !stat.isSymbolicLink())
    throw platformError('platform.folder-foreign', `${folder} is not a folder`)
  if ([manifestPath, earlierManifest].some((path) => existsSync(join(folder, path)))) return
  const clash = readdirSync(folder).filter((entry) =>
    tree.files.some((file) => file.path === entry || file.path.startsWith(`${entry}/`)),
  )
  if (clash.length > 0) {
    throw platformError(
      'platform.folder-foreign',
      `${folder} already holds ${clash.join(', ')}, which ign did not write`,
    )
  }
}

/** A link in place of a folder would lead what is written or removed below it to somewhere else. */
function refuseLinks(folder: string, entries: readonly { readonly path: string }[]): void {
  const parents = new Set(entries.flatMap(({ path }) => foldersAbove(path)))
  for (const parent of parents) {
    if (lstatSync(join(folder, parent), { throwIfNoEntry: false })?.isSymbolicLink())
      throw platformError('platform.folder-foreign', `${join(folder, parent)} is a link, where a folder belongs`)
  }
}

/** `a/b/c.txt` -> `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const steps = path.split('/').slice(0, -1)
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'))
}

function closeSecretFolder(folder: string): void {
  const path = join(folder, secretFolder)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
}

/**
 * Written beside and renamed, so that nobody ever reads half a file. The name beside cannot be foreseen, and a file or
 * link that has it all the same is not followed.
 *
 * @throws platform.file-unwritable
 */
export function writeOver(path: string, content: string | Buffer, mode: number): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    writeFileSync(temporary, content, { mode, flag: 'wx' })
    chmodSync(temporary, mode)
    renameSync(temporary, path)
  } catch (error) {
    discard(temporary)
    throw platformError('platform.file-unwritable', `cannot write ${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** Takes away what may be left of a file that could not be written; the reason why it could not is told elsewhere. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // its folder is none
  }
}

function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true })
  let parent = dirname(path)
  while (parent !== '.' && readdirSync(join(folder, parent)).length === 0) {
    rmdirSync(join(folder, parent))
    parent = dirname(parent)
  }
}
