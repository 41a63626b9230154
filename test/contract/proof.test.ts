import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Proof, proofPage, readProof } from '../../scripts/gen/proof.ts'
import { abilities, type ServiceDefinition, services } from '../../src/catalog/index.ts'
import type { ServiceResult, StackResult } from '../e2e/support/results.ts'
import { root } from '../support/project.ts'

const all = [...services.values()]
const proof = readProof(root)

describe('the results of the scenarios', () => {
  it('are of services and abilities that the catalogue has', () => {
    // a scenario may bring services of its own; those are no claim about the catalogue
    for (const { plant, services: ran, wires } of proof.results) {
      for (const { name, service } of ran) expect(service, `${plant}: ${name}`).not.toBe('')
      for (const { wire, ability } of wires) expect([...abilities.keys()], `${plant}: ${wire}`).toContain(ability)
    }
  })

  it('are one file for each plant, in one order, so that the same run gives the same bytes', () => {
    for (const result of proof.results) {
      const path = join(root, 'test/e2e/results', `${result.plant}.json`)
      expect(existsSync(path), result.plant).toBe(true)
      expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(result, null, 2)}\n`)
      const sorted = (list: readonly string[]) => expect(list, result.plant).toEqual([...list].sort())
      sorted(result.services.map(({ name }) => name))
      sorted(result.wires.map(({ wire }) => wire))
    }
  })

  it('and the reasons why a program is not run here exclude each other', () => {
    const ran = new Set(proof.results.flatMap((result) => result.services.map(({ service }) => service)))

    for (const [id, reason] of Object.entries(proof.notRun)) {
      expect([...services.keys()], id).toContain(id)
      expect(ran.has(id), `${id} is run, but has a reason why it is not`).toBe(false)
      expect(reason, id).toMatch(/^[a-z].{10,}[^.]$/)
    }
  })

  it('are what the page shows', () => {
    expect(readFileSync(join(root, 'docs/reference/proof.md'), 'utf8')).toBe(proofPage(all, proof))
  })
})

describe('the page of proof', () => {
  const [postgres, grafana, ignition, mssql] = ['postgres', 'grafana', 'ignition', 'mssql'].map(
    (id) => services.get(id) as ServiceDefinition,
  )
  const ran = (service: string, more: Partial<ServiceResult> = {}): ServiceResult => ({
    name: service,
    service,
    image: `${service}:1`,
    program: `${service} 1.2`,
    kind: 'service',
    isAccepted: true,
    isSteady: true,
    isHealthy: true,
    ...more,
  })
  const stack = (ofServices: ServiceResult[], isProven = true): StackResult => ({
    plant: 'p',
    services: ofServices,
    wires: [{ wire: 'a.database.b', ability: 'database', consumer: 'grafana', provider: 'postgres', isProven }],
  })
  const pageOf = (given: Partial<Proof>, ...shown: (ServiceDefinition | undefined)[]): string =>
    proofPage(
      shown.filter((one) => one !== undefined),
      { results: [], notRun: {}, ...given },
    )

  it('shows what a program did, with its version', () => {
    const text = pageOf({ results: [stack([ran('postgres'), ran('grafana')])] }, postgres, grafana)

    expect(text).toContain(
      '| [PostgreSQL](services/postgres.md) | `postgres:1` | postgres 1.2 | yes | yes | yes | 1 of 1 |',
    )
    expect(text).toContain('| [database](abilities/database.md) | Grafana | PostgreSQL | yes | `p` |')
    expect(text).toContain('Of 2 services 2 were run as real programs, and 1 of 1 wires were proven in 1 stacks.')
  })

  it.each<[string, Partial<ServiceResult>, string]>([
    ['did not run', { isAccepted: false }, '| **no** | yes | yes |'],
    ['needed a second attempt', { isSteady: false }, '| yes | **no** | yes |'],
    ['is not healthy', { isHealthy: false }, '| yes | yes | **no** |'],
  ])('shows red what %s, though it did elsewhere', (_, more, cells) => {
    expect(pageOf({ results: [stack([ran('postgres')]), stack([ran('postgres', more)])] }, postgres)).toContain(cells)
  })

  it('shows red a wire that carried no current in one of several stacks', () => {
    const results = [stack([ran('postgres'), ran('grafana')]), stack([ran('postgres'), ran('grafana')], false)]

    expect(pageOf({ results }, postgres, grafana)).toContain('| Grafana | PostgreSQL | **no** |')
  })

  it('never counts a stand-in as a real program', () => {
    const fidelity = 'STAND-IN: not Ignition'
    const wire = {
      wire: 'g.database.h',
      ability: 'database',
      consumer: 'ignition',
      provider: 'postgres',
      isProven: true,
    }
    const results = [{ plant: 'p', services: [ran('ignition', { fidelity }), ran('postgres')], wires: [wire] }]

    const text = pageOf({ results }, ignition, postgres)

    expect(text).toMatch(/\[Ignition Gateway\].* \| stand-in \| stand-in \| stand-in \| stand-in \|/)
    expect(text).toContain('yes, with a stand-in for Ignition Gateway')
    expect(text).toContain('Of 2 services 1 were run as real programs')
  })

  it('gives the reason for what was not run', () => {
    const text = pageOf({ notRun: { mssql: 'the server is not free software' } }, mssql, grafana)

    expect(text).toContain('| [Grafana](services/grafana.md) | no scenario has started it yet |')
    expect(text).toContain('the server is not free software')
  })
})
