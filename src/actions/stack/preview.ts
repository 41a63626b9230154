import { z } from 'zod'
import { didYouMean } from '../../core/nearest.ts'
import { defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { buildPlant, PlantSource, renderPlant } from './plant-source.ts'

export const stackPreview = defineAction({
  id: 'stack.preview',
  summary: 'Show the files that would be generated, with secrets masked',
  access: 'computes',
  input: z.strictObject({ plant: PlantSource, path: z.string().optional().describe('One file only') }),
  run: async ({ plant, path }, context) => {
    const built = buildPlant(plant)
    const tree = (await renderPlant(built, 'masked', plant, context)).masked()
    const files = path === undefined ? tree.files : tree.files.filter((file) => file.path === path)
    if (files.length === 0) {
      const paths = tree.files.map((file) => file.path)
      throw actionError('action.no-such-file', `the project has no file "${path}"`, {
        hint: didYouMean(path ?? '', paths, 'Leave the path out to see all files.'),
      })
    }
    return {
      data: { files: files.map(({ path, mode, content }) => ({ path, mode: `0${mode.toString(8)}`, content })) },
      issues: built.issues,
    }
  },
})
