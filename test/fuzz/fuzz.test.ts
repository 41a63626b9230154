import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/actions/action.ts'
import { allCodes } from '../../src/actions/codes.ts'
import { olderDetect, olderGenerate, olderValidate } from '../../src/actions/stack/older.ts'
import { buildServer } from '../../src/api/server.ts'
import { services } from '../../src/catalog/index.ts'
import { IgnError } from '../../src/core/error.ts'
import { formatIssue, hasErrors, type Issue } from '../../src/core/issue.ts'
import { checkPlant, type ParsedPlant, parsePlant, planPlant, translateRequest } from '../../src/stack/index.ts'
import { projectProblems } from '../support/compose-project.ts'
import { testContext } from '../support/context.ts'
import { build, withKnownSecrets } from '../support/project.ts'
import {
  hostileValues,
  olderBodies,
  optionNames,
  plantsWithDefinitions,
  plantValues,
  requests,
  texts,
} from './plants.ts'

/**
 * Whatever comes in: no failure but ours, no step longer than a second, and what is accepted is a project that holds
 * everything every project must. `FUZZ_RUNS=20000 npx vitest run test/fuzz` takes longer; `FUZZ_SEED` other inputs.
 */
const runs = Number(process.env.FUZZ_RUNS ?? 1500)
const seed = Number(process.env.FUZZ_SEED ?? 20_260_821)
const share = (part: number) => ({ numRuns: Math.ceil(runs * part), seed })

/** All runs of one kind in one test. */
const longEnough = 60 * 60_000

const counts = { accepted: 0, refused: 0 }

describe('with any input', () => {
  it('a text is refused with reasons, or becomes a project in which all fits', { timeout: longEnough }, () => {
    fc.assert(
      fc.property(texts, (text) => {
        examine(inTime('parse', () => parsePlant(text)))
      }),
      share(0.55),
    )

    // inputs that are all wrong would show nothing about projects
    expect(counts.accepted).toBeGreaterThan(0)
    expect(counts.refused).toBeGreaterThan(0)
  })

  it('so does a plant that arrives as a value', { timeout: longEnough }, () => {
    fc.assert(
      fc.property(plantValues, (value) => {
        examine(inTime('check', () => checkPlant(value)))
      }),
      share(0.15),
    )
  })

  it('so does a text with another laid over it', { timeout: longEnough }, () => {
    fc.assert(
      fc.property(texts, texts, (text, over) => {
        const overlays = [{ text: over, file: 'plant.staging.yaml' }]
        examine(inTime('parse', () => parsePlant(text, 'plant.yaml', { overlays })))
      }),
      share(0.1),
    )
  })

  it('so does a plant that defines services of its own', { timeout: longEnough }, () => {
    const before = counts.accepted
    fc.assert(
      fc.property(plantsWithDefinitions, (value) => {
        examine(inTime('check', () => checkPlant(value)))
      }),
      share(0.3),
    )

    expect(counts.accepted).toBeGreaterThan(before)
  })

  it('so does a request of an older client, with the same answer from all four doors', {
    timeout: longEnough,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(olderBodies, async (body) => {
        const { plant, issues } = inTime('translate', () => translateRequest(body))
        checkIssues(issues)
        if (plant && !hasErrors(issues)) examine(checkPlant(plant))

        const { valid } = inTime('validate', () => olderValidate(body))
        const generated = await refusedOr(() => olderGenerate(body, noContext))
        const detected = await refusedOr(async () => olderDetect(body))

        expect(generated !== undefined).toBe(valid)
        if (generated) expect(detected).toBeDefined()
      }),
      share(0.2),
    )
  })

  it('a request is answered with what it asks for, or with a problem that is not ours', {
    timeout: longEnough,
  }, async () => {
    const server = await buildServer(testContext())
    await fc.assert(
      fc.asyncProperty(requests(), async ({ url, payload }) => {
        const { statusCode, headers, body } = await server.inject({
          method: 'POST',
          url,
          payload,
          headers: { host: 'localhost', 'content-type': 'application/json' },
        })

        if (statusCode === 200) return
        expect([400, 413, 422]).toContain(statusCode)
        expect(headers['content-type']).toMatch(/^application\/problem\+json/)
        expect(Object.keys(allCodes)).toContain(JSON.parse(body).code)
      }),
      share(0.1),
    )
    await server.close()
  })
})

describe.each([...services.values()])('$id', (service) => {
  const options = optionNames(service)

  it.skipIf(options.length === 0)(
    'refuses hostile values of each of its options, or takes them unharmed',
    {
      timeout: longEnough,
    },
    () => {
      for (const option of options) {
        for (const value of hostileValues) {
          const given = { ...(options.includes('acceptEula') ? { acceptEula: true } : {}), [option]: value }
          const plant = { version: 1, name: 'p', services: { it: { uses: service.id, options: given } } }
          examine(checkPlant(plant))
        }
      }
    },
  )
})

function examine(parsed: ParsedPlant): void {
  const { issues } = inTime('plan', () => planPlant(parsed))
  checkIssues(issues)
  const project = inTime('render', () => build(parsed))
  expect(project === undefined).toBe(hasErrors(issues))
  if (!project) {
    counts.refused++
    return
  }
  counts.accepted++

  expect(projectProblems(project.tree, project.blueprint, project.spec)).toEqual([])
  const { tree } = withKnownSecrets(project)
  const leaks = tree.files.filter(({ secret, content }) => !secret && content.includes('KNOWN-SECRET'))
  expect(leaks.map(({ path }) => path)).toEqual([])
}

/** Issues are for people and programs: a documented code, a printable line, nothing that JSON cannot hold. */
function checkIssues(issues: readonly Issue[]): void {
  for (const issue of issues) {
    expect(Object.hasOwn(allCodes, issue.code), issue.code).toBe(true)
    expect(formatIssue(issue).length).toBeLessThan(5000)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
    expect(issue.message).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/)
    JSON.stringify(issue)
  }
}

/** Processor time, so that a busy machine fails no test. */
function inTime<T>(step: string, work: () => T): T {
  const start = process.threadCpuUsage()
  const result = work()
  const { user, system } = process.threadCpuUsage(start)
  expect((user + system) / 1000, `milliseconds of ${step}`).toBeLessThan(1000)
  return result
}

/** The answer, or undefined when the input is refused; any other failure is a defect. */
async function refusedOr<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof IgnError) return undefined
    throw error
  }
}

/** What only computes uses nothing of the world. */
const noContext = {} as Context
