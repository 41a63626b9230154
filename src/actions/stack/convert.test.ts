import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { testContext } from '../../../test/support/context.ts'
import { tenServices } from '../../../test/support/plants.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { planPlant } from '../../stack/index.ts'
import { parsePlant } from '../../stack/parse.ts'
import { stackConvert } from './convert.ts'
import { stackGenerate } from './generate.ts'

const convert = (request: unknown, context = testContext()) =>
  stackConvert.run({ text: JSON.stringify(request) }, context)

describe('a stack of an older client', () => {
  test('becomes a plant file that can be built', async () => {
    const context = testContext()
    const folder = join(temporaryFolder(), 'out')

    const { data } = await convert(tenServices, context)
    await stackGenerate.run({ plant: { text: data.plant }, output: folder, dryRun: false }, context)

    expect(Object.keys(parse(data.plant).services)).toEqual(tenServices.instances.map((one) => one.instance_name))
    expect(existsSync(join(folder, 'docker-compose.yml'))).toBe(true)
  })

  test('leaves its passwords in the vault, from where the generation takes them', async () => {
    const context = testContext()
    const folder = join(temporaryFolder(), 'out')

    const { data } = await convert(tenServices, context)
    await stackGenerate.run({ plant: { text: data.plant }, output: folder, dryRun: false }, context)

    for (const password of ['a chosen password', 'another password', 'the edge password', 'first of ada']) {
      expect(data.plant).not.toContain(password)
      expect([...context.vault().load('ten').values()]).toContain(password)
    }
    expect(data.vault).toHaveLength(4)
    expect(readFileSync(join(folder, 'secrets', 'history.superuser-password'), 'utf8')).toBe('a chosen password')
  })

  test('gets a server for its push messages, with its topic', async () => {
    const request = (topic: string) => ({
      instances: [{ app_id: 'grafana', instance_name: 'ntfy' }],
      global_settings: { ntfy_enabled: true, ntfy_topic: topic },
    })

    const { data } = await convert(request('line-1'))

    expect(parse(data.plant).services).toMatchObject({ 'ntfy-2': { uses: 'ntfy', options: { topic: 'line-1' } } })
  })

  test.each([
    ...['postgres', 'mariadb', 'mssql', 'emqx', 'mosquitto', 'nodered', 'n8n', 'grafana', 'prometheus', 'loki'],
    ...['dozzle', 'keycloak', 'authelia', 'portainer', 'whatupdocker', 'vault', 'guacamole', 'mailhog', 'gitlab'],
    ...['gitea', 'traefik', 'pgadmin', 'phpmyadmin', 'ignition'],
  ])('may have a service %s, and becomes a plant that can be built', async (app_id) => {
    const context = testContext()

    const { data } = await convert(
      {
        instances: [
          { app_id, instance_name: 'it', config: {} },
          { app_id: 'traefik', instance_name: 'proxy' },
        ].slice(0, app_id === 'traefik' ? 1 : 2),
        integration_settings: { reverse_proxy: { base_domain: 'plant.internal', enable_https: true } },
      },
      context,
    )

    const { issues } = planPlant(parsePlant(data.plant))
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('tells what has no counterpart', async () => {
    const { issues } = await convert({
      instances: [{ app_id: 'grafana', instance_name: 'charts', config: { version: 'latest', theme: 'dark' } }],
      global_settings: { ntfy_enabled: true, ntfy_server: 'https://ntfy.example.com' },
    })

    expect(issues?.map(({ code, path }) => [code, path.join('.')])).toEqual(
      expect.arrayContaining([
        ['stack.ignored-setting', 'instances.0.config.theme'],
        ['stack.ignored-setting', 'instances.0.config.version'],
        ['stack.ignored-setting', 'global_settings.ntfy_server'],
      ]),
    )
  })

  test('keeps nothing when it is wrong', async () => {
    const context = testContext()
    const wrong = {
      instances: [
        { app_id: 'postgres', instance_name: 'My DB!', config: { password: 'a chosen password' } },
        { app_id: 'influx', instance_name: 'b' },
      ],
    }

    await expect(convert(wrong, context)).rejects.toMatchObject({ code: 'stack.invalid' })
    expect(existsSync(context.home)).toBe(false)
  })
})

test.each(['', '{', 'version: 1', 'null', '[]', '"text"', '1', '{"instances":{}}'])(
  'a file that holds %j is refused with a reason',
  async (text) => {
    await expect(stackConvert.run({ text }, testContext())).rejects.toMatchObject({ exitCode: 2 })
  },
)
