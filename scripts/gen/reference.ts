import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path/posix'
import { allCodes } from '../../src/actions/codes.ts'
import { abilities, services } from '../../src/catalog/index.ts'
import { commands } from '../../src/cli/commands.ts'
import { abilitiesIndex, abilityPage } from './abilities.ts'
import { apiPage } from './api.ts'
import { cliPages } from './cli.ts'
import { errorsPage } from './errors.ts'
import { integrationsPage } from './integrations.ts'
import { page, table } from './markdown.ts'
import { plantPage, plantSchema } from './plant-file.ts'
import { proofPage, readProof } from './proof.ts'
import { securityPage } from './security.ts'
import { servicePage, servicesIndex, withServices } from './services.ts'
import { settingsPage } from './settings.ts'
import { allWirings } from './wirings.ts'

/** Everything below `docs/reference/`, and the table of services in the README. */
export async function referencePages(root: string): Promise<Map<string, string>> {
  const all = [...services.values()]
  const wirings = allWirings()
  const catalogue = { services: all, abilities, wirings }
  const readme = (kind: 'services' | 'abilities', id: string): string => {
    const path = `src/catalog/${kind}/${id}/readme.md`
    return relink(readFileSync(`${root}/${path}`, 'utf8'), path, `docs/reference/${kind}/${id}.md`)
  }
  const example = readFileSync(`${root}/examples/full-iiot/plant.yaml`, 'utf8')
  const pages: [string, string][] = [
    ['README.md', index],
    ['errors.md', errorsPage(allCodes)],
    ...cliPages(commands).map(([file, text]): [string, string] => [`cli/${file}`, text]),
    ['services/README.md', servicesIndex(catalogue)],
    ...all.map((service): [string, string] => [
      `services/${service.id}.md`,
      servicePage(service, readme('services', service.id), catalogue),
    ]),
    ['abilities/README.md', abilitiesIndex(abilities.values())],
    ...[...abilities.values()].map((ability): [string, string] => [
      `abilities/${ability.id}.md`,
      abilityPage(ability, readme('abilities', ability.id), wirings),
    ]),
    ['integrations.md', integrationsPage({ services: all, abilities: [...abilities.values()], wirings })],
    ['proof.md', proofPage(all, readProof(root))],
    ['plant-file.md', plantPage(example)],
    ['plant-file.schema.json', plantSchema(all)],
    ['settings.md', settingsPage()],
    ['api.md', await apiPage()],
    ['security.md', securityPage()],
  ]
  return new Map([
    ['README.md', withServices(readFileSync(`${root}/README.md`, 'utf8'), all)],
    ...pages.map(([path, text]): [string, string] => [`docs/reference/${path}`, text]),
  ])
}

const index = page(
  '# Reference',
  'Made from the sources by `npm run gen`, so it says what this version does.',
  table(
    ['Page', 'What it tells'],
    [
      [
        '[Plant file](plant-file.md)',
        'Every setting of a plant file; [JSON schema](plant-file.schema.json) for editors',
      ],
      ['[Services](services/README.md)', 'What the catalogue has: images, versions, ports, options'],
      ['[Abilities](abilities/README.md)', 'What services do for each other, and how each wire is proven'],
      ['[Integrations](integrations.md)', 'Which pairs are set up by themselves, which by hand'],
      ['[Proof](proof.md)', 'Which programs and wires were shown to work, and which could not be run'],
      ['[Command line](cli/README.md)', 'Every command with examples, options and output'],
      ['[HTTP API](api.md)', 'What `ign serve` answers'],
      [
        '[Attacks and defences](security.md)',
        'What could be tried against the server, what stops it, and the tests that show it',
      ],
      ['[Settings](settings.md)', 'Flags, environment variables, the home folder'],
      ['[Errors](errors.md)', 'Exit codes and error codes'],
    ],
  ),
)

/** A text that moves to another folder, with its relative links following; readmes of the catalogue move as well. */
function relink(markdown: string, from: string, to: string): string {
  return markdown.replace(/(\]\()([^)#:\s]+)((?:#[^)\s]*)?\))/g, (_, open: string, target: string, close: string) => {
    const path = join(dirname(from), target)
    const moved = path.replace(/^src\/catalog\/(services|abilities)\/([^/]+)\/readme\.md$/, 'docs/reference/$1/$2.md')
    return `${open}${relative(dirname(to), moved)}${close}`
  })
}
