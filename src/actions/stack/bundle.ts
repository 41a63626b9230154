import { z } from 'zod'
import { zipTree } from '../../platform/index.ts'
import { defineAction } from '../action.ts'
import { buildPlant, PlantSource, renderPlant } from './plant-source.ts'
import { fileFacts, secretFacts } from './project-facts.ts'

export const stackBundle = defineAction({
  id: 'stack.bundle',
  summary: 'Pack the project of a plant into a ZIP archive',
  input: z.strictObject({
    plant: PlantSource,
    secrets: z
      .enum(['kept', 'fresh'])
      .default('kept')
      .describe('kept: the stack’s own; fresh: new ones that are not kept'),
  }),
  run: async ({ plant, secrets }, context) => {
    const built = buildPlant(plant)
    const tree = await renderPlant(built, secrets, plant, context)
    const zip = await zipTree(tree)
    return {
      data: {
        name: built.blueprint.site.name,
        zip,
        files: fileFacts(tree),
        urls: built.blueprint.urls,
        secrets: secretFacts(built.blueprint),
      },
      issues: built.issues,
    }
  },
})
