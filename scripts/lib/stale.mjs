import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the built program is made of, apart from `src/`. */
const BUILD_INPUTS = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.ts', 'src']

export const INSTALL_STAMP = join('node_modules', '.ign-install')
export const BUILD_STAMP = join('dist', '.ign-build')

/**
 * @param {string} root project folder
 * @returns {{ stale: boolean, stamp: string }} `stamp` is what to write once the packages are installed
 */
export function installState(root) {
  // A folder shared between two systems (a container and its host) needs other binaries on each.
  const stamp = `${process.platform}-${process.arch} ${fingerprint(root, ['package-lock.json'])}`
  return { stale: readStamp(join(root, INSTALL_STAMP)) !== stamp, stamp }
}

/**
 * @param {string} root project folder
 * @returns {{ stale: boolean, stamp: string }} `stamp` is what to write once the program is built
 */
export function buildState(root) {
  const stamp = fingerprint(root, BUILD_INPUTS)
  const isBuilt = existsSync(join(root, 'dist', 'main.js'))
  return { stale: !isBuilt || readStamp(join(root, BUILD_STAMP)) !== stamp, stamp }
}

/**
 * A hash over names and contents. Contents, not times: switching branches and
 * back, or unpacking a copy, changes every time and nothing else.
 *
 * @param {string} root
 * @param {readonly string[]} paths files and folders below root, with `/`; missing ones count as missing
 * @returns {string}
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesBelow(root, path))) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]} sorted, so that the order a file system lists them in does not matter
 */
function filesBelow(root, path) {
  if (!existsSync(join(root, path))) return []
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .filter(isPartOfTheProgram)
    .sort()
    .flatMap((name) => filesBelow(root, `${path}/${name}`))
}

/**
 * Tests and golden cases live beside the code; editing one must not cause a build.
 *
 * @param {string} name of a file or folder
 */
function isPartOfTheProgram(name) {
  return !name.endsWith('.test.ts') && name !== 'cases' && name !== 'expected'
}

/**
 * @param {string} path
 * @returns {string | null} what an earlier run noted there, null when it did not get that far
 */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
