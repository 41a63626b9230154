import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import type { Context } from '../../src/actions/action.ts'
import type { Limits } from '../../src/api/limits.ts'
import { buildServer } from '../../src/api/server.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Role } from '../../src/platform/auth/actor.ts'
import { hashPassword } from '../../src/platform/auth/passwords.ts'
import { makeSetupToken } from '../../src/platform/auth/setup.ts'
import { insertUser, prepareUser } from '../../src/platform/auth/users.ts'
import { Browser } from './browser.ts'
import { testContext } from './context.ts'

export const password = 'correct horse battery'

/** A server with a clock that a test can turn. */
export interface Site {
  readonly server: FastifyInstance
  readonly context: Context
  readonly browser: () => Browser
  readonly pass: (ms: number) => void
  /** A user who can sign in with `password`. */
  readonly addUser: (name: string, role: Role) => Promise<void>
  readonly signedIn: (name: string, role: Role) => Promise<Browser>
  readonly setupToken: () => Promise<string>
}

/** Cheap to check: a real one takes longer than most tests. */
let hashed: Promise<string> | undefined

export async function makeSite(environment: NodeJS.ProcessEnv = {}, home?: string, limits?: Limits): Promise<Site> {
  let time = Date.parse('2026-03-01T12:00:00Z')
  const context: Context = {
    ...testContext({ environment, ...(home ? { home } : {}) }),
    now: () => new Date(time),
    random: randomBytes,
  }
  // opened first, and so closed last
  await context.database()
  const server = await buildServer(context, undefined, limits)
  onTestFinished(() => server.close())
  const browser = () => new Browser(server)
  const addUser = async (name: string, role: Role) => {
    hashed ??= hashPassword(new Secret(password), randomBytes, { N: 16, r: 1, p: 1 })
    const row = await prepareUser({ name, role }, time, randomBytes)
    await insertUser((await context.database()).query, { ...row, password: await hashed })
  }
  return {
    server,
    context,
    browser,
    pass: (ms) => {
      time += ms
    },
    addUser,
    signedIn: async (name, role) => {
      await addUser(name, role)
      const one = browser()
      const { status, body } = await one.signIn(name, password)
      if (status !== 200) throw new Error(`${name} cannot sign in: ${JSON.stringify(body)}`)
      return one
    },
    setupToken: async () => {
      const token = await makeSetupToken(await context.database(), time, randomBytes)
      if (!token) throw new Error('there is a user already')
      return token.reveal()
    },
  }
}
