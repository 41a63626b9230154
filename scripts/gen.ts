import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFolder, lists, pages } from './gen/all.ts'

/** Writes every generated file and removes those that nothing makes any more; `--check` only tells which are stale. */
const root = join(import.meta.dirname, '..')
const isCheck = process.argv.includes('--check')
let stale = 0

write(lists(root))
const reference = await pages(root)
write(reference)
removeOthers(reference)
if (isCheck && stale > 0) process.exitCode = 1

function write(files: ReadonlyMap<string, string>): void {
  for (const [path, content] of files) {
    const full = join(root, path)
    if (existsSync(full) && readFileSync(full, 'utf8') === content) continue
    tell('written', path)
    if (isCheck) continue
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, content)
  }
}

function removeOthers(wanted: ReadonlyMap<string, string>): void {
  const folder = join(root, generatedFolder)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name)
    const path = `${generatedFolder}${full.slice(folder.length).replaceAll('\\', '/')}`
    if (!entry.isFile() || wanted.has(path)) continue
    tell('removed', path)
    if (!isCheck) rmSync(full)
  }
}

function tell(what: string, path: string): void {
  stale++
  process.stderr.write(`${isCheck ? 'stale' : what}: ${path}\n`)
}
