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
import { type FileTree, secretFolder } from '../../core/file-tree.ts'
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
 *
 * @throws platform.folder-foreign   when the folder holds files but none of ours
 * @throws platform.file-unwritable  when the disk refuses
 */
export function writeTree(folder: string, tree: FileTree): TreeChange[] {
  refuseForeign(folder, tree)
  const changes = compareTree(folder, tree)
  try {
    mkdirSync(folder, { recursive: true })
    for (const file of tree.files) {
      if (!changes.some((change) => change.path === file.path)) continue
      const path = join(folder, file.path)
      makeFolders(folder, file.path)
      writeOver(path, file.content, file.mode)
    }
    for (const { path, change } of changes) if (change === 'removed') removeFile(folder, path)
    writeOver(join(folder, manifestName), `${tree.files.map((file) => file.path).join('\n')}\n`, 0o644)
  } catch (error) {
    throw platformError('platform.file-unwritable', `cannot write to ${folder}: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return changes
}

/** What writing the tree would change in the folder, without touching it. */
export function compareTree(folder: string, tree: FileTree): TreeChange[] {
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
    if (!wanted.has(path) && existsSync(join(folder, path))) changes.push({ path, change: 'removed' })
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
  return text.split('\n').filter((path) => path !== '' && !path.split('/').includes('..') && !path.startsWith('/'))
}

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

function makeFolders(folder: string, path: string): void {
  const isSecret = path.startsWith(`${secretFolder}/`)
  const parent = join(folder, dirname(path))
  mkdirSync(parent, { recursive: true, mode: isSecret ? 0o700 : 0o755 })
  if (isSecret) chmodSync(parent, 0o700)
}

/** Written beside and renamed, so that nobody ever reads half a file. */
export function writeOver(path: string, content: string | Buffer, mode: number): void {
  const temporary = `${path}.${process.pid}.new`
  try {
    writeFileSync(temporary, content, { mode })
    chmodSync(temporary, mode)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
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
