import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname } from 'node:path'
import { SetupFailure } from './failure.mjs'

const onWindows = process.platform === 'win32'

/** Windows has no signals to pass on: Ctrl-C reaches every program of the console, and `kill` would end it at once. */
const PASSED_ON = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])

/** How often to look whether npm is still there, in milliseconds. */
const ORPHAN_CHECK_MS = 250

const parentAtStart = process.ppid

/**
 * Runs a program to its end and returns its exit code (128 + n when signal n ended it).
 *
 * While it runs, signals to this process go to the program instead of ending
 * this process, so nothing is left behind without a parent. The program stays
 * in our process group on purpose: killing the whole group must reach it too.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quietStdout?: boolean }} [options]
 *   `quietStdout` sends the program's stdout to our stderr and gives it no stdin
 * @returns {Promise<number>}
 */
export function run(program, args, { cwd, env = process.env, quietStdout = false } = {}) {
  return new Promise((resolve, reject) => {
    if (isOrphan()) return resolve(128 + constants.signals.SIGTERM)
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: quietStdout ? ['ignore', 2, 2] : 'inherit',
      windowsHide: true,
    })
    let told = false
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      told = true
      if (!onWindows && !(signal === 'SIGINT' && inTerminal())) child.kill(signal)
    }
    for (const signal of PASSED_ON) process.on(signal, passOn)
    const watch = setInterval(() => {
      // Once, and not after another signal: a second one could cut the clean-up short.
      if (!told && isOrphan()) passOn('SIGTERM')
    }, ORPHAN_CHECK_MS)
    const settle = () => {
      clearInterval(watch)
      for (const signal of PASSED_ON) process.off(signal, passOn)
    }

    child.once('error', (error) => {
      settle()
      reject(new SetupFailure(`${program} could not be started: ${error.message}`))
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/**
 * In a terminal, Ctrl-C goes to every program of the group at once. Passing it
 * on would make it two, and the second one means "stop without cleaning up".
 */
function inTerminal() {
  return Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY)
}

/**
 * True when npm started us and is gone. A signal sent to npm reaches only the
 * shell between npm and us, which ends without passing it on; without this
 * check, stopping `npm start` that way would leave a server running.
 */
function isOrphan() {
  return process.env.npm_lifecycle_event !== undefined && process.ppid !== parentAtStart
}

/**
 * The environment in which `node` means the given program, also for whatever
 * its children start by name.
 *
 * @param {string} node path of the node program
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node) {
  const env = { ...process.env }
  // On Windows the variable is usually spelled "Path"; a second spelling would be ignored or win by chance.
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const folders = (env[key] ?? '').split(delimiter).filter((folder) => folder && folder !== dirname(node))
  env[key] = [dirname(node), ...folders].join(delimiter)
  // npm hands these to its children; they would still name the node that npm itself started with.
  env.NODE = node
  env.npm_node_execpath = node
  return env
}
