import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { exitCodes, IgnError } from '../core/error.ts'
import { type Context, defineAction } from './action.ts'

export interface Examination {
  readonly what: string
  readonly ok: boolean
  readonly found: string
  readonly hint?: string
}

/** The oldest Compose whose rules the generated projects use. */
const oldestCompose = [2, 24] as const

export const doctor = defineAction({
  id: 'doctor',
  summary: 'Examine this machine: what ign needs and whether it is there',
  access: 'viewer',
  input: z.strictObject({}),
  run: async (_, context) => {
    const checks = await Promise.all([examineNode(), examineHome(context), examineEngine(context), examineCompose()])
    return { data: { checks }, ...(checks.every((check) => check.ok) ? {} : { exitCode: exitCodes.configuration }) }
  },
})

function examineNode(): Examination {
  const major = Number(process.versions.node.split('.')[0])
  return { what: 'Node.js 24 or newer', ok: major >= 24, found: process.versions.node, hint: 'Install Node 24.' }
}

/** The folder exists closed to others, or can be made. */
function examineHome({ config }: Context): Examination {
  const home = config.home.value
  const what = 'folder of the vault'
  try {
    if (!existsSync(home)) {
      let parent = dirname(home)
      while (!existsSync(parent)) parent = dirname(parent)
      if (!statSync(parent).isDirectory()) throw new Error(`${parent} is not a folder`)
      accessSync(parent, constants.W_OK)
      return { what, ok: true, found: `${home} (made when it is needed)` }
    }
    accessSync(home, constants.W_OK)
    const isOpen = process.platform !== 'win32' && (statSync(home).mode & 0o077) !== 0
    return { what, ok: !isOpen, found: home, ...(isOpen ? { hint: `Close it: chmod 700 ${home}` } : {}) }
  } catch (error) {
    return { what, ok: false, found: (error as Error).message, hint: 'Set IGN_HOME to a folder you can write.' }
  }
}

async function examineEngine(context: Context): Promise<Examination> {
  const what = 'container engine'
  try {
    return { what, ok: true, found: await context.engine().version() }
  } catch (error) {
    return {
      what,
      ok: false,
      found: (error as Error).message,
      hint: error instanceof IgnError ? error.hint : 'Start Docker.',
    }
  }
}

async function examineCompose(): Promise<Examination> {
  const what = `Docker Compose ${oldestCompose.join('.')} or newer`
  const hint = 'Install the Compose plugin of Docker.'
  try {
    const { stdout } = await promisify(execFile)('docker', ['compose', 'version', '--short'], { timeout: 10_000 })
    const version = stdout.trim().replace(/^v/, '')
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const isNew = major > oldestCompose[0] || (major === oldestCompose[0] && minor >= oldestCompose[1])
    return { what, ok: isNew, found: version, ...(isNew ? {} : { hint }) }
  } catch {
    return { what, ok: false, found: 'docker compose does not run', hint }
  }
}
