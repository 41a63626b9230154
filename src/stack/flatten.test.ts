import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { flattened } from './flatten.ts'
import { parsePlant } from './parse.ts'

const text = `# the line at the harbour
version: 1
name: bottling
settings: { domain: works.example } # until it moves
services:
  # ten years of it
  history:
    uses: postgres
    options: { databases: [a, b] }
  mail: { uses: mailpit }
`
const overlay = (content: string, file = 'plant.staging.yaml') => ({ text: content, file })
const erp = `# ours
title: ERP
image: works/erp
versions: ['1']
health: { command: ['true'] }
`
const specOf = (...of: Parameters<typeof parsePlant>) => parsePlant(...of).spec

describe('several files as one', () => {
  it('are the plant file itself where there is only that', () => {
    expect(flattened(text, {})).toBe(text)
    expect(flattened(text, { overlays: [], definitions: {} })).toBe(text)
  })

  it('say the same in one text, with the comments of all', () => {
    const staging = overlay(`name: bottling-staging
settings: { timezone: Europe/Berlin, domain: null }
services:
  mail: null
  # for the shift
  charts: { uses: grafana }
  history: { options: { databases: [c] } }
`)

    expect(flattened(text, { overlays: [staging] })).toBe(`# the line at the harbour
version: 1
name: bottling-staging
settings: { timezone: Europe/Berlin } # until it moves
services:
  # ten years of it
  history:
    uses: postgres
    options: { databases: [ c ] }
  # for the shift
  charts: { uses: grafana }
`)
  })

  it('has the services of the folder in its own catalogue', () => {
    const plant = `${text}  erp: { uses: erp }\ncatalog: { folder: services }\n`
    const definitions = { erp: overlay(erp, 'services/erp.yaml') }

    const whole = flattened(plant, { definitions })

    expect(whole).toContain('# ours')
    expect(whole).not.toContain('folder')
    const { catalog: _, ...together } = specOf(plant, undefined, { definitions }) ?? {}
    expect(specOf(whole)).toMatchObject({ ...together, catalog: { services: { erp: { image: 'works/erp' } } } })
  })

  it('writes out what repeats itself', () => {
    const plant = `version: 1\nname: a\nservices:\n  one: &it { uses: postgres }\n  two: *it\n`

    const whole = flattened(plant, { overlays: [overlay('services: { one: { uses: mailpit } }\n')] })

    expect(specOf(whole)?.services).toMatchObject({ one: { uses: 'mailpit' }, two: { uses: 'postgres' } })
  })

  it.each(['', '# nothing\n', 'null\n'])('is not changed by an overlay that says nothing: %j', (nothing) => {
    expect(specOf(flattened(text, { overlays: [overlay(nothing)] }))).toEqual(specOf(text))
  })

  it('means what the layers mean, whatever they are', () => {
    const service = fc.constantFrom(
      null,
      { uses: 'grafana' },
      { uses: 'mailpit', ports: { page: false } },
      { uses: 'postgres', options: { databases: ['x'] } },
    )
    const layer = fc.record(
      {
        name: fc.constantFrom('other', 'third'),
        settings: fc.constantFrom(null, { timezone: 'Europe/Berlin' }, { domain: null, timezone: 'UTC' }),
        services: fc.dictionary(fc.constantFrom('history', 'mail', 'charts'), service),
      },
      { requiredKeys: [] },
    )

    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), (layers) => {
        const overlays = layers.map((one) => overlay(stringify(one)))
        const together = specOf(text, undefined, { overlays })
        expect(specOf(flattened(text, { overlays }))).toEqual(together)
      }),
    )
  })
})
