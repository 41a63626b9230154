import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { readDotenv } from '../../../test/support/dotenv.ts'
import { interpolate } from '../../../test/support/interpolation.ts'
import {
  codesOf,
  exampleText,
  gateway,
  issuesOf,
  type Project,
  plantValue,
  project,
  type SmallPlant,
  withKnownSecrets,
} from '../../../test/support/project.ts'
import { unzip } from '../../../test/support/unzip.ts'
import { services } from '../../catalog/index.ts'
import { FileTree } from '../../core/file-tree.ts'
import { Secret } from '../../core/secret.ts'
import { hashKeyName, makeSecrets, zipTree } from '../../platform/index.ts'
import { checkPlant, parsePlant, planPlant, renderCompose, translateRequest } from '../index.ts'

/** Generated stacks: composition, safety, determinism. What others got wrong, and what is required instead. */

const everything = () => project(exampleText('full-iiot'))

const environmentOf = (one: Project): ReadonlyMap<string, string> =>
  new Map(Object.entries(readDotenv(one.file('.env'))))

describe('composition traps', () => {
  it('D-C1: PostgreSQL has a fixed major version and its volume where that version keeps its data', () => {
    const dataOf = (version?: string) =>
      project({ services: { db: { uses: 'postgres', ...(version ? { version } : {}) } } }).service('db').volumes

    expect(dataOf('17')).toEqual(['db-data:/var/lib/postgresql/data'])
    expect(dataOf('16')).toEqual(['db-data:/var/lib/postgresql/data'])
    expect(dataOf('18')).toEqual(['db-data:/var/lib/postgresql'])
    expect(project({ services: { db: 'postgres' } }).file('.env')).toMatch(/^DB_IMAGE_TAG=17\.\d+$/m)
  })

  it('D-C2: every version of the catalogue is a full number, and none is the latest', () => {
    for (const { id, versions } of services.values()) {
      expect(versions.length, id).toBeGreaterThan(0)
      for (const version of versions) expect(version, id).toMatch(/^(v?\d+\.\d+(\.\d+)?|\d{4}-CU\d+)(-[a-z0-9.-]+)?$/)
    }

    expect(codesOf({ services: { db: { uses: 'postgres', version: 'latest' } } })).toContain('stack.invalid-version')
  })

  it('D-C3: a secret stands in its file below secrets/ and nowhere else', () => {
    const { tree, values } = withKnownSecrets(everything())

    const others = tree.files.filter(({ secret }) => !secret)

    expect(values.size).toBeGreaterThan(10)
    for (const [file, value] of values) {
      expect(tree.get(`secrets/${file}`)?.content).toBe(value)
      expect(others.filter(({ content }) => content.includes(value)).map(({ path }) => path)).toEqual([])
    }
    expect(tree.get('.env')?.mode).toBe(0o600)
    for (const { file } of everything().blueprint.secrets.filter(({ mount }) => mount.need.kind === 'password'))
      expect(tree.get('README.md')?.content).toContain(`secrets/${file}`)
  })

  it('D-C3: no container gets a password as a value, and none is a word that everybody knows', async () => {
    const one = everything()
    const made = await makeSecrets(one.blueprint.needs, new Map(), gifts())

    for (const service of one.blueprint.services) {
      for (const [name, value] of Object.entries(service.environment))
        if (/PASSWORD|SECRET|(ACTIVATION|ACCESS)_TOKEN/.test(name))
          expect(value, name).toMatch(/^(\$__file\{)?\/run\/secrets\/[a-z0-9.-]+\}?$/)
    }
    const passwords = one.blueprint.needs.flatMap(({ kind, name }) => (kind === 'password' ? [made.get(name)] : []))
    for (const password of passwords) expect(password).toMatch(/^[A-Za-z0-9]{24}$/)
    expect(new Set(passwords).size).toBe(passwords.length)
  })

  it('D-C4: the Compose file reads every variable of .env, so that editing one has an effect', () => {
    const one = everything()
    const variables = environmentOf(one)

    for (const name of variables.keys()) expect(one.file('docker-compose.yml')).toMatch(new RegExp(`\\$\\{${name}[:}]`))
    expect(interpolate(one.service('charts').image, new Map([...variables, ['CHARTS_IMAGE_TAG', '99.9']]))).toBe(
      'grafana/grafana:99.9',
    )
    expect([...variables.keys()].filter((name) => /^([A-Z0-9]+)_\1_/.test(name))).toEqual([])
  })

  it('D-C5: a dollar sign that is meant literally is doubled', () => {
    const one = project({ services: { broker: 'mosquitto' } })

    const check = one.service('broker').healthcheck?.test.join(' ') ?? ''

    expect(check).toContain("-t '$$SYS/broker/uptime'")
    expect(interpolate(check, environmentOf(one))).toContain("-t '$SYS/broker/uptime'")
  })

  it('D-C6: no value of the plant adds a variable to .env', () => {
    const hostile: SmallPlant = {
      services: { 'my gateway"': 'postgres' },
      settings: { timezone: 'UTC\nEVIL=1', restart: 'no\nEVIL=1' },
    }

    expect(codesOf(hostile)).toEqual(
      expect.arrayContaining(['stack.invalid-name', 'stack.invalid-value', 'stack.invalid-value']),
    )
    expect(codesOf({ services: { db: { uses: 'postgres', version: '17.11\nEVIL=1' } } })).toContain(
      'stack.invalid-version',
    )
    expect(Object.keys(readDotenv(project({ services: { db: 'postgres' } }).file('.env')))).toEqual([
      'BIND_ADDRESS',
      'RESTART_POLICY',
      'LOG_MAX_SIZE',
      'LOG_MAX_FILES',
      'DB_IMAGE_TAG',
    ])
  })

  it('D-C7: scripts hold no text of the plant, or only names that a shell reads as one word', () => {
    const small = project({ name: 'a', services: { db: 'postgres' } })
    const large = everything()

    expect(large.file('start.sh')).toBe(small.file('start.sh'))
    expect(large.file('start.bat')).toBe(small.file('start.bat'))
    expect(codesOf({ name: '$(id)', services: { '`id`': 'postgres' } })).toEqual(
      expect.arrayContaining(['stack.invalid-name', 'stack.invalid-name']),
    )
    expect(codesOf({ services: { b: { uses: 'mosquitto', options: { username: "x'; id; '" } } } })).toEqual([
      'stack.invalid-value',
    ])
  })

  it('D-C8: no file leaves the project, neither by its path nor in the archive', async () => {
    const file = (path: string) => ({ path, mode: 0o644, content: '' })
    const entries = await unzip(await zipTree(everything().tree))

    for (const path of ['../evil.modl', 'a/../../b', '/etc/passwd', 'C:\\x', 'a//b', 'a/./b', 'a\\..\\b', 'a\0b', ''])
      expect(() => new FileTree([file(path)]), path).toThrow()
    expect(codesOf({ services: { '../../evil': 'postgres' } })).toContain('stack.invalid-name')
    for (const path of entries.keys()) expect(path).toMatch(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\/?$/)
  })

  it('D-C9: a wrong stack name, restart policy, instance name and port are all refused, each at its place', () => {
    const issues = issuesOf(`version: 1
name: My Stack!
settings: { restart: sometimes }
services:
  Grafana One: { uses: grafana }
  charts: { uses: grafana, ports: { http: "three thousand" } }
`)

    expect(issues.map(({ code, at }) => `${at?.line}:${at?.column} ${code}`)).toEqual([
      '2:7 stack.invalid-name',
      '3:22 stack.invalid-value',
      '5:3 stack.invalid-name',
      '6:43 stack.invalid-value',
    ])
  })

  it('D-C10: a name that stands twice is an error, in a plant file and in an older request', () => {
    const text = 'version: 1\nname: p\nservices:\n  db: { uses: postgres }\n  db: { uses: grafana }\n'
    const instances = [
      { app_id: 'postgres', instance_name: 'db' },
      { app_id: 'grafana', instance_name: 'db' },
    ]

    expect(issuesOf(text)).toMatchObject([{ code: 'stack.duplicate-name', at: { line: 5, column: 3 } }])
    expect(translateRequest({ instances }).issues).toMatchObject([
      { code: 'stack.duplicate-name', severity: 'error', path: ['instances', 1, 'instance_name'] },
    ])
  })

  it('D-C11: an unknown service is an error and nothing is built', () => {
    const plan = planPlant(checkPlant(plantValue({ services: { db: 'postgres', x: 'oracle' } })))

    expect(plan.blueprint).toBeUndefined()
    expect(plan.issues).toMatchObject([
      { code: 'stack.unknown-service', severity: 'error', path: ['services', 'x', 'uses'] },
    ])
    expect(codesOf({ services: {} })).toEqual(['stack.empty'])
    expect(translateRequest({ instances: [{ app_id: 'no-such-program' }] }).issues).toMatchObject([
      { code: 'stack.unknown-service', severity: 'error' },
    ])
  })

  it('D-C12: every service has a health check, limits and short logs, and waits for what it needs', () => {
    const one = everything()

    for (const { name, jobOf } of one.blueprint.services) {
      const service = one.service(name)
      if (jobOf === undefined) expect(service.healthcheck?.test.length, name).toBeGreaterThan(0)
      expect(Number(service.deploy?.resources?.limits?.cpus), name).toBeGreaterThan(0)
      expect(service.deploy?.resources?.limits?.memory, name).toMatch(/^\d+[GMB]$/)
      expect(service.logging?.options, name).toEqual({
        'max-size': '${LOG_MAX_SIZE:-10m}',
        'max-file': '${LOG_MAX_FILES:-3}',
      })
    }
    expect(one.service('gateway-1').depends_on).toMatchObject({
      'gateway-1-seed': { condition: 'service_completed_successfully' },
      'history-setup': { condition: 'service_completed_successfully' },
    })
    expect(one.service('flows').depends_on).toMatchObject({ broker: { condition: 'service_healthy' } })
  })

  it('D-C13: containers have no fixed names, networks belong to the stack, and labels tell what is what', () => {
    const one = everything()

    expect(one.file('docker-compose.yml')).not.toContain('container_name')
    expect(one.compose.name).toBe('full-iiot')
    expect(one.compose.networks).toEqual({ data: {}, field: {}, proxy: {} })
    expect(one.service('charts').labels).toMatchObject({ 'org.plantwright.service': 'grafana' })
  })

  it('D-C14: the same plant gives the same bytes, whatever the order of its keys', () => {
    const plant = {
      name: 'p',
      settings: { timezone: 'Europe/Berlin', domain: 'plant.internal', tls: 'internal-ca' },
      services: {
        north: gateway(),
        login: 'keycloak',
        south: gateway('8.3', { heapMiB: 2048 }),
        history: 'postgres',
        broker: { uses: 'mosquitto', options: { websockets: false, tls: true } },
        flows: { uses: 'node-red', connect: { 'mqtt-broker': ['broker'] } },
        charts: 'grafana',
        boards: 'grafana',
        metrics: 'prometheus',
        mail: 'mailpit',
        proxy: 'traefik',
      },
      integrations: { mqtt: { users: { a: {}, b: {} } }, oidc: { users: [{ username: 'ada', email: 'a@b.c' }] } },
    }

    const forwards = project(plant)
    const backwards = project(reversed(plant) as unknown as SmallPlant)

    expect(backwards.tree.files).toEqual(forwards.tree.files)
    expect(backwards.blueprint.needs.map(({ name }) => name).sort()).toEqual(
      forwards.blueprint.needs.map(({ name }) => name).sort(),
    )
  })

  it('D-C14: a second generation keeps every secret, so that the whole tree and its archive are the same', async () => {
    const one = project(exampleText('secure'))
    const render = async (stored: ReadonlyMap<string, string>) => {
      const made = await makeSecrets(one.blueprint.needs, stored, gifts())
      const files = new Map([...made].map(([name, value]) => [name, new Secret(value)]))
      const hashKey = files.get(hashKeyName) as Secret
      return { made, tree: renderCompose(one.blueprint, { files, hashKey }) }
    }

    const first = await render(new Map())
    const second = await render(first.made)

    expect([...second.made]).toEqual([...first.made])
    expect(second.tree.files).toEqual(first.tree.files)
    expect((await zipTree(second.tree)).equals(await zipTree(first.tree))).toBe(true)
  })

  it('D-C14: an archive bears no time of its making', async () => {
    const entries = await unzip(await zipTree(everything().tree))

    expect([...new Set([...entries.values()].map(({ date }) => date.getFullYear()))]).toEqual([1980])
  })

  it('D-C15: scripts can be run, secrets are closed, and the rest can be read, in the tree and in the archive', async () => {
    const { tree } = everything()
    const entries = await unzip(await zipTree(tree))

    const modeOf = (path: string) => tree.get(path)?.mode
    expect(modeOf('start.sh')).toBe(0o755)
    expect(modeOf('config/broker/start.sh')).toBe(0o755)
    expect(modeOf('docker-compose.yml')).toBe(0o644)
    expect(modeOf('config/broker/mosquitto.conf')).toBe(0o644)
    expect(modeOf('.env')).toBe(0o600)
    expect(modeOf('secrets/broker.passwd')).toBe(0o600)
    for (const { path, mode } of tree.files) expect(entries.get(path)?.mode, path).toBe(mode)
    expect(entries.get('secrets/')?.mode).toBe(0o700)
  })

  it('D-C16: the start script waits until everything is healthy and fails when it does not become so', () => {
    for (const one of [everything(), project({ services: { charts: 'grafana' } })]) {
      expect(one.file('start.sh')).toMatch(/^set -eu$/m)
      expect(one.file('start.sh')).toMatch(/^docker compose up --detach --wait "\$@"$/m)
      expect(one.file('start.bat')).toContain(
        'docker compose up --detach --wait %*\r\nif errorlevel 1 exit /b %errorlevel%',
      )
    }
  })

  it('D-C16: a job that no service waits for does not make the start fail', () => {
    const one = project({ services: { forge: 'gitea' } })

    expect(one.service('jobs.done')).toMatchObject({
      deploy: { replicas: 0 },
      depends_on: { 'forge-setup': { condition: 'service_completed_successfully' } },
    })
    expect(Object.keys(everything().compose.services ?? {})).not.toContain('jobs.done')
  })

  it('D-C17: the archive holds every file of the project, those of added services too', async () => {
    const one = project({ services: { login: 'keycloak', proxy: 'traefik' } })
    const entries = await unzip(await zipTree(one.tree))

    const files = [...entries].filter(([path]) => !path.endsWith('/'))

    expect(files.map(([path, { content }]) => [path, content])).toEqual(
      one.tree.files.map(({ path, content }) => [path, content]),
    )
    expect(files.map(([path]) => path)).toEqual(
      expect.arrayContaining(['start.sh', 'config/proxy/routes.yaml', 'config/postgres/setup.sql']),
    )
    expect(one.service('postgres').image).toMatch(/^postgres:/)
  })

  it('D-C18: no container gets the Docker socket but the proxy in front of it', () => {
    const one = project({
      services: { live: 'dozzle', counter: 'cadvisor', collector: 'alloy', metrics: 'prometheus', proxy: 'traefik' },
    })
    const holders = Object.entries(one.compose.services ?? {}).filter(([, { volumes = [] }]) =>
      volumes.some((volume) => volume.includes('docker.sock')),
    )

    expect(holders.map(([name]) => name)).toEqual(['docker-socket-proxy'])
    expect(one.service('docker-socket-proxy').volumes).toContain('/var/run/docker.sock:/var/run/docker.sock:ro')
    expect(one.service('docker-socket-proxy').ports).toBeUndefined()
    expect(Object.keys(one.service('docker-socket-proxy').networks ?? {})).toEqual(['docker'])
    expect(one.file('config/docker-socket-proxy/haproxy.cfg')).toMatch(/\n {4}http-request deny\n/)
  })

  it('D-C19: two instances of a service are wired each for itself', () => {
    const { wires } = project({
      services: { a: 'grafana', b: 'grafana', x: 'postgres', y: 'postgres' },
    }).detection

    expect(wires.map(({ id }) => id)).toEqual(['x.dashboards.a', 'x.dashboards.b', 'y.dashboards.a', 'y.dashboards.b'])
  })

  it('D-C20: an instance has one name, in the Compose file, in its host name and as a client', () => {
    const { plant } = translateRequest({
      instances: [{ app_id: 'grafana', instance_name: 'dash', config: { name: 'My Grafana' } }, { app_id: 'traefik' }],
    })
    const one = project(plant as unknown as SmallPlant)

    expect(Object.keys(one.compose.services ?? {})).toEqual(['dash', 'traefik'])
    expect(one.file('config/traefik/routes.yaml')).toContain('Host(`dash.localhost`)')
    expect(one.service('dash').environment?.GF_SERVER_ROOT_URL).toBe('http://dash.localhost/')
  })

  it('D-C21: the README names no file that is not there', () => {
    for (const name of ['basic-scada', 'full-iiot', 'monitoring', 'secure', 'three-gateways']) {
      const one = project(exampleText(name))
      const named = [
        ...one.file('README.md').matchAll(/`((?:config|secrets)\/[^`]*|[^` ]+\.(?:sh|bat|yml|env)|\.env)`/g),
      ]

      const paths = named.map(([, path]) => path as string)

      expect(paths.length).toBeGreaterThan(3)
      for (const path of paths)
        expect(
          one.tree.files.some((file) => file.path === path || file.path.startsWith(path)),
          `${name}: ${path}`,
        ).toBe(true)
    }
  })
})

const gifts = () => ({
  random: seededRandom(),
  now: new Date('2026-03-01T12:00:00Z'),
  read: (source: unknown) => source as Secret,
})

/** The same value with the keys of every mapping the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  )
}

describe('order of a plant file', () => {
  it('decides only which of several services keeps its usual port', () => {
    const portsOf = (text: string) =>
      planPlant(parsePlant(text)).blueprint?.services.map(({ name, ports }) => [name, ports[0]?.published])

    expect(portsOf('version: 1\nname: p\nservices:\n  a: { uses: grafana }\n  b: { uses: grafana }\n')).toEqual([
      ['a', 3000],
      ['b', 3001],
    ])
    expect(portsOf('version: 1\nname: p\nservices:\n  b: { uses: grafana }\n  a: { uses: grafana }\n')).toEqual([
      ['a', 3001],
      ['b', 3000],
    ])
  })
})
