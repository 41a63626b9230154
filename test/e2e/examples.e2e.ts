import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example, isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

/** The smaller examples, with the number of wires that each proves. */
const examples = {
  'basic-scada': 1,
  development: 6,
  'edge-gateway': 2,
  historian: 2,
  monitoring: 4,
  'scale-out': 5,
  'three-gateways': 3,
  'unified-namespace': 4,
}

describe.skipIf(missing !== undefined && !isRequired).each(Object.entries(examples))(
  'the example %s on a real engine',
  (name, wires) => {
    const stack = new RunningStack(example(name))

    beforeAll(() => {
      stack.generate()
      stack.up()
    })

    afterAll(() => stack.destroy())

    it('carries current on every wire', () => {
      const { exitCode, probes } = stack.verify()

      expect(probes.filter((probe) => !probe.ok)).toEqual([])
      expect(probes).toHaveLength(wires)
      expect(exitCode).toBe(0)
    })
  },
)
