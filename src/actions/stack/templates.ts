import { z } from 'zod'
import { didYouMean } from '../../core/nearest.ts'
import { quoteYaml } from '../../core/print/yaml.ts'
import { templates } from '../../stack/templates.gen.ts'
import { defineAction } from '../action.ts'
import { actionError } from '../errors.ts'

export const stackTemplates = defineAction({
  id: 'stack.templates',
  summary: 'List plants to begin with',
  access: 'computes',
  input: z.strictObject({}),
  run: async () => ({
    data: { templates: templates.map(({ id, summary }) => ({ id, summary })) },
    next: ['ign stack init --template ID'],
  }),
})

export const stackInit = defineAction({
  id: 'stack.init',
  summary: 'Begin a plant file from a template',
  access: 'computes',
  input: z.strictObject({ template: z.string().default('basic-scada'), name: z.string().optional() }),
  run: async ({ template, name }) => {
    const found = templates.find(({ id }) => id === template)
    if (!found) {
      const ids = templates.map(({ id }) => id)
      throw actionError('action.no-such-template', `there is no template "${template}"`, {
        hint: didYouMean(template, ids, `Templates: ${ids.join(', ')}.`),
      })
    }
    const plant =
      name === undefined ? found.plant : found.plant.replace(/^name: .*$/m, () => `name: ${quoteYaml(name)}`)
    return { data: { template, plant }, next: ['ign stack check', 'ign stack generate -o DIR'] }
  },
})
