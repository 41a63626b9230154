#!/usr/bin/env node
/**
 * One door to every task of the project: `node scripts/run.mjs TASK [args]`.
 *
 * It brings the machine to where the task can run (Node, packages, built
 * program), doing only what is missing, and then runs the task. It is plain
 * JavaScript without a dependency, because it must work on the Node that
 * happens to be installed, before anything of the project is.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentFor, run } from './lib/child.mjs'
import { SetupFailure, say } from './lib/failure.mjs'
import { npm } from './lib/npm.mjs'
import { fetchNode, nodeToFetch } from './lib/runtime.mjs'
import { BUILD_STAMP, buildState, INSTALL_STAMP, installState } from './lib/stale.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Their JavaScript entry points: the `.bin` folder holds shell wrappers on Windows. */
const TSC = 'node_modules/typescript/bin/tsc'
const BIOME = 'node_modules/@biomejs/biome/bin/biome'
const VITEST = 'node_modules/vitest/vitest.mjs'

/**
 * @typedef {object} Task
 * @property {string} about one line for the usage text
 * @property {(args: string[]) => boolean} needsBuild whether dist/ must be fresh before it runs
 * @property {(args: string[]) => string[][]} steps node command lines, run in order until one fails
 */

/** @type {Record<string, Task>} */
const TASKS = {
  start: {
    about: 'run the demo plant (ign demo)',
    needsBuild: always,
    steps: (args) => [['bin/ign.js', 'demo', ...args]],
  },
  ign: {
    about: 'run any ign command from this checkout, in the folder you are in',
    needsBuild: always,
    steps: (args) => [[join(root, 'bin/ign.js'), ...args]],
  },
  test: {
    about: 'types, lint and all tests but end to end; with arguments only vitest, with these',
    needsBuild: (args) => !onlyUnitTests(args),
    steps: (args) => (args.length > 0 ? [vitest(args)] : [...checks(), vitest([])]),
  },
  e2e: {
    about: 'end-to-end scenarios against a real container engine',
    needsBuild: always,
    steps: (args) => [vitest(['--mode', 'e2e', ...args])],
  },
  heavy: {
    about: 'end-to-end scenarios whose images are too large for every run',
    needsBuild: always,
    steps: (args) => [vitest(['--mode', 'heavy', ...args])],
  },
  check: { about: 'types and lint only', needsBuild: never, steps: checks },
  fix: {
    about: 'format, sort imports, apply safe lint fixes',
    needsBuild: never,
    steps: (args) => [[BIOME, 'check', '--write', ...args]],
  },
  build: { about: 'build dist/', needsBuild: always, steps: () => [] },
  gen: {
    about: 'rewrite every generated file',
    needsBuild: never,
    steps: (args) => [['scripts/gen.ts', ...args]],
  },
  bench: {
    about: 'measure speed against the budgets',
    needsBuild: always,
    steps: (args) => [['test/bench/bench.ts', ...args]],
  },
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    if (error.message) say(error.message)
    if (error.hint) say(error.hint)
    process.exitCode = error instanceof SetupFailure ? error.exitCode : 1
  },
)

/**
 * @param {string[]} argv
 * @returns {Promise<number>} exit code
 */
async function main([name = '', ...args]) {
  const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined
  if (!task) return usage(name)

  const version = nodeToFetch(process.versions.node, process.env.IGN_SETUP_NODE)
  if (version) {
    const node = await fetchNode(root, version)
    return run(node, [fileURLToPath(import.meta.url), name, ...args], { env: environmentFor(node) })
  }

  await install()
  if (task.needsBuild(args)) await build()
  return runSteps(task.steps(args), name === 'ign' ? userFolder() : root)
}

/** Installs the packages when the lockfile is not the one they were installed from. */
async function install() {
  const { stale, stamp } = installState(root)
  if (!stale) return

  say('installing packages (npm ci)')
  // Dev packages always: NODE_ENV=production would leave out the bundler. No install scripts: none is needed,
  // and each would run somebody else's code on this machine.
  const code = await npm(['ci', '--include=dev', '--ignore-scripts'], { cwd: root })
  if (code !== 0) {
    throw failed(
      code,
      `The packages could not be installed (npm ci ended with code ${code}, its message is above).`,
      "Check the connection and npm's registry and proxy settings, then run the command again.",
    )
  }
  writeFileSync(join(root, INSTALL_STAMP), stamp)
}

/** Builds dist/ when something it is made of has changed. */
async function build() {
  const { stale, stamp } = buildState(root)
  if (!stale) return

  say('building dist/')
  // Without the stamp, a build that is interrupted half-way counts as none.
  rmSync(join(root, BUILD_STAMP), { force: true })
  const code = await run(process.execPath, ['scripts/build.ts'], {
    cwd: root,
    env: environmentFor(process.execPath),
    quietStdout: true,
  })
  if (code !== 0) throw failed(code, 'The build failed; the reason is above.')
  writeFileSync(join(root, BUILD_STAMP), stamp)
}

/**
 * @param {string[][]} steps
 * @param {string} cwd
 * @returns {Promise<number>} the exit code of the step that failed, or 0
 */
async function runSteps(steps, cwd) {
  const env = environmentFor(process.execPath)
  for (const step of steps) {
    const code = await run(process.execPath, step, { cwd, env })
    if (code !== 0) return code
  }
  return 0
}

/** @returns {string[][]} */
function checks() {
  return [
    [TSC, '--noEmit'],
    [TSC, '--noEmit', '--project', 'src/web'],
    [BIOME, 'check'],
  ]
}

/** @param {string[]} args */
function vitest(args) {
  return [VITEST, 'run', ...args]
}

/**
 * Unit tests run from the sources. Not waiting for a build that may be broken
 * elsewhere keeps `npm test -- src/core` useful in the middle of a change.
 *
 * @param {string[]} args
 */
function onlyUnitTests(args) {
  const paths = args.filter((arg) => !arg.startsWith('-'))
  return paths.length > 0 && paths.every((path) => /^(\.\/)?(src|scripts)\b/.test(path))
}

/** npm runs scripts in the project folder; a path on the command line means the folder the user stands in. */
function userFolder() {
  return process.env.npm_lifecycle_event === 'ign' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd()
}

function always() {
  return true
}

function never() {
  return false
}

/**
 * @param {number} code
 * @param {string} message
 * @param {string} [hint]
 */
function failed(code, message, hint) {
  // Ended by a signal: the person who sent it knows why.
  return code > 128 ? new SetupFailure('', '', code) : new SetupFailure(message, hint)
}

/**
 * @param {string} name
 * @returns {number}
 */
function usage(name) {
  if (name) say(`there is no task "${name}".`)
  say('node scripts/run.mjs TASK [args], where TASK is one of:')
  for (const [task, { about }] of Object.entries(TASKS)) say(`  ${task.padEnd(6)} ${about}`)
  return 2
}
