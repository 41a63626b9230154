#!/usr/bin/env node
/**
 * Starts the program. Nothing but what every start needs happens here, and no
 * syntax or import that an older Node would stumble over: it must get as far as
 * telling its user which Node is needed.
 */
import { existsSync, readFileSync, writeSync } from 'node:fs'

const argv = process.argv.slice(2)

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  // Straight to the descriptor: setting up process.stdout would take longer than all the rest.
  writeSync(1, `${version}\n`)
} else {
  process.exitCode = await start()
}

/** @returns {Promise<number>} exit code */
async function start() {
  if (Number.parseInt(process.versions.node, 10) < 24) {
    return refuse(
      'setup.node-too-old',
      `ign needs Node 24 or newer; this is Node ${process.versions.node}.`,
      'Install Node 24, or in a checkout use "npm run ign -- ..." which fetches it.',
    )
  }
  const program = new URL('../dist/main.js', import.meta.url)
  if (!existsSync(program)) {
    return refuse('setup.not-built', 'ign is not built here: dist/main.js is missing.', 'Run "npm run build".')
  }
  // Node keeps the compiled code of the bundle between starts; without a writable temp folder this does nothing.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { main } = await import(program.href)
  return main(argv)
}

/**
 * Says why the program cannot start, in the same shape as its other errors.
 *
 * @param {string} code
 * @param {string} message
 * @param {string} hint
 * @returns {number} exit code for a configuration problem
 */
function refuse(code, message, hint) {
  const error = { code, message, hint, issues: [] }
  if (argv.includes('--json')) writeSync(1, `${JSON.stringify({ ok: false, command: 'ign', error })}\n`)
  else writeSync(2, `${message} ${hint}\n`)
  return 3
}
