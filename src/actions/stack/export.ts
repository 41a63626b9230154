import { z } from 'zod'
import { Secret } from '../../core/secret.ts'
import { seal, unseal } from '../../platform/index.ts'
import { defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { buildPlant, PlantSource, renderPlant } from './plant-source.ts'

/** What an `.ignstack` file holds once it is opened. */
const StackExport = z.object({
  version: z.literal(1),
  name: z.string(),
  plant: z.string(),
  secrets: z.record(z.string(), z.string()),
})

const password = z.instanceof(Secret).refine((secret) => secret.reveal().length >= 8, 'must have at least 8 characters')

export const stackExport = defineAction({
  id: 'stack.export',
  summary: 'Pack a plant file and the secrets of its stack into a file that a password closes',
  input: z.strictObject({ plant: PlantSource, password }),
  run: async ({ plant, password }, context) => {
    if (!('text' in plant)) throw actionError('action.invalid-input', 'only a plant file can be exported')
    const built = buildPlant(plant)
    // makes secrets that the stack does not have yet, so that the other side gets the same ones
    await renderPlant(built, 'kept', plant, context)
    const name = built.blueprint.site.name
    const secrets = Object.fromEntries(context.vault().load(name))
    const content = await seal(
      JSON.stringify({ version: 1, name, plant: plant.text, secrets }),
      password.reveal(),
      context.random,
    )
    return { data: { name, content, secrets: Object.keys(secrets).length }, issues: built.issues }
  },
})

export const stackImport = defineAction({
  id: 'stack.import',
  summary: 'Open a file that ign stack export wrote: its secrets go into the vault, its plant file is given back',
  input: z.strictObject({
    content: z.string().max(20_000_000),
    password: z.instanceof(Secret),
    overwrite: z.boolean().default(false),
  }),
  run: async ({ content, password, overwrite }, context) => {
    const opened = StackExport.safeParse(JSON.parse(await unseal(content, password.reveal())))
    if (!opened.success) throw actionError('action.invalid-input', 'the file opens, but does not hold a stack')
    const { name, plant, secrets } = opened.data
    if (buildPlant({ text: plant }).blueprint.site.name !== name) {
      throw actionError('action.invalid-input', 'the file names another stack than its plant file')
    }
    await context.vault().update(name, async (stored) => {
      const differs = Object.entries(secrets).some(([key, value]) => stored.has(key) && stored.get(key) !== value)
      if (differs && !overwrite) {
        throw actionError(
          'action.confirmation-needed',
          `the vault already holds other secrets for the stack "${name}"`,
          {
            hint: 'Add --yes to replace them; the running stack would then no longer fit its project.',
          },
        )
      }
      return new Map([...stored, ...Object.entries(secrets)])
    })
    return { data: { name, plant, secrets: Object.keys(secrets).length }, next: ['ign stack generate -o DIR'] }
  },
})
