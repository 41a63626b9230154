import { z } from 'zod'
import type { Instance } from '../../catalog/index.ts'
import { hasErrors } from '../../core/issue.ts'
import { type Blueprint, type Plan, planPlant } from '../../stack/index.ts'
import { defineAction } from '../action.ts'
import { PlantSource, parseSource } from './plant-source.ts'

export const stackOutline = defineAction({
  id: 'stack.outline',
  summary: 'Show what a plant becomes, as far as it can be told: services, wires, ports, addresses and every problem',
  access: 'computes',
  input: z.strictObject({ plant: PlantSource }),
  run: async ({ plant }) => {
    const parsed = parseSource(plant)
    const { detection, blueprint, issues } = planPlant(parsed)
    return {
      data: {
        name: blueprint?.site.name ?? parsed.spec?.name ?? null,
        isComplete: blueprint !== undefined && !hasErrors(issues),
        services: [...(detection?.instances.values() ?? [])].map((instance) => outlineOf(instance, blueprint)),
        wires: detection?.wires ?? [],
        recommendations: recommendationsOf(detection),
        urls: blueprint?.urls ?? [],
        secrets: (blueprint?.secrets ?? []).map(({ file, readers }) => ({ file, readers })),
      },
      issues,
    }
  },
})

const recommendationsOf = (detection: Plan['detection'] | undefined) => detection?.recommendations ?? []

const outlineOf = ({ name, service, version, addedBecause }: Instance, blueprint: Blueprint | undefined) => ({
  name,
  uses: service.id,
  title: service.title,
  category: service.category,
  version,
  addedBecause: addedBecause ?? null,
  ports: (blueprint?.services.find((one) => one.name === name)?.ports ?? []).map((port) => ({
    ...port,
    title: Object.values(service.ports).find(({ container }) => container === port.target)?.title ?? '',
  })),
})
