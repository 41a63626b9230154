import { describe } from 'vitest'
import { emptyDatabase, withoutPostgres } from './postgres.ts'

/** Settings of an empty state of its own. */
export type MakeStorage = () => Promise<NodeJS.ProcessEnv>

const storages: readonly (readonly [string, MakeStorage, string | undefined])[] = [
  ['SQLite', async () => ({}), undefined],
  ['PostgreSQL', async () => ({ IGN_DATABASE_URL: await emptyDatabase() }), withoutPostgres],
]

/** The same tests on each database that there is. */
export function onEachStorage(tests: (storage: MakeStorage) => void): void {
  for (const [name, storage, missing] of storages) {
    describe.skipIf(missing !== undefined)(missing === undefined ? `on ${name}` : `on ${name} (${missing})`, () =>
      tests(storage),
    )
  }
}
