import { z } from 'zod'
import { FileTree } from '../../core/file-tree.ts'
import { zipTree } from '../../platform/index.ts'
import { offlineFiles } from '../../stack/index.ts'
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
    offline: z.boolean().default(false).describe('Add what a machine without internet needs'),
  }),
  run: async ({ plant, secrets, offline }, context) => {
    const built = buildPlant(plant)
    const project = await renderPlant(built, secrets, plant, context)
    const tree = offline ? new FileTree([...project.files, ...offlineFiles(built.blueprint)]) : project
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
