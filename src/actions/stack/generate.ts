import { resolve } from 'node:path'
import { z } from 'zod'
import { compareTree, writeTree } from '../../platform/index.ts'
import { defineAction } from '../action.ts'
import { buildPlant, PlantSource, plantWords, renderProject } from './plant-source.ts'
import { fileFacts, secretFacts } from './project-facts.ts'

export const stackGenerate = defineAction({
  id: 'stack.generate',
  summary: 'Write the Docker Compose project of a plant into a folder',
  access: 'engineer',
  input: z.strictObject({
    plant: PlantSource,
    output: z.string().min(1).describe('Folder to write'),
    dryRun: z.boolean().default(false),
    replaceEdits: z.boolean().optional().describe('Replace files that somebody changed since'),
  }),
  run: async ({ plant, output, dryRun, replaceEdits }, context) => {
    const built = buildPlant(plant)
    const folder = resolve(output)
    const { tree, key } = await renderProject(built, dryRun ? 'planned' : 'kept', plant, context)
    const changes = dryRun
      ? compareTree(folder, tree, key)
      : writeTree(folder, tree, { key, replaceEdits: replaceEdits === true })
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
        : [`docker compose --project-directory ${output} up --detach --wait`, `ign stack verify${plantWords(plant)}`],
    }
  },
})
