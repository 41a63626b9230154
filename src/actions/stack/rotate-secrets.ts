import { z } from 'zod'
import { defineAction } from '../action.ts'
import { buildPlant, PlantSource } from './plant-source.ts'

/** What a new value of a secret means for the running stack. */
interface Rotation {
  readonly secret: string
  readonly file: string
  readonly kind: string
  /** Services and jobs whose container has to be made again, in the order of their names. */
  readonly restarts: readonly string[]
}

export const stackRotateSecrets = defineAction({
  id: 'stack.rotate-secrets',
  summary: 'List what new passwords would change: which files, which services, in which order',
  input: z.strictObject({
    plant: PlantSource,
    names: z.array(z.string()).default([]).describe('Only secrets whose name contains one of these'),
  }),
  run: async ({ plant, names }) => {
    const { blueprint, issues } = buildPlant(plant)
    const rotations: Rotation[] = blueprint.secrets
      .filter(
        ({ file, mount }) =>
          mount.need.kind === 'password' && (names.length === 0 || names.some((name) => file.includes(name))),
      )
      .map(({ file, mount }) => {
        const derived = blueprint.secrets.filter(
          ({ mount: other }) =>
            other.need.kind === 'password-file' &&
            other.need.users.some((user) => user.password.name === mount.need.name),
        )
        const readers = blueprint.services.filter(({ secrets }) =>
          [file, ...derived.map((one) => one.file)].some((name) => secrets.includes(name)),
        )
        return {
          secret: file,
          file: `secrets/${file}`,
          kind: mount.need.kind,
          restarts: readers.map(({ name }) => name),
        }
      })
    return { data: { rotations, services: [...new Set(rotations.flatMap(({ restarts }) => restarts))].sort() }, issues }
  },
})
