import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ServiceDefinition } from '../../src/catalog/index.ts'
import type { ServiceResult, StackResult, WireResult } from '../../test/e2e/support/results.ts'
import { listed } from './json-schema.ts'
import { code, page, section, table } from './markdown.ts'

/** What the end-to-end scenarios have seen, and why what they have not seen could not be had. */
export interface Proof {
  readonly results: readonly StackResult[]
  /** Reason by service id. */
  readonly notRun: Readonly<Record<string, string>>
}

export function readProof(root: string): Proof {
  const folder = `${root}/test/e2e/results`
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  return {
    results: files.map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as StackResult),
    notRun: JSON.parse(readFileSync(`${root}/test/e2e/images/not-run.json`, 'utf8')) as Record<string, string>,
  }
}

/** `docs/reference/proof.md`: nothing on it is written by hand. */
export function proofPage(services: readonly ServiceDefinition[], proof: Proof): string {
  const seen = services.filter(({ id }) => runsOf(id, proof).length > 0)
  const unseen = services.filter((service) => !seen.includes(service))
  return page(
    '# Proof',
    [
      'What was shown with real programs in real containers. The end-to-end scenarios of `test/e2e` write what they see',
      'into `test/e2e/results`, and this page is made from those files.',
    ].join(' '),
    [
      '- **Accepted**: the program runs with the generated configuration.',
      '- **Boots**: it did so at the first attempt, without a restart.',
      '- **Healthy**: its health check passes.',
      '- **Wires**: so many of its wires carry current, by the probes of `ign stack verify`.',
      '- A **stand-in** takes what is generated as the product would, and proves nothing about the product.',
    ].join('\n'),
    summary(services, seen, proof),
    section(
      'Services',
      table(
        ['Service', 'Image', 'Program inside', 'Accepted', 'Boots', 'Healthy', 'Wires'],
        seen.map((one) => serviceRow(one, proof)),
      ),
    ),
    section('Wires', table(['Ability', 'Consumer', 'Provider', 'Proven', 'In'], wireRows(services, proof))),
    section(
      'Programs',
      'What is inside the images that the scenarios used, where they are not those of the publisher.',
      table(['Image', 'What is real'], fidelityRows(proof)),
    ),
    section(
      'Not run here',
      table(
        ['Service', 'Why'],
        unseen.map((one) => [serviceLink(one), reasonFor(one.id, proof)]),
      ),
    ),
  )
}

const serviceLink = ({ id, title }: ServiceDefinition): string => `[${title}](services/${id}.md)`

const runsOf = (id: string, { results }: Proof): ServiceResult[] =>
  results.flatMap(({ services }) => services.filter(({ service, kind }) => service === id && kind === 'service'))

const wiresOf = (id: string, { results }: Proof): WireResult[] =>
  results.flatMap(({ wires }) => wires.filter(({ consumer, provider }) => consumer === id || provider === id))

const isStandIn = ({ fidelity }: ServiceResult): boolean => fidelity?.startsWith('STAND-IN') === true

function summary(services: readonly ServiceDefinition[], seen: readonly ServiceDefinition[], proof: Proof): string {
  const real = seen.filter(({ id }) => !runsOf(id, proof).every(isStandIn)).length
  const wires = proof.results.flatMap((one) => one.wires)
  const proven = wires.filter(({ isProven }) => isProven).length
  return `Of ${services.length} services ${real} were run as real programs, and ${proven} of ${wires.length} wires were proven in ${proof.results.length} stacks.`
}

function serviceRow(service: ServiceDefinition, proof: Proof): string[] {
  const runs = runsOf(service.id, proof)
  const wires = wiresOf(service.id, proof)
  const says = (holds: (run: ServiceResult) => boolean): string => {
    if (!runs.every(holds)) return '**no**'
    return runs.every(isStandIn) ? 'stand-in' : 'yes'
  }
  return [
    serviceLink(service),
    listed(unique(runs.map(({ image }) => code(image))), 'and'),
    listed(unique(runs.map((run) => (isStandIn(run) ? 'stand-in' : (run.program ?? 'as published')))), 'and'),
    says(({ isAccepted }) => isAccepted),
    says(({ isSteady }) => isSteady),
    says(({ isHealthy }) => isHealthy !== false),
    wires.length === 0 ? '–' : `${wires.filter(({ isProven }) => isProven).length} of ${wires.length}`,
  ]
}

/** Pairs of services, each once, with the stacks in which they were seen. */
function wireRows(services: readonly ServiceDefinition[], proof: Proof): string[][] {
  const titles = new Map(services.map(({ id, title }) => [id, title]))
  const standIns = new Set(services.filter(({ id }) => runsOf(id, proof).every(isStandIn)).map(({ id }) => id))
  const pairs = new Map<string, { readonly wire: WireResult; readonly plants: Set<string>; isProven: boolean }>()
  for (const { plant, wires } of proof.results) {
    for (const wire of wires) {
      const key = `${wire.ability} ${wire.consumer} ${wire.provider}`
      const pair = pairs.get(key) ?? { wire, plants: new Set<string>(), isProven: true }
      pair.plants.add(plant)
      pair.isProven &&= wire.isProven
      pairs.set(key, pair)
    }
  }
  return [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { wire, plants, isProven }]) => {
      const ends = [wire.consumer, wire.provider].filter((id) => standIns.has(id))
      const standIn =
        ends.length > 0 ? `, with a stand-in for ${ends.map((id) => titles.get(id) ?? id).join(' and ')}` : ''
      return [
        `[${wire.ability}](abilities/${wire.ability}.md)`,
        titles.get(wire.consumer) ?? wire.consumer,
        titles.get(wire.provider) ?? wire.provider,
        `${isProven ? 'yes' : '**no**'}${standIn}`,
        [...plants].map(code).join(', '),
      ]
    })
}

function fidelityRows({ results }: Proof): string[][] {
  const known = new Map(
    results.flatMap(({ services }) =>
      services.flatMap(({ image, fidelity }) => (fidelity === undefined ? [] : [[image, fidelity] as const])),
    ),
  )
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([image, fidelity]) => [code(image), fidelity])
}

const reasonFor = (id: string, { notRun }: Proof): string => notRun[id] ?? 'no scenario has started it yet'

const unique = (words: readonly string[]): string[] => [...new Set(words)].sort()
