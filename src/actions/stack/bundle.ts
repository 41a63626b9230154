import { z } from 'zod'
import { IgnError } from '../../core/error.ts'
import { zipTree } from '../../platform/index.ts'
import { type Blueprint, type ImageIdentity, imagesOf, offlineTree } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { buildPlant, PlantSource, renderPlant } from './plant-source.ts'
import { fileFacts, secretFacts } from './project-facts.ts'

export const stackBundle = defineAction({
  id: 'stack.bundle',
  summary: 'Pack the project of a plant into a ZIP archive',
  access: 'computes',
  input: z.strictObject({
    plant: PlantSource,
    secrets: z
      .enum(['kept', 'fresh'])
      .default('kept')
      .describe('kept: the stack’s own; fresh: new ones that are not kept'),
    offline: z.boolean().default(false).describe('Add what a machine without internet needs'),
  }),
  run: async ({ plant, secrets, offline }, context) => {
    const built = buildPlant(plant)
    const project = await renderPlant(built, secrets, plant, context)
    const known = offline ? await knownImages(built.blueprint, context) : new Map()
    const tree = offline ? offlineTree(project, built.blueprint, known) : project
    const zip = await zipTree(tree)
    return {
      data: {
        name: built.blueprint.site.name,
        zip,
        files: fileFacts(tree),
        ...(offline ? { images: imagesOf(built.blueprint).map((image) => ({ image, ...known.get(image) })) } : {}),
        urls: built.blueprint.urls,
        secrets: secretFacts(built.blueprint),
      },
      issues: built.issues,
    }
  },
})

/** What the engine here knows of the stack's images; nothing where there is no engine or it does not have them. */
async function knownImages(blueprint: Blueprint, context: Context): Promise<Map<string, ImageIdentity>> {
  const known = new Map<string, ImageIdentity>()
  try {
    const engine = context.engine()
    for (const image of imagesOf(blueprint)) {
      const identity = await engine.image(image)
      if (identity) known.set(image, identity)
    }
  } catch (error) {
    if (!(error instanceof IgnError)) throw error
    context.progress('no container engine answers: the images are listed by their tags alone')
  }
  return known
}
