import { z } from 'zod'
import { hasErrors } from '../../core/issue.ts'
import { planPlant } from '../../stack/index.ts'
import { defineAction } from '../action.ts'
import { invalidPlant, PlantSource, parseSource } from './plant-source.ts'

export const stackCheck = defineAction({
  id: 'stack.check',
  summary: 'Check a plant file and tell every problem with its place',
  input: z.strictObject({ plant: PlantSource }),
  run: async ({ plant }) => {
    const { issues, detection } = planPlant(parseSource(plant))
    if (hasErrors(issues)) throw invalidPlant(issues)
    return {
      data: { services: detection?.instances.size ?? 0, wires: detection?.wires.length ?? 0 },
      issues,
      next: ['ign stack generate -o DIR'],
    }
  },
})
