import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Context } from '../../src/actions/action.ts'
import { connectEngine } from '../../src/containers/index.ts'
import { anonymous, type Database, readConfig, Vault } from '../../src/platform/index.ts'
import { openDatabase } from '../../src/platform/storage/database.ts'
import { seededRandom } from './chance.ts'
import { temporaryFolder } from './temporary.ts'

export interface TestContext extends Context {
  /** Folder of the vault; does not exist before something is kept. */
  readonly home: string
  /** Lines of progress, as they came. */
  readonly lines: readonly string[]
}

/** A world of its own for actions: an empty home, chance and time that are the same every time, and no engine. */
export function testContext({
  environment = {},
  dockerHost = environment.DOCKER_HOST ?? 'unix:///nonexistent/docker.sock',
  home = join(temporaryFolder(), 'home'),
  seed = 'context',
}: {
  readonly environment?: NodeJS.ProcessEnv
  readonly dockerHost?: string
  readonly home?: string
  readonly seed?: string
} = {}): TestContext {
  const config = readConfig({ home }, { ...environment, DOCKER_HOST: dockerHost })
  const lines: string[] = []
  return {
    home,
    lines,
    config,
    environment,
    version: '0.0.0-test',
    now: () => new Date('2026-03-01T12:00:00Z'),
    random: seededRandom(seed),
    vault: () => new Vault(home, environment.IGN_SECRET_KEY),
    engine: () => connectEngine(config.dockerHost.value),
    database: databaseOf(home, config.databaseUrl.value?.reveal()),
    actor: anonymous,
    progress: (line) => lines.push(line),
  }
}

/** Opened when it is first asked for, closed when the running test has finished. */
function databaseOf(home: string, url: string | undefined): () => Promise<Database> {
  let opened: Promise<Database> | undefined
  return () => {
    if (!opened) {
      opened = openDatabase(home, url)
      const closing = opened
      onTestFinished(async () => (await closing).close())
    }
    return opened
  }
}
