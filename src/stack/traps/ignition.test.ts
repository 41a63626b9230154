import { describe, expect, it } from 'vitest'
import { codesOf, gateway, issuesOf, type Project, project, type SmallPlant } from '../../../test/support/project.ts'
import { services } from '../../catalog/index.ts'
import { translateRequest } from '../index.ts'

/** Generated stacks: Ignition, and mail. What others got wrong, and what is required instead. */

const resource = (one: Project, name: string, type: string, of: string) =>
  JSON.parse(one.file(`config/${name}/seed/resources/ignition/${type}/${of}/config.json`))

const environmentOf = (one: Project, name = 'gw') => one.service(name).environment ?? {}

describe('Ignition traps', () => {
  it('D-I1: databases are registered by a job inside the stack, before the gateway starts', () => {
    const one = project({ services: { gw: gateway(), db: 'postgres' } })

    expect(one.service('gw-seed')).toMatchObject({
      entrypoint: ['/bin/bash', '/seed/seed.sh'],
      volumes: ['./config/gw/seed:/seed:ro', 'gw-data:/data'],
    })
    expect(one.service('gw').depends_on).toMatchObject({ 'gw-seed': { condition: 'service_completed_successfully' } })
    expect(resource(one, 'gw', 'database-connection', 'db')).toMatchObject({ username: 'gw' })
    expect(one.tree.files.filter(({ path }) => path.endsWith('.py'))).toEqual([])
  })

  it('D-I2: 8.3 gets files of the format it reads, 8.1 is honestly said to need a hand', () => {
    const one = project({ services: { gw: gateway('8.3'), legacy: gateway('8.1'), db: 'postgres' } })
    const wires = Object.fromEntries(one.blueprint.wires.map(({ id, ...wire }) => [id, wire]))

    expect(wires['gw.database.db']?.status).toBe('automatic')
    expect(wires['legacy.database.db']).toMatchObject({ status: 'manual', note: expect.stringContaining('8.1') })
    expect(one.file('README.md')).toContain(wires['legacy.database.db']?.note)
    expect(Object.keys(one.compose.services ?? {})).not.toContain('legacy-seed')
    expect(one.tree.files.filter(({ content }) => /\/data\/(login|db-connections)/.test(content))).toEqual([])
  })

  it('D-I3: the JDBC address has the port in the container and the database that is really there', () => {
    const one = project({
      services: { gw: gateway(), db: { uses: 'postgres', options: { database: 'tags' }, ports: { postgres: 5433 } } },
    })

    expect(resource(one, 'gw', 'database-connection', 'db').connectURL).toBe('jdbc:postgresql://db:5432/tags')
  })

  it('D-I4: driver, translator and address are of one product', () => {
    const config = resource(project({ services: { gw: gateway(), db: 'postgres' } }), 'gw', 'database-connection', 'db')

    expect(config).toMatchObject({ driver: 'PostgreSQL', translator: 'POSTGRES' })
    expect(config.connectURL).toMatch(/^jdbc:postgresql:/)
  })

  it.each([
    ['mariadb', { driver: 'MariaDB', translator: 'MYSQL' }, /^jdbc:mariadb:\/\/db:3306\/\w+$/],
    ['mssql', { driver: 'MSSQL', translator: 'MSSQL' }, /^jdbc:sqlserver:\/\/db:1433;databaseName=\w+;encrypt=true;/],
  ])('D-I4: the same holds for %s', (uses, driver, address) => {
    const db = { uses, ...(uses === 'mssql' ? { options: { acceptEula: true } } : {}) }
    const config = resource(project({ services: { gw: gateway(), db } }), 'gw', 'database-connection', 'db')

    expect(config).toMatchObject({ ...driver, username: 'gw' })
    expect(config.connectURL).toMatch(address)
  })

  it('D-I5: each gateway is registered with each database, with a role and a password of its own', () => {
    const one = project({ services: { north: gateway(), south: gateway(), a: 'postgres', b: 'postgres' } })

    for (const name of ['north', 'south']) {
      const files = resource(one, name, 'secret-provider', 'stack').settings.files
      expect(files).toMatchObject({
        a: { filePath: `/run/secrets/${name}.a.database-password` },
        b: { filePath: `/run/secrets/${name}.b.database-password` },
      })
      for (const database of ['a', 'b']) {
        expect(resource(one, name, 'database-connection', database).username).toBe(name)
        expect(one.service(name).secrets).toContain(`${name}.${database}.database-password`)
        expect(one.file(`config/${database}/setup.sql`)).toContain(`CREATE ROLE "${name}"`)
      }
    }
  })

  it('D-I6: registering is switched off for the plant, for one gateway, or for all but a chosen database', () => {
    const connectionsOf = (plant: SmallPlant) =>
      project(plant)
        .tree.files.map(({ path }) => /database-connection\/([^/]+)\/config\.json$/.exec(path)?.[1])
        .filter((name) => name !== undefined)
    const both = { a: 'postgres', b: 'postgres' }

    expect(connectionsOf({ services: { gw: gateway(), ...both } })).toEqual(['a', 'b'])
    expect(
      connectionsOf({ services: { gw: gateway(), ...both }, integrations: { database: { autoRegister: false } } }),
    ).toEqual([])
    expect(connectionsOf({ services: { gw: gateway('8.3', { autoRegister: false }), ...both } })).toEqual([])
    expect(connectionsOf({ services: { gw: { ...gateway(), connect: { database: 'b' } }, ...both } })).toEqual(['b'])
  })

  it('D-I7: memory is given as arguments, which the image reads, and the limit leaves room beside the heap', () => {
    const one = project({ services: { gw: gateway('8.3', { heapMiB: 3072 }) } })

    expect(one.service('gw').command).toEqual(['-n', 'gw', '-m', '3072'])
    expect(Object.keys(environmentOf(one)).filter((name) => name.includes('MEMORY'))).toEqual([])
    expect(one.service('gw').deploy?.resources?.limits?.memory).toBe('4G')
  })

  it('D-I8: a module file is mounted where the gateway looks for it, with licence and certificate accepted', () => {
    const module = { id: 'com.example.demo', file: './demo.modl', acceptLicense: true, acceptCertificate: true }
    const one = project({
      services: {
        gw: gateway('8.3', { thirdPartyModules: [module], modules: ['com.inductiveautomation.opcua'] }),
        legacy: gateway('8.1', { thirdPartyModules: [module] }),
      },
    })
    const mount = 'modules/com.example.demo.modl:/usr/local/bin/ignition/user-lib/modules/com.example.demo.modl:ro'

    for (const name of ['gw', 'legacy']) {
      expect(Object.keys(environmentOf(one, name))).not.toContain('GATEWAY_MODULE_RELINK')
      expect(one.service(name).volumes).toContain(`./config/${name}/${mount}`)
    }
    expect(environmentOf(one)).toMatchObject({
      ACCEPT_MODULE_LICENSES: 'com.example.demo',
      ACCEPT_MODULE_CERTS: 'com.example.demo',
      GATEWAY_MODULES_ENABLED: 'com.inductiveautomation.opcua,com.example.demo',
    })
    expect(Object.keys(environmentOf(one, 'legacy')).filter((name) => name.startsWith('ACCEPT_MODULE'))).toEqual([])
    expect(one.file('README.md')).toContain('accept certificate and licence')
    expect(
      codesOf({ services: { gw: gateway('8.3', { thirdPartyModules: [{ ...module, acceptLicense: false }] }) } }),
    ).toEqual(['stack.eula-missing'])
  })

  it('D-I8: a module that is only allowed, but not given, is told', () => {
    const one = project({ services: { gw: gateway('8.3', { modules: ['com.cirruslink.mqtt.engine.gateway'] }) } })

    expect(one.tree.files.filter(({ path }) => path.includes('modl'))).toEqual([])
    expect(one.issues).toMatchObject([{ code: 'stack.option-conflict', severity: 'warning' }])
  })

  it('D-I9: all modules run unless the plant names the ones that may', () => {
    expect(environmentOf(project({ services: { gw: gateway() } })).GATEWAY_MODULES_ENABLED).toBeUndefined()
    expect(
      environmentOf(project({ services: { gw: gateway('8.1', { modules: ['perspective', 'opc-ua'] }) } }))
        .GATEWAY_MODULES_ENABLED,
    ).toBe('perspective,opc-ua')
    expect(codesOf({ services: { gw: gateway('8.1', { modules: [] }) } })).toEqual(['stack.invalid-value'])
  })

  it('D-I10: an identifier that is not one of the version is named, with the one that was meant', () => {
    const issues = issuesOf({ services: { gw: gateway('8.1', { modules: ['webdev', 'web-develper'] }) } })
    const newer = issuesOf({ services: { gw: gateway('8.3', { modules: ['com.inductiveautomation.webdev'] }) } })

    expect(issues.map(({ message }) => message).join()).toContain('"webdev" is not a module of Ignition 8.1')
    expect(issues[1]?.hint).toBe('Did you mean "web-developer"?')
    expect(newer).toEqual([])
  })

  it('D-I11: the Maker edition asks for its keys and hands them over as files', () => {
    const keys = { licenseKey: 'file:./key.txt', activationToken: 'env:TOKEN' }
    const one = project({ services: { gw: gateway('8.3', { edition: 'maker', ...keys }) } })

    expect(codesOf({ services: { gw: gateway('8.3', { edition: 'maker' }) } })).toEqual(['stack.option-conflict'])
    expect(environmentOf(one)).toMatchObject({
      IGNITION_EDITION: 'maker',
      IGNITION_LICENSE_KEY_FILE: '/run/secrets/gw.license-key',
      IGNITION_ACTIVATION_TOKEN_FILE: '/run/secrets/gw.activation-token',
    })
    expect(one.service('gw').secrets).toEqual(expect.arrayContaining(['gw.license-key', 'gw.activation-token']))
  })

  it('D-I12: mail is set in the gateway’s own configuration on 8.3 and by hand on 8.1, never in made-up variables', () => {
    const one = project({ services: { gw: gateway(), legacy: gateway('8.1'), post: 'mailpit' } })

    expect(resource(one, 'gw', 'email-profile', 'post').settings.settings).toMatchObject({
      hostname: 'post',
      port: 1025,
    })
    expect(one.blueprint.wires.find(({ id }) => id === 'legacy.mail.post')?.status).toBe('manual')
    for (const name of ['gw', 'legacy'])
      expect(Object.keys(environmentOf(one, name)).filter((variable) => variable.includes('SMTP'))).toEqual([])
  })

  it('D-I13: gateway network, names and the sample project can be chosen, and do something', () => {
    const one = project({
      services: {
        gw: { ...gateway('8.3', { gatewayName: 'Press_Shop', quickStart: true }), ports: { 'gateway-network': 8060 } },
      },
    })

    expect(one.service('gw').ports).toContain('${BIND_ADDRESS:-127.0.0.1}:8060:8060')
    expect(one.service('gw').command).toEqual(expect.arrayContaining(['-n', 'Press_Shop']))
    expect(environmentOf(one).DISABLE_QUICKSTART).toBeUndefined()
    expect(environmentOf(project({ services: { gw: gateway() } })).DISABLE_QUICKSTART).toBe('true')
    expect(Object.keys(environmentOf(one))).not.toContain('GATEWAY_SYSTEM_COMMISSIONING_ALLOWINSECURE')
  })

  it('D-I14: behind a proxy the gateway knows its public address and ports', () => {
    const commandOf = (settings: object, ports: object) =>
      project({ services: { gw: gateway(), proxy: { uses: 'traefik', ports } }, settings: { ...settings } }).service(
        'gw',
      ).command

    expect(commandOf({ domain: 'plant.internal', tls: 'internal-ca' }, { websecure: 8443 })).toEqual(
      expect.arrayContaining(['-a', 'gw.plant.internal', '-s', '8443', 'gateway.useProxyForwardedHeader=true']),
    )
    expect(commandOf({}, { web: 8000 })).toEqual(expect.arrayContaining(['-a', 'gw.localhost', '-h', '8000']))
    expect(project({ services: { gw: gateway() } }).service('gw').command).not.toContain('-a')
  })
})

describe('MQTT on gateways', () => {
  const modules = ['engine', 'transmission'].map((name) => ({
    id: `com.cirruslink.mqtt.${name}.gateway`,
    file: `./${name}.modl`,
    acceptLicense: true,
    acceptCertificate: true,
  }))
  const settings = (one: Project, module: string, path: string) =>
    JSON.parse(one.file(`config/gw/seed/resources/com.cirruslink.mqtt.${module}.gateway/${path}/config.json`))

  it('D-M7: with its modules given, the broker is set up on the gateway, by name, with a password from a file', () => {
    const one = project({
      services: { gw: gateway('8.3', { thirdPartyModules: modules }), mosquitto: { uses: 'mosquitto' } },
    })

    for (const module of ['engine', 'transmission']) {
      expect(settings(one, module, 'server/mosquitto')).toMatchObject({
        url: 'tcp://mosquitto:1883',
        username: 'gw',
        password: { type: 'Referenced', data: { providerName: 'stack', secretName: 'mosquitto' } },
      })
    }
    expect(resource(one, 'gw', 'secret-provider', 'stack').settings.files.mosquitto.filePath).toBe(
      '/run/secrets/gw.mosquitto.mqtt-password',
    )
    expect(one.blueprint.wires.find(({ id }) => id === 'gw.mqtt-broker.mosquitto')?.status).toBe('automatic')
  })

  it('D-M7: over TLS the gateway is given the authority to trust', () => {
    const one = project({
      services: {
        gw: gateway('8.3', { thirdPartyModules: modules }),
        mosquitto: { uses: 'mosquitto', options: { tls: true } },
      },
    })

    expect(settings(one, 'engine', 'server/mosquitto').url).toBe('ssl://mosquitto:8883')
    expect(one.service('gw-seed')).toMatchObject({
      secrets: ['stack-ca.crt'],
      environment: { AUTHORITY: '/run/secrets/stack-ca.crt' },
    })
  })
})

describe('mail traps', () => {
  it('D-V9: the mail catcher is one that is maintained, and the old name leads to it', () => {
    const { plant } = translateRequest({ instances: [{ app_id: 'mailhog', instance_name: 'mail' }] })

    expect(project(plant as unknown as SmallPlant).service('mail').image).toMatch(/^axllent\/mailpit:/)
    expect([...services.keys()]).not.toContain('mailhog')
  })

  it('D-V10: senders use the name of the instance', () => {
    const one = project({ services: { post: 'mailpit', charts: 'grafana', gw: gateway() } })

    expect(environmentOf(one, 'charts').GF_SMTP_HOST).toBe('post:1025')
    expect(resource(one, 'gw', 'email-profile', 'post').settings.settings.hostname).toBe('post')
  })
})
