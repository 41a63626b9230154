import { describe, expect, it } from 'vitest'
import {
  addService,
  duplicateService,
  offsetOf,
  removeService,
  renameService,
  serviceNames,
  setAt,
  valueAt,
} from './edit.ts'

const plant = `# our plant
version: 1
name: bottling
services:
  history: { uses: postgres } # keeps everything
  charts:
    uses: grafana
    connect: { dashboards: [] }
    after: [history]
  flows: { uses: node-red, connect: { database: history, mqtt-broker: [history, other] } }
`

describe('a change of the plant file', () => {
  it('keeps comments and the order of everything else', () => {
    const text = setAt(plant, ['services', 'charts', 'options', 'anonymous'], true)

    expect(text).toContain('# our plant')
    expect(text).toContain('history: { uses: postgres } # keeps everything')
    expect(valueAt(text, ['services', 'charts', 'options', 'anonymous'])).toBe(true)
    expect(serviceNames(text)).toEqual(['history', 'charts', 'flows'])
  })

  it('removes what became empty with the value', () => {
    const text = setAt(
      setAt(plant, ['services', 'history', 'options', 'database'], 'x'),
      ['services', 'history', 'options', 'database'],
      undefined,
    )

    expect(valueAt(text, ['services', 'history'])).toEqual({ uses: 'postgres' })
  })

  it('leaves text alone that cannot be read', () => {
    expect(setAt('services: [', ['name'], 'x')).toBe('services: [')
  })

  it('begins a plant where there is none', () => {
    expect(valueAt(addService('', 'postgres').text, ['services'])).toEqual({ postgres: { uses: 'postgres' } })
  })
})

describe('a service', () => {
  it('is added under a free name', () => {
    const one = addService(plant, 'grafana', 'charts')
    expect(one.name).toBe('charts-2')
    expect(valueAt(one.text, ['services', 'charts-2'])).toEqual({ uses: 'grafana' })
  })

  it('opens up an empty list of services', () => {
    expect(addService('version: 1\nname: a\nservices: {}\n', 'postgres').text).toBe(
      'version: 1\nname: a\nservices:\n  postgres:\n    uses: postgres\n',
    )
  })

  it('is renamed wherever others name it', () => {
    const text = renameService(plant, 'history', 'archive')

    expect(serviceNames(text)).toEqual(['archive', 'charts', 'flows'])
    expect(valueAt(text, ['services', 'charts', 'after'])).toEqual(['archive'])
    expect(valueAt(text, ['services', 'flows', 'connect'])).toEqual({
      database: 'archive',
      'mqtt-broker': ['archive', 'other'],
    })
    expect(text).toContain('# keeps everything')
  })

  it('leaves nothing behind when it is removed', () => {
    const text = removeService(plant, 'history')

    expect(text).not.toContain('history')
    expect(valueAt(text, ['services', 'flows', 'connect'])).toEqual({ 'mqtt-broker': ['other'] })
  })

  it('is copied without the ports and the host that only one can have', () => {
    const given = setAt(
      setAt(plant, ['services', 'charts', 'ports'], { http: 3000 }),
      ['services', 'charts', 'host'],
      'a.b',
    )
    const { text, name } = duplicateService(given, 'charts')

    expect(name).toBe('charts-2')
    expect(valueAt(text, ['services', 'charts-2'])).toEqual({
      uses: 'grafana',
      connect: { dashboards: [] },
      after: ['history'],
    })
  })
})

it('a path leads to its place in the text, or to that of its nearest parent', () => {
  expect(plant.slice(offsetOf(plant, ['services', 'charts', 'uses']))).toMatch(/^grafana/)
  expect(plant.slice(offsetOf(plant, ['services', 'charts', 'options', 'none']))).toMatch(/^uses: grafana/)
})
