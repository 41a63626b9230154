import { afterAll, describe } from 'vitest'
import { emptyDatabase, stopPostgres, withoutPostgres } from './postgres.ts'

/** Settings of an empty state of its own. */
export type MakeStorage = () => Promise<NodeJS.ProcessEnv>

const storages: readonly (readonly [string, MakeStorage, string | undefined])[] = [
  ['SQLite', async () => ({}), undefined],
  ['PostgreSQL', async () => ({ IGN_DATABASE_URL: await emptyDatabase() }), withoutPostgres],
]

/** The same tests on each database that there is. */
export function onEachStorage(tests: (storage: MakeStorage) => void): void {
  // here, and not where it starts: hooks of a test that runs come too late
  afterAll(stopPostgres)
  for (const [name, storage, missing] of storages) {
    describe.skipIf(missing !== undefined)(missing === undefined ? `on ${name}` : `on ${name} (${missing})`, () =>
      tests(storage),
    )
  }
}
