import { z } from 'zod'
import { defineService } from '../../model.ts'
import { reachCommand } from '../../toolbox.ts'
import { configXml } from './files.ts'

const Options = z.strictObject({
  allowAnonymous: z
    .boolean()
    .default(false)
    .describe('Let everybody in and allow everything; without it nobody gets in until an extension checks passwords'),
  websockets: z.boolean().default(true).describe('MQTT over WebSocket on 8000'),
  maxPacketBytes: z.int().min(1024).max(268_435_460).default(16_777_216).describe('Largest packet the broker takes'),
})
export type HivemqOptions = z.output<typeof Options>

export default defineService<HivemqOptions>({
  id: 'hivemq',
  title: 'HiveMQ Community Edition',
  category: 'messaging',
  summary: 'MQTT broker that extensions are written for; without one it knows no users.',
  homepage: 'https://www.hivemq.com/developers/community/',
  license: 'Apache-2.0',
  image: 'hivemq/hivemq-ce',
  versions: ['2025.5'],
  ports: {
    mqtt: { container: 1883, protocol: 'tcp', title: 'MQTT', host: 1883 },
    websockets: { container: 8000, protocol: 'tcp', title: 'MQTT over WebSocket', host: 8000 },
  },
  openPorts: ({ websockets }) => ['mqtt', ...(websockets ? ['websockets'] : [])],
  options: Options,
  older: { ids: ['hivemq-ce'], ports: { port: 'mqtt', mqtt_port: 'mqtt', websocket_port: 'websockets' } },
  volumes: { data: '/opt/hivemq/data' },
  user: { uid: 10000, gid: 0, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 768, cpus: 1 }),
  multiple: true,
  homeNetwork: 'field',
  health: () => ({
    test: ['CMD', ...reachCommand('bash', '127.0.0.1', 1883)],
    intervalS: 10,
    timeoutS: 6,
    retries: 12,
    startPeriodS: 60,
  }),
  check: ({ options }) =>
    options.allowAnonymous
      ? [
          {
            severity: 'warning',
            code: 'stack.weak-security',
            path: ['options', 'allowAnonymous'],
            message: 'everybody who reaches the broker may read and write every topic',
            hint: 'Use mosquitto, emqx or rabbitmq where clients have to log in.',
          },
        ]
      : [],
  parts: ({ instance: { options, memoryBytes }, site }) => ({
    environment: {
      TZ: site.timezone,
      HIVEMQ_ALLOW_ALL_CLIENTS: String(options.allowAnonymous),
      // a port for remote administration that asks for no password
      HIVEMQ_JMX_ENABLED: 'false',
      JAVA_OPTS: `-Xmx${Math.floor(memoryBytes / 2 / 1024 ** 2)}m`,
    },
    files: [{ path: 'config.xml', mount: '/opt/hivemq/conf/config.xml', content: configXml(options) }],
    stopGraceS: 30,
  }),
  offers: {
    'mqtt-broker': {
      status: ({ options }) =>
        (options as HivemqOptions).allowAnonymous
          ? { status: 'automatic' }
          : {
              status: 'manual',
              note: 'HiveMQ Community Edition has no users of its own and refuses every client until an extension that checks passwords is mounted below /opt/hivemq/extensions, such as the File RBAC Extension of its makers. Enter the client there, or set allowAnonymous: true.',
            },
      offer: ({ instance }) => ({ host: instance.name, port: 1883, protocolVersion: '5', isOpen: true }),
    },
  },
})
