import { z } from 'zod'
import { zipTree } from '../../platform/index.ts'
import { readPlant, readVersion } from '../../platform/plants/plants.ts'
import { type Context, defineAction } from '../action.ts'
import { buildPlant, renderAtHome } from '../stack/plant-source.ts'
import { savedHome } from './home.ts'
import { PlantId, roleOf, Version } from './store.ts'

/** Whose answer holds secrets: a role that may read a plant need not be one that may have its passwords. */
export const plantDownload = defineAction({
  id: 'plant.download',
  summary: 'The project of a saved plant as a ZIP archive, with the secrets that the server keeps for it',
  access: 'engineer',
  target: ({ id, version }) => (version === undefined ? id : `${id}, version ${version}`),
  input: z.object({ id: PlantId, version: Version.optional().describe('The newest when absent') }),
  run: async ({ id, version }, context) => {
    const { built, home } = await openSaved(id, version, context)
    const { tree } = await renderAtHome(built, 'kept', home, context)
    return { data: { name: built.blueprint.site.name, zip: await zipTree(tree) } }
  },
})

/**
 * A version of a saved plant, ready to be rendered.
 *
 * @throws plant.no-such-plant, plant.no-such-version, stack.invalid
 */
export async function openSaved(id: string, version: number | undefined, context: Context) {
  const database = await context.database()
  const plant = await readPlant(database.query, roleOf(context), id)
  const { text } = await readVersion(database.query, id, version ?? plant.version)
  const built = buildPlant({ text, file: 'plant.yaml' })
  return { database, plant, text, built, home: savedHome(id, database, context) }
}
