import type { AbilityDefinition, ServiceDefinition } from '../../src/catalog/index.ts'
import { code, page, section, table } from './markdown.ts'
import type { Wiring } from './wirings.ts'

interface Catalogue {
  readonly services: readonly ServiceDefinition[]
  readonly abilities: readonly AbilityDefinition[]
  readonly wirings: readonly Wiring[]
}

/** `docs/reference/integrations.md`: who works with whom, computed by asking the services. */
export function integrationsPage({ services, abilities, wirings }: Catalogue): string {
  return page(
    '# Integrations',
    [
      'What becomes of a pair of services that meet in one stack:',
      '',
      '- **automatic**: the generated project sets it up, and `ign stack verify` proves it.',
      '- **manual**: both sides can do it, but a person has to finish it. The way through the network is there.',
      '- **unsupported**: the product cannot do it.',
    ].join('\n'),
    section(
      'Overview',
      table(['Service', ...abilities.map(({ id }) => link(id))], overview(services, abilities, wirings)),
    ),
    ...abilities.map((ability) => matrix(ability, wirings)),
  )
}

const link = (id: string): string => `[${id}](abilities/${id}.md)`
const serviceLink = ({ id, title }: ServiceDefinition): string => `[${title}](services/${id}.md)`

/** For each service and ability: offers it, or how it accepts it. */
const overview = (
  services: readonly ServiceDefinition[],
  abilities: readonly AbilityDefinition[],
  wirings: readonly Wiring[],
): string[][] =>
  services.map((service) => [
    serviceLink(service),
    ...abilities.map(({ id }) => {
      const statuses = wirings.filter(({ ability, consumer }) => ability === id && consumer === service)
      const accepted = [...new Set(statuses.map(({ status }) => status))].join(' or ')
      return [service.offers?.[id] ? '**offers**' : '', accepted].filter((text) => text !== '').join(', ') || '–'
    }),
  ])

/** Consumers down, providers across; reasons below. */
function matrix({ id, title }: AbilityDefinition, wirings: readonly Wiring[]): string {
  const own = wirings.filter(({ ability }) => ability === id)
  const providers = [...new Set(own.map(({ provider }) => provider))]
  const rows = new Map<string, Map<ServiceDefinition, Wiring>>()
  for (const wiring of own) {
    const name = `${serviceLink(wiring.consumer)}${wiring.versions.length === 0 ? '' : ` ${wiring.versions.join(', ')}`}`
    const row = rows.get(name) ?? new Map<ServiceDefinition, Wiring>()
    rows.set(name, row.set(wiring.provider, wiring))
  }
  const reasons = [...rows].flatMap(([name, row]) =>
    [...new Set([...row.values()].map(({ note }) => note))]
      .filter((note) => note !== '')
      .map((note) => `- ${name}: ${note}`),
  )
  return section(
    title,
    `Ability ${code(id)}, see [its page](abilities/${id}.md).`,
    table(
      ['Consumer', ...providers.map(serviceLink)],
      [...rows].map(([name, row]) => [name, ...providers.map((provider) => row.get(provider)?.status ?? '–')]),
    ),
    reasons.join('\n'),
  )
}
