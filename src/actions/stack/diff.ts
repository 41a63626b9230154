import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { compareTree, readProjectFile } from '../../platform/index.ts'
import { defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { buildPlant, PlantSource, renderProject } from './plant-source.ts'

export const stackDiff = defineAction({
  id: 'stack.diff',
  summary: 'Compare a folder with what would be generated now, and tell changes made by hand from those of the plant',
  access: 'viewer',
  input: z.strictObject({ plant: PlantSource, folder: z.string().min(1) }),
  run: async ({ plant, folder }, context) => {
    const path = resolve(folder)
    if (!existsSync(path)) throw actionError('action.no-such-folder', `${path} does not exist`)
    const built = buildPlant(plant)
    const { tree, key } = await renderProject(built, 'planned', plant, context)
    const changes = compareTree(path, tree, key).map((change) => {
      const file = tree.get(change.path)
      return {
        ...change,
        secret: file?.secret === true || change.path.startsWith('secrets/'),
        // texts only where they hold no secret
        ...(file && !file.secret && !file.bytes && change.change === 'changed'
          ? { before: readProjectFile(path, change.path), after: file.content }
          : {}),
      }
    })
    return { data: { folder: path, same: changes.length === 0, changes }, issues: built.issues }
  },
})
