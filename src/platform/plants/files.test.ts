import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sha256 } from '../../../test/support/archives.ts'
import { onEachStorage } from '../../../test/support/storages.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { Vault } from '../secrets/vault.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { keepPlantFile, readPlantFile, removeOrphans } from './files.ts'
import { createPlant, removePlant } from './plants.ts'

const at = new Date('2026-03-01T12:00:00Z')
const summary = { services: 0, wires: 0, automatic: 0, manual: 0, errors: 0, warnings: 0, project: null }

const newPlant = (database: Database, id: string) =>
  createPlant(database, id, id, { text: 'version: 1', note: '', summary, by: 'user:ada', at })

onEachStorage((storage) => {
  async function store() {
    const home = temporaryFolder()
    const database = await openDatabase(home, (await storage()).IGN_DATABASE_URL)
    onTestFinished(() => database.close())
    await newPlant(database, 'one')
    const vault = new Vault(home)
    const keep = (plant: string, content: Buffer, path = 'demo.modl') => {
      const source = join(temporaryFolder(), 'incoming')
      writeFileSync(source, content)
      const incoming = { path: source, bytes: content.length, sha256: sha256(content) }
      return keepPlantFile(database, vault, { plant, path, kind: 'module', by: 'user:ada', at }, incoming)
    }
    const pieces = async () => (await database.query.selectFrom('file_pieces').select('sha256').execute()).length
    return { database, vault, keep, pieces }
  }

  test('files that come while plants are removed and other files come are whole', async () => {
    const { database, vault, keep } = await store()
    const contents = [3, 2, 3].map((mebibytes) => randomBytes(mebibytes * 1024 ** 2 + 7))
    await newPlant(database, 'other')

    await Promise.all([
      ...contents.map((content, index) => keep('one', content, `${index}.modl`)),
      removePlant(database, 'administrator', 'other'),
      database.transaction(removeOrphans),
    ])

    for (const [index, content] of contents.entries())
      expect(await readPlantFile(database.query, vault, 'one', `${index}.modl`)).toEqual(content)
  })

  test('the same file that comes twice at once is there once', async () => {
    const { keep, pieces } = await store()
    const content = randomBytes(2 * 1024 ** 2)

    await Promise.all([keep('one', content), keep('one', content)])

    expect(await pieces()).toBe(2)
  })

  test('a file for a plant that is gone is not kept', async () => {
    const { database, keep, pieces } = await store()

    await expect(keep('gone', randomBytes(10))).rejects.toMatchObject({ code: 'plant.no-such-plant' })

    await database.transaction(removeOrphans)
    expect(await pieces()).toBe(0)
  })
})
