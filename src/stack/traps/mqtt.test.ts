import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../test/support/chance.ts'
import { codesOf, gateway, type Project, project, withKnownSecrets } from '../../../test/support/project.ts'
import type { Secret } from '../../core/secret.ts'
import { makeSecrets } from '../../platform/index.ts'

/** Generated stacks: MQTT. What others got wrong, and what is required instead. */

const broker = (options: object = {}, more: object = {}) =>
  project({ services: { broker: { uses: 'mosquitto', options }, ...more } })

/** Listeners of a `mosquitto.conf`: port -> the lines below it. */
function listenersOf(one: Project, name = 'broker'): Record<string, string[]> {
  const blocks = one
    .file(`config/${name}/mosquitto.conf`)
    .split(/^listener /m)
    .slice(1)
  return Object.fromEntries(
    blocks.map((block) => {
      const [port = '', ...lines] = block.split('\n').filter((line) => line !== '')
      return [port, lines]
    }),
  )
}

/** Rules of an access list: user -> its lines. */
function rulesOf(one: Project, name = 'broker'): Record<string, string[]> {
  const blocks = one
    .file(`config/${name}/acl`)
    .split(/^user /m)
    .slice(1)
  return Object.fromEntries(
    blocks.map((block) => {
      const [user = '', ...lines] = block.split('\n').filter((line) => line !== '' && !line.startsWith('pattern '))
      return [user, lines]
    }),
  )
}

describe('MQTT traps', () => {
  it('D-M1: the broker runs with the generated files, and listens where other containers reach it', () => {
    const one = broker()
    const { volumes, command, entrypoint } = one.service('broker')

    expect(volumes).toEqual(
      expect.arrayContaining([
        './config/broker/mosquitto.conf:/etc/plantwright/mosquitto.conf:ro',
        './config/broker/acl:/etc/plantwright/acl:ro',
        './config/broker/start.sh:/etc/plantwright/start.sh:ro',
      ]),
    )
    expect(command).toEqual(['/usr/sbin/mosquitto', '-c', '/etc/plantwright/mosquitto.conf'])
    expect(entrypoint).toEqual(['/bin/sh', '/etc/plantwright/start.sh'])
    expect(one.service('broker').secrets).toContain('broker.passwd')
    expect(one.file('config/broker/start.sh')).toContain('cp /run/secrets/broker.passwd /run/plantwright/passwd')
    // a listener with a port and no address is open to all networks of the container
    expect(Object.keys(listenersOf(one))).toEqual(['1883', '9001'])
  })

  it('D-M2: nobody gets in without a password, and the broker holds only hashes', async () => {
    const one = broker({ username: 'chief' }, { flows: 'node-red' })
    const read = (source: unknown) => source as Secret
    const now = new Date('2026-03-01T12:00:00Z')
    const made = await makeSecrets(one.blueprint.needs, new Map(), { random: seededRandom(), now, read })

    const lines = (made.get('broker.passwd') ?? '').trimEnd().split('\n')

    expect(one.file('config/broker/mosquitto.conf')).toMatch(/^allow_anonymous false$/m)
    expect(lines.map((line) => line.split(':')[0])).toEqual(['health', 'flows', 'chief'])
    for (const line of lines) expect(line).toMatch(/^[a-z]+:\$7\$\d+\$[A-Za-z0-9+/]{16}\$[A-Za-z0-9+/]{86}==$/)
    expect(made.get('broker.passwd')).not.toContain(made.get('broker.user-password'))
  })

  it('D-M2: no clear password stands in a file of the broker', () => {
    const { tree, values } = withKnownSecrets(broker({ username: 'chief' }, { flows: 'node-red' }))

    const own = tree.files.filter(({ path }) => path.startsWith('config/'))

    for (const value of values.values())
      expect(own.filter(({ content }) => content.includes(value)).map(({ path }) => path)).toEqual([])
  })

  it('D-M3: the TLS listener has a certificate, its port is published, and the plain one is gone', () => {
    const one = broker({ tls: true })

    expect(listenersOf(one)['8883']).toEqual([
      'certfile /run/plantwright/server.crt',
      'keyfile /run/plantwright/server.key',
      'tls_version tlsv1.2',
    ])
    expect(listenersOf(one)['1883']).toBeUndefined()
    expect(one.service('broker').ports).toContain('${BIND_ADDRESS:-127.0.0.1}:8883:8883')
    expect(one.service('broker').secrets).toEqual(expect.arrayContaining(['broker.tls.crt', 'broker.tls.key']))
    expect(one.blueprint.needs).toContainEqual(
      expect.objectContaining({ kind: 'certificate', name: 'broker.tls', hosts: expect.arrayContaining(['broker']) }),
    )
    expect(Object.keys(listenersOf(broker({ tls: true, plain: true })))).toEqual(['1883', '8883', '9001'])
    expect(codesOf({ services: { broker: { uses: 'mosquitto', options: { plain: false } } } })).toEqual([
      'stack.option-conflict',
    ])
  })

  it('D-M4: what is published for WebSocket speaks WebSocket', () => {
    const one = broker()

    expect(one.service('broker').ports).toContain('${BIND_ADDRESS:-127.0.0.1}:9001:9001')
    expect(listenersOf(one)['9001']?.[0]).toBe('protocol websockets')
    expect(Object.keys(listenersOf(broker({ websockets: false })))).toEqual(['1883'])
    expect(broker({ websockets: false }).service('broker').ports).toHaveLength(1)
  })

  it('D-M5: EMQX asks for passwords, denies what no rule allows, and takes its users, TLS and dashboard from the plant', () => {
    const one = project({
      services: { broker: { uses: 'emqx', options: { tls: true, username: 'chief' } }, flows: 'node-red' },
      integrations: { mqtt: { users: { press: {} }, acl: [{ user: 'press', access: 'write', topic: 'plant/#' }] } },
    })
    const conf = one.file('config/broker/emqx.conf')

    expect(one.service('broker').volumes).toEqual(
      expect.arrayContaining([
        './config/broker/emqx.conf:/opt/emqx/etc/emqx.conf:ro',
        './config/broker/acl.conf:/etc/plantwright/acl.conf:ro',
      ]),
    )
    expect(conf).toMatch(/authentication = \[\n {2}\{\n {4}mechanism = password_based/)
    expect(conf).toContain('no_match = deny')
    expect(conf).toContain('path = "/etc/plantwright/acl.conf"')
    expect(conf).toContain('listeners.tcp.default.enable = false')
    expect(conf).toMatch(
      /listeners\.ssl\.default \{\n {2}enable = true[^}]*keyfile = "\/run\/secrets\/broker\.tls\.key"/,
    )
    expect(one.file('config/broker/acl.conf').trimEnd().split('\n')).toEqual(
      expect.arrayContaining(['{allow, {user, "press"}, publish, ["plant/#"]}.', '{deny, all}.']),
    )
    for (const user of ['flows', 'chief', 'press'])
      expect(one.file('config/broker/setup.sh')).toMatch(new RegExp(`^set_user ${user} /run/secrets/`, 'm'))
    expect(one.service('flows').depends_on).toHaveProperty('broker-setup')
    expect(one.file('config/broker/start.sh')).toContain('$(</run/secrets/broker.dashboard-password)')
  })

  it('D-M5: no broker of another make lets strangers in without being told to', () => {
    const broker = (uses: string, options: object = {}) => project({ services: { broker: { uses, options } } })

    expect(broker('rabbitmq').file('config/broker/rabbitmq.conf')).toMatch(/^mqtt\.allow_anonymous = false$/m)
    expect(broker('nats').file('config/broker/nats.conf')).toMatch(/^authorization \{$/m)
    expect(broker('hivemq').service('broker').environment).toMatchObject({ HIVEMQ_ALLOW_ALL_CLIENTS: 'false' })
    expect(codesOf({ services: { broker: { uses: 'hivemq', options: { allowAnonymous: true } } } })).toEqual([
      'stack.weak-security',
    ])
  })

  it('D-M6: Node-RED gets the broker as a node with a login of its own', () => {
    const one = broker({ tls: true }, { flows: 'node-red' })
    const wiring = JSON.parse(one.file('config/flows/broker-broker.json'))
    const nodes = Object.fromEntries(wiring.nodes.map((node: { type: string }) => [node.type, node]))

    expect(nodes['mqtt-broker']).toMatchObject({
      broker: 'broker',
      port: '8883',
      usetls: true,
      tls: nodes['tls-config'].id,
    })
    expect(nodes['tls-config']).toMatchObject({ ca: '/run/secrets/stack-ca.crt', verifyservercert: true })
    expect(wiring.credentials[nodes['mqtt-broker'].id]).toEqual({
      user: 'flows',
      password: '${BROKER_BROKER_PASSWORD}',
    })
    expect(one.service('flows').secrets).toContain(wiring.passwordPath.replace('/run/secrets/', ''))
    expect(one.service('flows').volumes).toContain(
      './config/flows/broker-broker.json:/etc/plantwright/broker-broker.json:ro',
    )
    expect(rulesOf(one).flows).toEqual(['topic readwrite #'])
  })

  it('D-M6: of several brokers each has its own node, user and password', () => {
    const one = project({ services: { flows: 'node-red', a: 'mosquitto', b: 'mosquitto' } })

    const ids = ['a', 'b'].map((name) => JSON.parse(one.file(`config/flows/broker-${name}.json`)).nodes[1].id)

    expect(new Set(ids).size).toBe(2)
    expect(one.service('flows').secrets).toEqual(
      expect.arrayContaining(['flows.a.mqtt-password', 'flows.b.mqtt-password']),
    )
  })

  it('D-M7: MQTT of a gateway is said to need modules of another maker; its user is ready on the broker', () => {
    const one = broker({}, { gw: gateway() })

    const wire = one.blueprint.wires.find(({ id }) => id === 'gw.mqtt-broker.broker')

    expect(wire).toMatchObject({ status: 'manual', note: expect.stringContaining('Cirrus Link') })
    expect(one.file('README.md')).toContain(wire?.note)
    expect(rulesOf(one).gw).toEqual(['topic readwrite #'])
    expect(one.file('README.md')).toContain('| `secrets/gw.broker.mqtt-password` | gw |')
    expect(one.blueprint.probes().map((probe) => probe.wire)).not.toContain('gw.mqtt-broker.broker')
    expect(Object.keys(one.service('gw').networks ?? {})).toContain('field')
  })

  it('D-M8: two brokers share no host port', () => {
    const one = project({ services: { a: 'mosquitto', b: 'mosquitto' } })
    const both = { uses: 'mosquitto', ports: { mqtt: 1883 } }

    expect(one.service('a').ports?.[0]).toBe('${BIND_ADDRESS:-127.0.0.1}:1883:1883')
    expect(one.service('b').ports?.[0]).toBe('${BIND_ADDRESS:-127.0.0.1}:1884:1883')
    expect(codesOf({ services: { a: both, b: both } })).toContain('stack.port-clash')
  })
})
