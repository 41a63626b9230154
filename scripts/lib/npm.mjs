import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { environmentFor, run } from './child.mjs'
import { SetupFailure } from './failure.mjs'

/**
 * Runs the machine's own npm under the node that runs this script, so that a
 * project which needs Node 24 is never installed by an older one.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string }} options
 * @returns {Promise<number>} npm's exit code
 */
export function npm(args, { cwd }) {
  // Everything npm prints goes to stderr. No audit and no funding lines: both cost a request and say nothing here.
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  return run(process.execPath, [npmProgram(), ...args, ...quiet], {
    cwd,
    env: environmentFor(process.execPath),
    quietStdout: true,
  })
}

/** @returns {string} path of npm-cli.js, which (unlike `npm` and `npm.cmd`) any node can run */
function npmProgram() {
  const found = npmCandidates().find((path) => path.endsWith('npm-cli.js') && existsSync(path))
  if (found) return found
  throw new SetupFailure('npm was not found on this machine.', 'Install Node.js together with npm, then try again.')
}

/** @returns {string[]} places to look at, best first; not all of them exist */
function npmCandidates() {
  const folders = [dirname(process.execPath), ...(process.env.PATH ?? process.env.Path ?? '').split(delimiter)]
  return [
    process.env.npm_execpath ?? '', // set when npm started us; names another program under pnpm or yarn
    ...folders.flatMap((folder) => [
      realPath(join(folder, 'npm')), // Linux, macOS: a link to npm-cli.js
      join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'), // Windows: beside npm.cmd
      join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'), // where `npm` is a wrapper script
    ]),
  ]
}

/** @param {string} path */
function realPath(path) {
  try {
    return realpathSync(path)
  } catch {
    return ''
  }
}
