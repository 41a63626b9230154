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
import { type FileTree, isSafePath, secretFolder } from '../../core/file-tree.ts'
import { compareText } from '../../core/issue.ts'
import { platformError } from '../errors.ts'

/** Names what we wrote, so that the next generation removes files that are no longer part of the project. */
const manifestName = '.ign-files'

export interface TreeChange {
  readonly path: string
  readonly change: 'added' | 'changed' | 'removed' | 'mode'
}

/**
 * Writes a project into a folder: new and changed files only, each replaced at once, secrets closed before they hold
 * anything. Files of an earlier generation that are no longer part of it are removed; foreign files are left alone.
 * Links inside the folder are not followed: one in a file's place is replaced, one in a folder's place is refused.
 *
 * @throws platform.folder-foreign   when the folder holds files but none of ours, or a link where a folder belongs
 * @throws platform.file-unwritable  when the disk refuses
 */
export function writeTree(folder: string, tree: FileTree): TreeChange[] {
  try {
    refuseForeign(folder, tree)
    const changes = changesOf(folder, tree)
    refuseLinks(folder, [...tree.files, ...changes])
    const changed = new Set(changes.map((change) => change.path))
    const paths = tree.files.map((file) => file.path)
    mkdirSync(folder, { recursive: true })
    // before the first file, so that what a failure half-way leaves behind is known as ours
    writeManifest(folder, [...new Set([...manifest(folder), ...paths])])
    if (tree.files.some((file) => file.secret)) closeSecretFolder(folder)
    for (const { path, content, mode } of tree.files) {
      if (!changed.has(path)) continue
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeOver(join(folder, path), content, mode)
    }
    for (const { path, change } of changes) if (change === 'removed') removeFile(folder, path)
    writeManifest(folder, paths)
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
export function compareTree(folder: string, tree: FileTree): TreeChange[] {
  try {
    return changesOf(folder, tree)
  } catch (error) {
    throw platformError('platform.file-unreadable', `cannot read ${folder}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function changesOf(folder: string, tree: FileTree): TreeChange[] {
  const changes: TreeChange[] = []
  for (const file of tree.files) {
    const path = join(folder, file.path)
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile()) changes.push({ path: file.path, change: 'added' })
    else if (readFileSync(path, 'utf8') !== file.content) changes.push({ path: file.path, change: 'changed' })
    else if (process.platform !== 'win32' && (stat.mode & 0o777) !== file.mode)
      changes.push({ path: file.path, change: 'mode' })
  }
  const wanted = new Set(tree.files.map((file) => file.path))
  for (const path of manifest(folder)) {
    const stat = lstatSync(join(folder, path), { throwIfNoEntry: false })
    if (!wanted.has(path) && stat && !stat.isDirectory()) changes.push({ path, change: 'removed' })
  }
  return changes.sort((a, b) => compareText(a.path, b.path))
}

/** Text of a file of the folder, or undefined when there is none. */
export function readProjectFile(folder: string, path: string): string | undefined {
  const full = join(folder, path)
  return lstatSync(full, { throwIfNoEntry: false })?.isFile() ? readFileSync(full, 'utf8') : undefined
}

function manifest(folder: string): string[] {
  const text = readProjectFile(folder, manifestName) ?? ''
  // only what a tree can hold: a manifest that somebody edited must not make us remove other files
  return text.split('\n').filter(isSafePath)
}

const writeManifest = (folder: string, paths: readonly string[]): void =>
  writeOver(join(folder, manifestName), `${paths.join('\n')}\n`, 0o644)

/** An existing folder is ours when it has our manifest; an empty one is free; anything else stays as it is. */
function refuseForeign(folder: string, tree: FileTree): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isDirectory() && !stat.isSymbolicLink())
    throw platformError('platform.folder-foreign', `${folder} is not a folder`)
  if (existsSync(join(folder, manifestName))) return
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
