import { z } from 'zod'
import { describeActor } from '../../platform/auth/actor.ts'
import { jobsOf } from '../../platform/jobs/jobs.ts'
import { keepProof, readPlant, readVersion } from '../../platform/plants/plants.ts'
import { defineAction } from '../action.ts'
import { buildPlant } from '../stack/plant-source.ts'
import { proveWires } from '../stack/verify.ts'
import { PlantId, roleOf } from './store.ts'

/**
 * Proves the wires of a saved plant where its stack runs on this machine's engine. Answers with a job; its events are
 * `begun {wires}` and, for each wire, `probe {wire, what, ok, ms, evidence, hint}`.
 */
export const plantVerify = defineAction({
  id: 'plant.verify',
  summary: 'Prove every wire of a saved plant whose stack runs here',
  access: 'operator',
  target: ({ id }) => id,
  input: z.object({
    id: PlantId,
    wires: z.array(z.string().max(200)).max(200).default([]).describe('Only wires whose id contains one of these'),
  }),
  run: async ({ id, wires }, context) => {
    const database = await context.database()
    const plant = await readPlant(database.query, roleOf(context), id)
    const { text } = await readVersion(database.query, id, plant.version)
    // told at once, not by a job that fails
    const { blueprint } = buildPlant({ text, file: 'plant.yaml' })
    const order = {
      action: 'stack.verify',
      title: `Verify every wire of ${plant.name}`,
      plant: id,
      readRole: plant.readRole,
      by: describeActor(context.actor),
    }
    const job = await jobsOf(database).start(order, async ({ id: job, signal, tell }) => {
      let total = 0
      let done = 0
      const proof = await proveWires(blueprint, wires, context, {
        signal,
        begun: (all) => {
          total = all.length
          tell('begun', { wires: all }, { done, total })
        },
        ended: (result) => {
          done += 1
          tell('probe', result, { done, total })
        },
      })
      const { passed, failed } = proof
      const at = context.now().toISOString()
      if (wires.length === 0) await keepProof(database.query, id, { job, at, version: plant.version, passed, failed })
      return { passed, failed, manual: proof.manual }
    })
    return { data: job }
  },
})
