import { resolve } from 'node:path'
import { z } from 'zod'
import { compareTree, writeTree } from '../../platform/index.ts'
import { defineAction } from '../action.ts'
import { buildPlant, PlantSource, renderPlant } from './plant-source.ts'
import { fileFacts, secretFacts } from './project-facts.ts'

export const stackGenerate = defineAction({
  id: 'stack.generate',
  summary: 'Write the Docker Compose project of a plant into a folder',
  input: z.strictObject({
    plant: PlantSource,
    output: z.string().min(1).describe('Folder to write'),
    dryRun: z.boolean().default(false),
  }),
  run: async ({ plant, output, dryRun }, context) => {
    const built = buildPlant(plant)
    const folder = resolve(output)
    const tree = await renderPlant(built, dryRun ? 'planned' : 'kept', plant, context)
    const changes = dryRun ? compareTree(folder, tree) : writeTree(folder, tree)
    return {
      data: {
        folder,
        dryRun,
        changes,
        files: fileFacts(tree),
        urls: built.blueprint.urls,
        secrets: secretFacts(built.blueprint),
      },
      issues: built.issues,
      next: dryRun
        ? []
        : [
            `docker compose --project-directory ${output} up --detach --wait`,
            `ign stack verify ${'file' in plant && plant.file !== 'stdin' ? (plant.file ?? '') : ''}`.trimEnd(),
          ],
    }
  },
})
