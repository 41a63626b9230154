import { describe, expect, it } from 'vitest'
import { formatted } from '../../test/support/project.ts'
import { planPlant } from './index.ts'
import { overlaid } from './overlay.ts'
import { checkLayered, parsePlant } from './parse.ts'

const over = (base: unknown, top: unknown): unknown => overlaid(base, top, () => {})

describe('an overlay', () => {
  it('is merged key by key', () => {
    expect(over({ a: { b: 1, c: 2 }, d: 3 }, { a: { c: 4, e: 5 } })).toEqual({ a: { b: 1, c: 4, e: 5 }, d: 3 })
  })

  it('replaces lists and plain values as a whole', () => {
    expect(over({ a: [1, 2], b: 'x', c: { d: 1 } }, { a: [3], b: { y: 1 }, c: 2 })).toEqual({
      a: [3],
      b: { y: 1 },
      c: 2,
    })
  })

  it('takes keys away with null, and tells when there is nothing to take', () => {
    const lost: unknown[] = []

    const value = overlaid({ a: 1, b: { c: 2 } }, { a: null, b: { d: null }, e: { f: null, g: 1 } }, (path) =>
      lost.push(path),
    )

    expect(value).toEqual({ b: { c: 2 }, e: { g: 1 } })
    expect(lost).toEqual([
      ['b', 'd'],
      ['e', 'f'],
    ])
  })

  it('keeps the order of the plant and changes neither of the two', () => {
    const [base, top] = [
      { a: 1, b: { c: 2 } },
      { b: { d: 3 }, a: 4 },
    ]

    expect(Object.keys(over(base, top) as object)).toEqual(['a', 'b'])
    expect([base, top]).toEqual([
      { a: 1, b: { c: 2 } },
      { b: { d: 3 }, a: 4 },
    ])
  })

  it('does not reach the prototype of objects', () => {
    const value = over({}, JSON.parse('{"__proto__": {"polluted": 1}}')) as Record<string, unknown>

    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

const plant = `version: 1
name: bottling
settings:
  domain: plant.example.com
services:
  charts:
    uses: grafana
  history: { uses: postgres }
`
const layered = (...overlays: string[]) =>
  parsePlant(plant, 'plant.yaml', {
    overlays: overlays.map((text, index) => ({
      text,
      file: index === 0 ? 'plant.staging.yaml' : `plant.${index}.yaml`,
    })),
  })
const issuesOf = (...overlays: string[]): string => formatted(planPlant(layered(...overlays)).issues)

describe('a plant with an overlay', () => {
  it('is one plant', () => {
    const { spec, issues } = layered(
      'name: bottling-staging\nsettings: { domain: staging.lan }\nservices:\n  history: null\n',
    )

    expect(issues).toEqual([])
    expect(spec).toMatchObject({ name: 'bottling-staging', settings: { domain: 'staging.lan' } })
    expect(Object.keys(spec?.services ?? {})).toEqual(['charts'])
  })

  it('takes several, the last with the last word', () => {
    const { spec } = layered('name: a\nsettings: { bind: 10.0.0.1 }\n', 'settings: { bind: 10.0.0.2 }\n')

    expect(spec).toMatchObject({ name: 'a', settings: { bind: '10.0.0.2', domain: 'plant.example.com' } })
  })

  it('has every problem at its place in the file that it comes from', () => {
    expect(
      issuesOf(`name: staging
settings:
  restart: sometimes
services:
  charts:
    options: { admin: x }
  broker:
    version: "2.0"
  history:
    uses: postgress
`),
    ).toBe(`plant.staging.yaml:3:12: error stack.invalid-value at settings.restart: "restart" is not valid: expected one of "no"|"always"|"on-failure"|"unless-stopped"
plant.staging.yaml:6:16: error stack.unknown-key at services.charts.options.admin: unknown key "admin"
    Known keys here: adminUser, password, anonymous, mailTo.
plant.staging.yaml:7:3: error stack.missing-value at services.broker.uses: "uses" is missing; it is not valid: expected string, received undefined
plant.staging.yaml:10:11: error stack.unknown-service at services.history.uses: "postgress" is not in the catalogue
    Did you mean "postgres"?
`)
  })

  it('has a problem of the plant file there', () => {
    expect(issuesOf('name: staging\nsettings: { tls: acme }\n')).toContain(
      'plant.staging.yaml:2:18: error stack.tls-invalid',
    )
    expect(
      formatted(
        parsePlant(`${plant}colour: green\n`, 'plant.yaml', { overlays: [{ text: 'name: x\n', file: 'o.yaml' }] })
          .issues,
      ),
    ).toMatch(/^plant\.yaml:9:1: error stack\.unknown-key/)
  })

  it('has the syntax errors of all files at once', () => {
    const { issues } = parsePlant('a: [', 'plant.yaml', { overlays: [{ text: 'b: {', file: 'o.yaml' }] })

    expect(new Set(issues.map(({ at }) => at?.file))).toEqual(new Set(['plant.yaml', 'o.yaml']))
  })

  it('is told that it shares its name, unless the overlay gives one', () => {
    expect(issuesOf('settings: { bind: 10.0.0.1 }\n')).toContain('info stack.shared-name at name')
    expect(issuesOf('name: other\n')).toBe('')
  })

  it.each(['', '# nothing yet\n', 'null\n'])('is the plant itself where the overlay is empty: %j', (text) => {
    expect(layered(text).spec).toEqual(parsePlant(plant).spec)
    expect(issuesOf(text)).toBe('')
  })

  it.each(['[]', 'text', '1'])('is refused where the overlay is no mapping: %s', (text) => {
    expect(issuesOf(text)).toContain('plant.staging.yaml:1:1: error stack.invalid-value')
  })

  it('works with values as well', () => {
    const value = { version: 1, name: 'a', services: { charts: { uses: 'grafana' }, db: { uses: 'postgres' } } }

    const { spec, issues } = checkLayered(value, [{ name: 'b', services: { db: null, none: null } }])

    expect(Object.keys(spec?.services ?? {})).toEqual(['charts'])
    expect(issues).toEqual([expect.objectContaining({ code: 'stack.ignored-setting', path: ['services', 'none'] })])
  })
})
