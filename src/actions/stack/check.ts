import { z } from 'zod'
import { hasErrors } from '../../core/issue.ts'
import { planPlant } from '../../stack/index.ts'
import { defineAction } from '../action.ts'
import { folderOf, invalidPlant, PlantSource, parseSource, plantWords } from './plant-source.ts'
import { readUserFiles } from './user-files.ts'

export const stackCheck = defineAction({
  id: 'stack.check',
  summary: 'Check a plant file and tell every problem with its place',
  access: 'computes',
  input: z.strictObject({
    plant: PlantSource,
    files: z.boolean().optional().describe('Look into the files that the plant names, too'),
  }),
  run: async ({ plant, files }) => {
    const parsed = parseSource(plant)
    const { issues: found, detection, blueprint } = planPlant(parsed)
    if (hasErrors(found)) throw invalidPlant(found)
    const ofFiles = files && blueprint ? (await readUserFiles(blueprint, folderOf(plant))).issues : []
    const issues = [...found, ...parsed.locate(ofFiles)]
    if (hasErrors(issues)) throw invalidPlant(issues)
    return {
      data: { services: detection?.instances.size ?? 0, wires: detection?.wires.length ?? 0 },
      issues,
      next: [`ign stack generate${plantWords(plant)} -o DIR`],
    }
  },
})
