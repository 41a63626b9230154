import { describe, expect, it } from 'vitest'
import { codesOf, gateway, issuesOf, plantValue, project } from '../../test/support/project.ts'
import { services } from '../catalog/index.ts'
import { resolve } from './resolve.ts'
import { PlantFile } from './spec.ts'

const versionOf = (uses: string, version: unknown): string | undefined =>
  resolve(PlantFile.parse(plantValue({ services: { x: { uses, version } } }))).instances.get('x')?.version

describe('a version', () => {
  it('is the first of the catalogue when none is given', () => {
    for (const [id, { versions }] of services) expect(versionOf(id, undefined), id).toBe(versions[0])
  })

  it('may be the beginning of one, up to a dot', () => {
    expect(versionOf('ignition', '8.3')).toBe('8.3.8')
    expect(versionOf('ignition', '8.1')).toBe('8.1.51')
    expect(versionOf('postgres', '16')).toBe('16.15')
    expect(versionOf('traefik', '3.7')).toBe('v3.7.11')
    expect(codesOf({ services: { db: { uses: 'postgres', version: '1' } } })).toEqual(['stack.invalid-version'])
  })

  it('of a known line that was not tried is taken with a warning', () => {
    const [issue] = issuesOf({
      services: { gw: { uses: 'ignition', version: '8.3.99', options: { acceptEula: true } } },
    })

    expect(issue).toMatchObject({ code: 'stack.untested-version', severity: 'warning' })
    expect(versionOf('ignition', '8.3.99')).toBe('8.3.99')
  })

  it.each(['latest', '9.9', '8.3.8-jdk', '8.3.8\n', ' 8.3', '8..3', '../8', '$TAG', '8.3.8.8', '', '99999.1'])(
    'that the catalogue does not know is refused, with the list: %j',
    (version) => {
      const [issue] = issuesOf({ services: { gw: { uses: 'ignition', version, options: { acceptEula: true } } } })

      expect(issue).toMatchObject({
        code: 'stack.invalid-version',
        path: ['services', 'gw', 'version'],
        hint: `Listed versions: ${services.get('ignition')?.versions.join(', ')}.`,
      })
    },
  )
})

describe('options', () => {
  it.each([...services.keys()])('of %s are checked: an unknown one is named with the one that was meant', (uses) => {
    const schema = services.get(uses)?.options as unknown as { shape: Record<string, unknown> }
    const [first = ''] = Object.keys(schema.shape)

    const issues = issuesOf({ services: { x: { uses, options: { [`${first}x`]: 1 } } } })

    expect(issues).toContainEqual(
      expect.objectContaining({
        code: 'stack.unknown-key',
        path: ['services', 'x', 'options', `${first}x`],
        hint: first === '' ? 'No keys are expected here.' : `Did you mean "${first}"?`,
      }),
    )
  })

  it('that would break a file are refused: user, database and gateway names, durations', () => {
    const codes = (uses: string, options: object) =>
      codesOf({ services: { x: { uses, options: { acceptEula: true, ...options } } } })
    const hostile = ["a'b", 'a"b', 'a b', 'a\nb', '$a', 'a;b', '', '-a', 'a`b', '../a', 'a\0b', 'x'.repeat(64)]

    for (const text of hostile) {
      expect(codes('ignition', { adminUser: text }), text).toContain('stack.invalid-value')
      expect(codes('ignition', { gatewayName: text }), text).toContain('stack.invalid-value')
      expect(codes('ignition', { modules: [text.padEnd(121, ' ')] }), text).toContain('stack.invalid-value')
      expect(codesOf({ services: { x: { uses: 'postgres', options: { database: text } } } }), text).toEqual([
        'stack.invalid-value',
      ])
      expect(codesOf({ services: { x: { uses: 'prometheus', options: { retention: text } } } }), text).toEqual([
        'stack.invalid-value',
      ])
    }
  })
})

describe('a service with a wrong value', () => {
  const gatewayWith = (entry: object) =>
    resolve(PlantFile.parse(plantValue({ services: { gw: { uses: 'ignition', ...entry } } })))

  it('stays in the picture with the usual value in its place, while the problem is told', () => {
    const { instances, issues } = gatewayWith({ options: { acceptEula: true, heapMiB: 2, gatewayName: 'line-7' } })

    expect(instances.get('gw')?.options).toMatchObject({ acceptEula: true, heapMiB: 1024, gatewayName: 'line-7' })
    expect(issues).toMatchObject([{ code: 'stack.invalid-value', path: ['services', 'gw', 'options', 'heapMiB'] }])
  })

  it('stays with the newest version where the one that is asked for is not known', () => {
    expect(gatewayWith({ version: '9', options: { acceptEula: true } }).instances.get('gw')?.version).toBe('8.3.8')
  })

  it('is not built', () => {
    const wrong = { services: { gw: { uses: 'ignition', options: { acceptEula: true, heapMiB: 2 } } } }

    expect(() => project(wrong)).toThrow('heapMiB')
  })
})

describe('ports', () => {
  it('of another name are refused, with the names that there are', () => {
    expect(issuesOf({ services: { db: { uses: 'postgres', ports: { sql: 5432 } } } })).toMatchObject([
      { code: 'stack.unknown-port', path: ['services', 'db', 'ports', 'sql'], hint: 'Ports of PostgreSQL: postgres.' },
    ])
    expect(issuesOf({ services: { m: { uses: 'mailpit', ports: { htp: 80 } } } })).toMatchObject([
      { hint: 'Did you mean "http"?' },
    ])
  })

  it('are not published where the plant says false', () => {
    expect(
      project({ services: { db: { uses: 'postgres', ports: { postgres: false } } } }).service('db').ports,
    ).toBeUndefined()
  })

  it('that are hidden by default are published where the plant gives them an address alone', () => {
    const one = project({ services: { m: { uses: 'mailpit', ports: { metrics: { address: '127.0.0.1' } } } } })

    expect(one.service('m').ports).toContain('${BIND_ADDRESS:-127.0.0.1}:9090:9090')
  })

  it('go on at 1024 when the numbers above are used up', () => {
    // all from the OPC UA port to the end of the range but for one, which the first gateway gets
    const taken = Array.from({ length: 65_535 - 62_541 }, (_, index) => 62_541 + index)
    const rows = Object.fromEntries(
      Array.from({ length: taken.length / 3 }, (_, row) => {
        const [mqtt, mqtts, websockets] = taken.slice(row * 3)
        const options = { tls: true, plain: true }
        return [`b${row}`, { uses: 'mosquitto', options, ports: { mqtt, mqtts, websockets } }]
      }),
    )
    const open = { ...gateway(), ports: { http: false, https: false, 'opc-ua': {} }, connect: { 'mqtt-broker': [] } }

    const { blueprint } = project({ services: { ...rows, first: open, second: open } })

    const portsOf = (name: string) => blueprint.services.find((one) => one.name === name)?.ports
    expect(portsOf('first')).toMatchObject([{ published: 65_535 }])
    expect(portsOf('second')).toMatchObject([{ published: 1024 }])
  })
})

describe('sizes', () => {
  it('of a service are the catalogue’s unless the plant says otherwise', () => {
    const one = project({ services: { a: 'grafana', b: { uses: 'grafana', memory: '1.5GiB', cpus: 0.25 } } })

    expect(one.service('a').deploy?.resources?.limits).toEqual({ cpus: '0.5', memory: '512M' })
    expect(one.service('b').deploy?.resources?.limits).toEqual({ cpus: '0.25', memory: '1536M' })
  })

  it('of a plant end at two thousand services', () => {
    const of = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 'mailpit']))

    expect(codesOf({ services: of(2000) })).not.toContain('stack.invalid-value')
    expect(codesOf({ services: of(2001) })).toEqual(['stack.invalid-value'])
  })
})
