import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = missingEngine()

/** A central broker with TLS, one at the edge that is bridged to all others, brokers of other makers, and a log. */
const plant = `version: 1
name: e2e-messaging
settings: { domain: plant.internal }
services:
  central: { uses: mosquitto, options: { tls: true }, ports: { mqtts: false, websockets: false } }
  edge:
    uses: mosquitto
    options:
      bridgeTopics:
        - { topic: "line/#", direction: out, remotePrefix: "site-1/" }
        - { topic: "orders/#", direction: in }
    connect: { mqtt-broker: [central, queue, bus, hive] }
    ports: { mqtt: false, websockets: false }
  round:
    uses: mosquitto
    options: { bridgeTopics: [{ topic: "shared/#", direction: both }] }
    connect: { mqtt-broker: [central, hive] }
    ports: { mqtt: false, websockets: false }
  queue:
    uses: rabbitmq
    options: { tls: true, websockets: true }
    ports: { http: false, mqtts: false, amqps: false, wss: false }
  bus: { uses: nats, ports: { mqtt: false, nats: false } }
  bus-tls: { uses: nats, options: { tls: true }, ports: { mqtts: false, nats: false } }
  hive:
    uses: hivemq
    options: { allowAnonymous: true, maxPacketBytes: 4096 }
    ports: { mqtt: false, websockets: 28000 }
  closed-hive: { uses: hivemq, ports: { mqtt: false, websockets: false } }
  collector: { uses: telegraf, options: { topics: ["plant/#"] }, connect: { mqtt-broker: [hive] } }
  flows: { uses: node-red, ports: { http: false } }
  log: { uses: kafka, options: { tls: true, users: [historian] }, ports: { outside: false } }
integrations:
  mqtt:
    users: { press: {}, reader: {}, viewer: {}, boss: {} }
    acl:
      - { user: press, access: write, topic: "plant/press/#" }
      - { user: press, access: read, topic: "plant/press/+/order" }
      - { user: reader, access: read, topic: "plant/#" }
      - { user: viewer, access: read, topic: "plant/#" }
      - { user: viewer, access: deny, topic: "plant/secret/#" }
      - { user: boss, access: readwrite, topic: "#" }
`

/** How the clients in the container of `edge` reach each broker. */
const brokers = {
  central: '-h central -p 8883 --cafile /run/secrets/stack-ca.crt -V 5',
  queue: '-h queue -p 8883 --cafile /run/secrets/stack-ca.crt -V 5',
  bus: '-h bus -p 1883 -V 311',
  hive: '-h hive -p 1883 -V 5',
  'closed-hive': '-h closed-hive -p 1883 -V 5',
  edge: '-h edge -p 1883 -V 5',
  round: '-h round -p 1883 -V 5',
}
type Broker = keyof typeof brokers

interface Subscriber {
  readonly at: Broker
  readonly who: string
  readonly topic: string
}

describe.skipIf(missing !== undefined && !isRequired)('brokers on a real engine', () => {
  const base = mkdtempSync(join(tmpdir(), 'ign-messaging-'))
  const file = join(base, 'plant.yaml')
  let stack: RunningStack

  beforeAll(() => {
    writeFileSync(file, plant)
    stack = new RunningStack(file)
    stack.generate()
    stack.up()
  })

  afterAll(() => {
    stack?.destroy()
    rmSync(base, { recursive: true, force: true })
  })

  const login = (user: string, password = stack.secret(`mqtt.${user}.password`)) => `-u ${user} -P '${password}'`
  /** Shell lines in a container that belongs to none of the brokers that are asked. */
  const shell = (script: string) => stack.exec('edge', 'sh', '-c', script)
  const publish = (broker: Broker, who: string, topic: string, text: string) =>
    shell(`mosquitto_pub ${brokers[broker]} ${who} -q 1 -t ${topic} -m ${text} 2>&1`)
  /** What each subscriber gets while `lines` run and shortly after. */
  const received = (subscribers: readonly Subscriber[], lines: readonly string[]): string[][] => {
    const listen = subscribers.map(
      ({ at, who, topic }, index) =>
        `mosquitto_sub ${brokers[at]} ${who} -q 1 -t '${topic}' -W 5 -F '%t %p' >$d/${index} 2>&1 &`,
    )
    const show = subscribers.map((_, index) => `cat $d/${index}; echo ----`)
    const { stdout } = shell(['d=$(mktemp -d)', ...listen, 'sleep 2', ...lines, 'wait', ...show, 'rm -r $d'].join('\n'))
    return stdout
      .split('----\n')
      .slice(0, -1)
      .map((text) => text.split('\n').filter((line) => line !== '' && !line.includes('Timed out')))
  }
  const send = (broker: Broker, who: string, topic: string, text: string) =>
    `mosquitto_pub ${brokers[broker]} ${who} -q 1 -t ${topic} -m ${text} >/dev/null 2>&1`

  it('carry current on every wire', () => {
    const { exitCode, probes } = stack.verify()

    expect(probes.filter((probe) => !probe.ok)).toEqual([])
    expect(probes.map(({ wire }) => wire).sort()).toEqual([
      'collector.mqtt-broker.hive',
      'edge.mqtt-broker.bus',
      'edge.mqtt-broker.central',
      'edge.mqtt-broker.hive',
      'edge.mqtt-broker.queue',
      'flows.mqtt-broker.bus',
      'flows.mqtt-broker.bus-tls',
      'flows.mqtt-broker.central',
      'flows.mqtt-broker.edge',
      'flows.mqtt-broker.hive',
      'flows.mqtt-broker.queue',
      'flows.mqtt-broker.round',
      'round.mqtt-broker.central',
      'round.mqtt-broker.hive',
    ])
    expect(exitCode).toBe(0)
  })

  describe('asked from a second container', () => {
    const three = ['central', 'queue', 'bus'] as const
    const everywhere = (who: string, topic: string, text: string) => three.map((at) => send(at, who, topic, text))

    it('let the right user in, and bring its message to who may read it', () => {
      const readers = three.map((at) => ({ at, who: login('reader'), topic: 'plant/#' }))

      const got = received(readers, everywhere(login('press'), 'plant/press/1/temp', 'warm-1'))

      expect(got).toEqual(three.map(() => ['plant/press/1/temp warm-1']))
    })

    it.each(three)('refuse a wrong password and a client without one: %s', (broker) => {
      for (const who of [login('press', 'wrong'), '-u press', '']) {
        const { exitCode, stdout } = publish(broker, who, 'plant/press/1/temp', 'stranger')

        expect(exitCode, who).not.toBe(0)
        expect(stdout).toMatch(/not authori[sz]ed|bad user name or password/i)
      }
    })

    it('keep a message on a forbidden topic from everybody', () => {
      const readers = three.map((at) => ({ at, who: login('reader'), topic: 'plant/#' }))

      const got = received(readers, [
        ...everywhere(login('press'), 'plant/other/1', 'forbidden'),
        ...everywhere(login('press'), 'plant/press/2/temp', 'allowed'),
      ])

      expect(got).toEqual(three.map(() => ['plant/press/2/temp allowed']))
    })

    it('bring a client only what it may read', () => {
      const narrow = three.map((at) => ({ at, who: login('press'), topic: 'plant/press/+/order' }))
      const wide = three.map((at) => ({ at, who: login('press'), topic: 'plant/press/#' }))

      const got = received(
        [...narrow, ...wide],
        [
          ...everywhere(login('boss'), 'plant/press/7/report', 'not-for-press'),
          ...everywhere(login('boss'), 'plant/press/7/order', 'for-press'),
        ],
      )

      expect(got.slice(0, 3)).toEqual(three.map(() => ['plant/press/7/order for-press']))
      for (const lines of got.slice(3)) expect(lines).not.toContain('plant/press/7/report not-for-press')
    })

    it('keep what is denied out of a wider filter', () => {
      const viewers = (['central', 'queue'] as const).map((at) => ({ at, who: login('viewer'), topic: 'plant/#' }))

      const [central, queue] = received(viewers, [
        ...everywhere(login('boss'), 'plant/secret/key', 'denied'),
        ...everywhere(login('boss'), 'plant/open/1', 'open'),
      ])

      expect(central).toEqual(['plant/open/1 open'])
      // RabbitMQ refuses the wider filter as a whole
      expect(queue?.join()).toMatch(/not authori[sz]ed|denied/i)
      expect(queue?.join()).not.toContain('plant/secret/key')
    })
  })

  it('show a certificate of the stack to clients that check it, and have no plain port beside it', () => {
    const press = login('press')
    const publicAuthorities = brokers.central.replace('/run/secrets/stack-ca.crt', '/etc/ssl/certs/ca-certificates.crt')
    const attempt = (options: string) => shell(`mosquitto_pub ${options} ${press} -q 1 -t plant/press/1 -m x 2>&1`)

    expect(attempt(brokers.central)).toMatchObject({ exitCode: 0, stdout: '' })
    // the library says "Protocol error" or "A TLS error occurred", whichever comes first
    const untrusted = attempt(publicAuthorities)
    expect(untrusted.exitCode).not.toBe(0)
    expect(untrusted.stdout).toMatch(/protocol error|TLS|certificate/i)
    expect(attempt('-h central -p 1883').stdout).toMatch(/connection refused/i)
  })

  it('hand messages on over the bridge, with the prefix, to every broker that is named', () => {
    const far = (['central', 'queue', 'bus', 'hive'] as const).map((at) => ({
      at,
      who: login('boss'),
      topic: 'site-1/#',
    }))

    const got = received(far, [send('edge', login('boss'), 'line/4/speed', 'handed-on')])

    expect(got).toEqual(far.map(() => ['site-1/line/4/speed handed-on']))
  })

  it('take messages from the other side, and only what the bridge carries; none goes round', () => {
    const [edge, ...others] = received(
      [
        { at: 'edge', who: login('boss'), topic: '#' },
        { at: 'central', who: login('boss'), topic: 'shared/#' },
        { at: 'round', who: login('boss'), topic: 'shared/#' },
        { at: 'hive', who: login('boss'), topic: 'shared/#' },
      ],
      [
        send('central', login('boss'), 'private/1', 'stays'),
        send('central', login('boss'), 'orders/12', 'comes'),
        send('hive', login('boss'), 'orders/13', 'comes-too'),
        send('round', login('boss'), 'shared/a', 'once-there'),
        send('central', login('boss'), 'shared/b', 'once-back'),
        send('hive', login('boss'), 'shared/c', 'once-across'),
      ],
    )

    expect(edge?.sort()).toEqual(['orders/12 comes', 'orders/13 comes-too'])
    for (const lines of others)
      expect(lines.sort()).toEqual(['shared/a once-there', 'shared/b once-back', 'shared/c once-across'])
  })

  it('remove a user of RabbitMQ that the plant does not have, and leave the others', () => {
    const users = () =>
      stack
        .exec('queue', 'gosu', 'rabbitmq', 'rabbitmqctl', '--silent', 'list_users')
        .stdout.split('\n')
        .flatMap((line) => line.split('\t')[0] || [])
        .sort()
    const before = users()
    stack.exec('queue', 'gosu', 'rabbitmq', 'rabbitmqctl', '--silent', 'add_user', 'stray', 'stray-password')
    expect(users()).toContain('stray')

    const { exitCode } = stack.compose('up', '--no-deps', '--pull', 'never', 'queue-setup')

    expect(exitCode).toBe(0)
    expect(users()).toEqual(before)
    expect(before).toEqual(['admin', 'boss', 'edge', 'flows', 'press', 'reader', 'viewer'])
  })

  describe('of HiveMQ, which has no users of its own', () => {
    it.each([
      ['the password of the plant file', () => login('press')],
      ['a wrong password', () => login('press', 'wrong')],
      ['none', () => ''],
    ])('let nobody in until an extension checks passwords: %s', (_, who) => {
      const { exitCode, stdout } = publish('closed-hive', who(), 'plant/press/1/temp', 'stranger')

      expect(exitCode).not.toBe(0)
      expect(stdout).toMatch(/not authori[sz]ed/i)
    })

    it('let everybody in where the plant file says so, and keep what is retained over a restart', async () => {
      expect(publish('hive', '-r', 'kept/by/nobody', 'still-there')).toMatchObject({ exitCode: 0 })

      expect(stack.compose('restart', 'hive').exitCode).toBe(0)

      await vi.waitFor(
        () => {
          const { stdout } = shell(`mosquitto_sub ${brokers.hive} -t 'kept/#' -C 1 -W 5 -F '%t %p' 2>&1`)
          expect(stdout).toBe('kept/by/nobody still-there\n')
        },
        { timeout: 60_000 },
      )
    })

    it('take no packet larger than the plant file allows', () => {
      const packet = (bytes: number) => send('hive', '', 'packets', 'x'.repeat(bytes))

      const [lines] = received([{ at: 'hive', who: '', topic: 'packets' }], [packet(5000), packet(4000)])

      expect(lines?.map((line) => line.length)).toEqual(['packets '.length + 4000])
    })

    it('speak MQTT over WebSocket', async () => {
      const socket = new WebSocket('ws://127.0.0.1:28000/mqtt', 'mqtt')
      socket.binaryType = 'arraybuffer'
      await once(socket, 'open')
      // CONNECT of MQTT 3.1.1 as client "a"
      socket.send(Buffer.from('100d00044d51545404020000000161', 'hex'))
      const [{ data }] = (await once(socket, 'message')) as [MessageEvent]
      socket.close()

      // CONNACK: accepted
      expect(Buffer.from(data as ArrayBuffer).toString('hex')).toBe('20020000')
    })
  })

  it('keep a log that only who logs in writes to and reads', () => {
    const tool = (name: string, options: string) =>
      `timeout 60 /opt/kafka/bin/kafka-${name}.sh --bootstrap-server log:9092 --command-config $c ${options} 2>&1`
    const script = [
      'c=/tmp/plantwright/client.properties',
      `echo kept-in-the-log | ${tool('console-producer', '--topic line')}`,
      tool('console-consumer', '--topic line --from-beginning --max-messages 1'),
      `sed 's/password=.*/password="wrong";/' $c >/tmp/wrong.properties; c=/tmp/wrong.properties`,
      tool('topics', '--list'),
    ].join('\n')

    const { stdout } = stack.exec('log', 'bash', '-c', script)

    expect(stdout).toMatch(/^kept-in-the-log$/m)
    expect(stdout).toContain('Authentication failed: Invalid username or password')
  })
})
