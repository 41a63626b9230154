import { expect, it } from 'vitest'
import { z } from 'zod'
import { detailsOf } from '../../actions/stack/catalog.ts'
import { categories, services } from '../../catalog/index.ts'
import { PlantFile } from '../../stack/spec.ts'
import type { CatalogDetails, OptionSchema } from '../api.ts'
import { catalogTexts, choices, optionLabels } from './catalog-de.ts'
import { de } from './de.ts'

/** What the console is answered for each service. */
const catalog = [...services.values()].map(
  (service) => JSON.parse(JSON.stringify(detailsOf(service))) as CatalogDetails,
)

interface PlantSchema {
  readonly properties: {
    readonly settings: { readonly properties: { readonly tls: OptionSchema; readonly restart: OptionSchema } }
  }
}

interface Said {
  readonly texts: readonly string[]
  readonly labels: readonly string[]
  readonly choices: readonly string[]
}

/** Every text of a schema, at any depth. */
function saidBy(value: unknown): Said[] {
  if (typeof value !== 'object' || value === null) return []
  const { description, enum: words = [], properties = {}, default: _, ...rest } = value as OptionSchema
  return [
    {
      texts: description === undefined ? [] : [description],
      labels: Object.keys(properties),
      choices: words.map(String),
    },
    ...[...Object.values(properties), ...Object.values(rest)].flatMap(saidBy),
  ]
}

const all = catalog.flatMap(({ options }) => saidBy(options))
const texts = new Set([
  ...catalog.map(({ summary }) => summary),
  ...catalog.flatMap(({ ports }) => ports.map(({ title }) => title)),
  ...all.flatMap((said) => said.texts),
])
const labels = new Set(all.flatMap((said) => said.labels))

/** The settings of the plant that are chosen from a list stand beside the options of services. */
const { tls, restart } = (z.toJSONSchema(PlantFile, { io: 'input', unrepresentable: 'any' }) as unknown as PlantSchema)
  .properties.settings.properties
const ofPlant = [tls, restart].flatMap(saidBy).flatMap((said) => said.choices)
const words = new Set([...all.flatMap((said) => said.choices), ...ofPlant])

const missing = (said: ReadonlySet<string>, german: Readonly<Record<string, string>>): string[] =>
  [...said].filter((english) => german[english] === undefined)
const leftOver = (said: ReadonlySet<string>, german: Readonly<Record<string, string>>): string[] =>
  Object.keys(german).filter((english) => !said.has(english))

it.each([
  ['summary, port and description', texts, catalogTexts],
  ['name of an option', labels, optionLabels],
  ['word that an option takes', words, choices],
])('every %s of the catalogue is there in German, and nothing else', (_, said, german) => {
  expect(missing(said, german)).toEqual([])
  expect(leftOver(said, german)).toEqual([])
})

it('every category has a name', () => {
  expect(categories.filter((category) => de[category] === undefined)).toEqual([])
})

it('no German text ends in a full stop where the English one does not', () => {
  const differing = Object.entries(catalogTexts).filter(
    ([english, german]) => english.endsWith('.') !== german.endsWith('.'),
  )

  expect(differing).toEqual([])
})
