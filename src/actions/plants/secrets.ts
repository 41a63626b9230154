import { z } from 'zod'
import { readPlant } from '../../platform/plants/plants.ts'
import { updatePlantSecrets } from '../../platform/plants/secrets.ts'
import { defineAction } from '../action.ts'
import { namedPrefix } from '../stack/plant-source.ts'
import { PlantId, requireWriter, roleOf } from './store.ts'

/** Taken in and never told again; the project that a download holds is where it shows. */
export const plantSecretKeep = defineAction({
  id: 'plant.secret-keep',
  summary: 'Keep a secret of your own with a plant, which refers to it as vault:NAME',
  access: 'engineer',
  target: ({ id, name }) => `${id}, ${name}`,
  input: z.object({
    id: PlantId,
    name: z
      .string()
      .max(100)
      .regex(/^[a-z0-9][a-z0-9._/-]*$/, 'must be lower-case letters, digits and . _ / -')
      .describe('What stands behind vault: in the plant file'),
    value: z.string().min(1).max(65_536).describe('The secret'),
  }),
  run: async ({ id, name, value }, context) => {
    const database = await context.database()
    requireWriter(context, await readPlant(database.query, roleOf(context), id))
    await updatePlantSecrets(
      database,
      context.vault(),
      id,
      async (stored) => new Map([...stored, [`${namedPrefix}${name}`, value]]),
    )
    return { data: {} }
  },
})
