import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generated } from './gen/all.ts'

/** Writes every generated file; `--check` only tells which are stale. */
const root = join(import.meta.dirname, '..')
const isCheck = process.argv.includes('--check')
let stale = 0
for (const [path, content] of await generated(root)) {
  const full = join(root, path)
  let current: string | undefined
  try {
    current = readFileSync(full, 'utf8')
  } catch {
    current = undefined
  }
  if (current === content) continue
  stale++
  process.stderr.write(`${isCheck ? 'stale' : 'written'}: ${path}\n`)
  if (isCheck) continue
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
}
if (isCheck && stale > 0) process.exitCode = 1
