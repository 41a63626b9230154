import type { AbilityDefinition } from '../../src/catalog/index.ts'
import { code, page, section, table } from './markdown.ts'
import type { Wiring } from './wirings.ts'

/** `docs/reference/abilities/README.md`. */
export const abilitiesIndex = (abilities: Iterable<AbilityDefinition>): string =>
  page(
    '# Abilities',
    'An ability is what one service of a stack can do for another. A service that offers it is a provider, one that accepts it a consumer; each pair is a wire, and `ign stack verify` proves it.',
    table(
      ['Ability', 'What it means', 'Group in `ign stack detect`'],
      [...abilities].map(({ id, summary, type }) => [`[${id}](${id}.md)`, summary, type ? code(type) : 'none']),
    ),
    'Which services offer and accept what: [integrations](../integrations.md).',
  )

/** `docs/reference/abilities/<id>.md`: the ability's readme, then who takes part in it. */
export function abilityPage(ability: AbilityDefinition, readme: string, wirings: readonly Wiring[]): string {
  const own = wirings.filter((wiring) => wiring.ability === ability.id)
  return page(
    readme.trim(),
    section('Facts', table(['', ''], facts(ability))),
    section(
      'Who takes part',
      table(
        ['Consumer', 'Provider', 'Set up', 'Note'],
        own.map(({ consumer, provider, status, versions, note }) => [
          `[${consumer.title}](../services/${consumer.id}.md)${versions.length === 0 ? '' : ` ${versions.join(', ')}`}`,
          `[${provider.title}](../services/${provider.id}.md)`,
          status,
          note,
        ]),
      ),
    ),
  )
}

const facts = ({ id, network, reach, waits, type }: AbilityDefinition): string[][] => [
  ['Name in `connect:`', code(id)],
  ['Network segment', code(network)],
  [
    'Several providers',
    reach === 'all'
      ? 'a consumer is wired to all of them'
      : 'a consumer is wired to the first one of the plant file; choose with `connect:`',
  ],
  [
    'Start order',
    waits
      ? 'a consumer starts when its provider is healthy and has prepared what it needs'
      : 'a consumer waits only where the provider has a job that prepares something for it',
  ],
  ['Group in `ign stack detect`', type ? code(type) : 'none; only in `wires`'],
]
