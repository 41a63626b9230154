import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { goldenCases } from '../../../test/support/cases.ts'
import { sentencesOf, textsOf } from '../../../test/support/said.ts'
import { stackOutline } from '../../actions/stack/outline.ts'
import { abilities } from '../../catalog/index.ts'
import type { Outline } from '../api.ts'
import { translation } from './german.ts'
import { catalogMessages, owners, purposes, rules, stackMessages } from './messages-de.ts'

/** A pattern as the sources are read: `{}` for each value. */
const bare = (english: string): string => english.replaceAll(/\{\w+(?::\w+)?\}/g, '{}')

const german = new Set([...Object.keys(stackMessages), ...Object.keys(catalogMessages)].map(bare))

/** What is said elsewhere: by probes, by a table of codes, in files for other programs. */
const isElsewhere = (path: string): boolean =>
  /\/(?:probe|errors|dashboards|toolbox)\.ts$|abilities\/[a-z-]+\/ability\.ts$|alertmanager\/files\.ts$/.test(path)

/** Steps of a probe stand beside the wires of these. */
const ofProbes = ['blackbox-exporter/service.ts', 'grafana/service.ts', 'ignition/wires.ts', 'prometheus/service.ts']

/** Put together where no source has it as a whole. */
const composed = ['the document {rule:rules}']

/** Sentences that end in what somebody else says in English, or stand in a document beside the plant. */
const stayEnglish = ['the aliases cannot be followed: {}', 'two values for {}', 'no value for the placeholder {}']

it('every message, hint and reason in the sources of stack and catalogue is there in German', () => {
  const missing = sentencesOf('stack', 'catalog')
    .filter(({ path }) => !isElsewhere(path) && !ofProbes.some((one) => path.endsWith(one)))
    .filter(
      ({ text }) => !german.has(text) && !german.has(text.replace(/^"\{\}": /, '')) && !stayEnglish.includes(text),
    )
    .filter(({ text }) => !text.startsWith('must ') && rules[text] === undefined)

  expect(missing).toEqual([])
})

it('every rule in the sources is there in German', () => {
  const known = new Set(Object.keys(rules).map(bare))
  const missing = textsOf('stack', 'catalog')
    .filter(({ text }) => /^must (?:not )?(?:be|have|hold|begin|hide) /.test(text))
    .filter(({ text }) => !known.has(text) && translation(`"x" ${text}`) === undefined)

  expect(missing).toEqual([])
})

it('nothing is told in German that nobody says', () => {
  const texts = new Set(textsOf('stack', 'catalog', 'core').map(({ text }) => text))
  const isSaid = (english: string) =>
    composed.includes(english) || texts.has(bare(english)) || texts.has(`"{}": ${bare(english)}`)

  expect(
    [...Object.keys(stackMessages), ...Object.keys(catalogMessages), ...Object.keys(owners)].filter(
      (english) => !isSaid(english),
    ),
  ).toEqual([])
})

it('every ability has its words in the reason of a wire', () => {
  expect([...abilities.values()].map(({ title }) => title.toLowerCase()).toSorted()).toEqual(
    Object.keys(purposes).toSorted(),
  )
})

const outlines = await Promise.all(
  goldenCases.map(async ({ folder }) => {
    const { data, issues = [] } = await stackOutline.run(
      { plant: { text: readFileSync(join(folder, 'plant.yaml'), 'utf8') } },
      undefined as never,
    )
    return { ...data, issues } as unknown as Outline
  }),
)

it('what the plants of all golden cases are told is German', () => {
  const told = outlines.flatMap(({ issues, wires, services, recommendations, urls }) => [
    ...issues.flatMap(({ message, hint }) => [message, hint]),
    ...wires.flatMap(({ why, note }) => [why, note]),
    ...services.flatMap(({ addedBecause, ports }) => [addedBecause, ...ports.map(({ title }) => title)]),
    ...recommendations.map(({ message }) => message),
    ...urls.map(({ note }) => note),
  ])
  const texts = new Set(told.filter((text) => typeof text === 'string').filter((text) => text !== ''))

  expect(texts.size).toBeGreaterThan(500)
  expect([...texts].filter((text) => translation(text) === undefined)).toEqual([])
})

it.each([
  [
    '"charts" uses "a" for database; "b", "c", 3 more could serve it too',
    '„charts“ nutzt „a“ für database; möglich wären auch „b“, „c“, 3 weitere',
  ],
  [
    '"shop" would get the role "sa", which is kept by SQL Server for itself',
    '„shop“ bekäme die Rolle „sa“, die SQL Server für sich behält',
  ],
  ['"heapMiB" is not valid: too small: expected number to be >=256', '„heapMiB“ ist nicht gültig: mindestens 256'],
  ['"uses" is missing; it is not valid: expected string, received undefined', '„uses“ fehlt; es muss Text sein'],
  [
    '"gateway": "./a.modl" is no Ignition module: it has no module.xml',
    '„gateway“: „./a.modl“ ist kein Ignition-Modul: die module.xml fehlt',
  ],
  [
    '"web" publishes HTTP on 8081, because 8080 is taken by "b.http"',
    '„web“ veröffentlicht HTTP auf 8081, weil 8080 von „b.http“ belegt ist',
  ],
  ['Grafana uses PostgreSQL for database', 'Grafana nutzt PostgreSQL als Datenbank'],
])('%s', (english, said) => {
  expect(translation(english)).toBe(said)
})

it('a sentence of a newer server stays English, whole', () => {
  expect(translation('"charts": something that nobody knew')).toBeUndefined()
})
