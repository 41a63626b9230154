import { z } from 'zod'
import { IgnError } from '../../core/error.ts'
import type { Issue, Position } from '../../core/issue.ts'
import { stackError } from '../../stack/index.ts'
import type { UserList } from '../../stack/users/read-csv.ts'
import { defineAction } from '../action.ts'
import { actionError } from '../errors.ts'
import { buildPlant, invalidPlant, PlantSource, plantWords } from './plant-source.ts'

/**
 * @throws stack.users-invalid  with all problems of the list and their places
 * @throws stack.invalid        when the plant has errors, with the new users or without them
 */
export const stackUsers = defineAction({
  id: 'stack.users',
  summary: 'Put the users of a list into a plant file',
  access: 'computes',
  input: z.strictObject({ plant: PlantSource, list: z.strictObject({ text: z.string(), file: z.string() }) }),
  run: async ({ plant, list }) => {
    if (!('text' in plant)) throw actionError('action.invalid-input', 'only a plant file can be changed')
    const { readUserList } = await import('../../stack/users/read-csv.ts')
    const { mergeUsers } = await import('../../stack/users/merge-users.ts')
    const { users, issues, at } = readUserList(list.text, list.file)
    if (issues.length > 0) {
      const message = `${list.file} has ${issues.length === 1 ? 'an error' : `${issues.length} errors`}`
      throw stackError('stack.users-invalid', message, { issues })
    }
    buildPlant(plant)
    const { text, changes, order } = mergeUsers(plant.text, users)
    const located = (issue: Issue): Issue => {
      const place = listedPlace(issue, order, at)
      return place ? { ...issue, at: place } : issue
    }
    return {
      data: { plant: text, changes },
      issues: buildWith({ ...plant, text }, located).issues,
      next: [`ign stack generate${plantWords(plant)} -o DIR`],
    }
  },
})

/** Problems that the new users bring are told where the list has them: the changed plant file is not written yet. */
function buildWith(plant: PlantSource, located: (issue: Issue) => Issue) {
  try {
    const { issues } = buildPlant(plant)
    return { issues: issues.map(located) }
  } catch (error) {
    if (!(error instanceof IgnError) || error.code !== 'stack.invalid') throw error
    throw invalidPlant(error.issues.map(located))
  }
}

function listedPlace({ path }: Issue, order: readonly string[], at: UserList['at']): Position | undefined {
  const [integrations, oidc, users, index, field] = path
  if (integrations !== 'integrations' || oidc !== 'oidc' || users !== 'users') return undefined
  return at(order[Number(index)] ?? '', field === undefined ? undefined : String(field))
}
