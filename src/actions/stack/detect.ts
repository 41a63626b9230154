import { z } from 'zod'
import { hasErrors } from '../../core/issue.ts'
import { detect, integrationsOf, planPlant, resolve } from '../../stack/index.ts'
import { defineAction } from '../action.ts'
import { invalidPlant, PlantSource, parseSource } from './plant-source.ts'

export const stackDetect = defineAction({
  id: 'stack.detect',
  summary: 'Show which services belong together, why, and what cannot be set up by itself',
  access: 'computes',
  input: z.strictObject({ plant: PlantSource }),
  run: async ({ plant }) => {
    const parsed = parseSource(plant)
    if (!parsed.spec) throw invalidPlant(planPlant(parsed).issues)
    const resolved = resolve(parsed.spec, parsed.catalog)
    if (hasErrors(resolved.issues)) throw invalidPlant(planPlant(parsed).issues)
    const detection = detect(resolved)
    return {
      data: {
        integrations: integrationsOf(detection),
        conflicts: detection.conflicts,
        recommendations: detection.recommendations,
        added: detection.added,
      },
      issues: parsed.locate(detection.issues),
    }
  },
})
