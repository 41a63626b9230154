import { describe, expect, test } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { services } from '../../catalog/index.ts'
import { planPlant } from '../../stack/index.ts'
import { parsePlant } from '../../stack/parse.ts'
import { stackCatalog } from './catalog.ts'
import { stackInit, stackTemplates } from './templates.ts'

describe('the catalogue', () => {
  test('lists every service with what one needs to choose', async () => {
    const { data } = await stackCatalog.run({}, testContext())

    const ids = data.services.map(({ id }) => id)
    expect(ids).toEqual([...services.keys()])
    expect(ids).toEqual(expect.arrayContaining(['grafana', 'ignition', 'keycloak', 'mosquitto', 'postgres', 'traefik']))
    for (const service of data.services) {
      expect(service.versions.length).toBeGreaterThan(0)
      for (const version of service.versions) expect(version).toMatch(/^v?\d+[.-]/)
    }
  })

  test('shows one service with its ports, its options as a schema, and its abilities', async () => {
    const { data } = await stackCatalog.run({ service: 'grafana' }, testContext())

    expect(data.services).toEqual([
      expect.objectContaining({
        id: 'grafana',
        ports: [{ name: 'http', container: 3000, protocol: 'http', title: 'Dashboards', host: 3000 }],
        options: expect.objectContaining({
          properties: expect.objectContaining({ adminUser: expect.objectContaining({ default: 'admin' }) }),
        }),
        offers: ['dashboards'],
        accepts: expect.arrayContaining(['reverse-proxy', 'oidc-login', 'mail', 'metrics']),
      }),
    ])
  })

  test('names the service that was meant', async () => {
    await expect(stackCatalog.run({ service: 'grafna' }, testContext())).rejects.toMatchObject({
      code: 'action.no-such-service',
      hint: 'Did you mean "grafana"?',
    })
    for (const service of ['__proto__', 'constructor', ''])
      await expect(stackCatalog.run({ service }, testContext())).rejects.toMatchObject({
        code: 'action.no-such-service',
      })
  })
})

describe('templates', () => {
  test('can all be built as they are', async () => {
    const { data } = await stackTemplates.run({}, testContext())

    expect(data.templates.length).toBeGreaterThanOrEqual(5)
    for (const { id, summary } of data.templates) {
      const { plant } = (await stackInit.run({ template: id }, testContext())).data
      const { blueprint, issues } = planPlant(parsePlant(plant))
      expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(blueprint?.site.name).toBe(id)
      expect(summary).not.toBe('')
    }
  })

  test('take the name of the plant', async () => {
    const { plant } = (await stackInit.run({ template: 'monitoring', name: 'bottling' }, testContext())).data

    expect(parsePlant(plant).spec?.name).toBe('bottling')
  })

  test('never become another plant through an odd name', async () => {
    for (const name of ['a\nservices: {}', '$&', "x' y", 'Übung', 'yes', '1:30']) {
      const { plant } = (await stackInit.run({ template: 'monitoring', name }, testContext())).data
      const { spec, issues } = parsePlant(plant)
      if (spec) expect(spec.name, name).toBe(name)
      else
        expect(
          issues.map(({ path }) => path),
          name,
        ).toEqual([['name']])
    }
  })

  test('that do not exist are told with the one that was meant', async () => {
    await expect(stackInit.run({ template: 'full-iot' }, testContext())).rejects.toMatchObject({
      code: 'action.no-such-template',
      hint: 'Did you mean "full-iiot"?',
    })
  })
})
