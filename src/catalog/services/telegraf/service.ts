import { z } from 'zod'
import type { DockerApiOffer } from '../../abilities/docker-api/ability.ts'
import type { MqttOffer } from '../../abilities/mqtt-broker/ability.ts'
import { storeLogin, type TimeSeriesOffer } from '../../abilities/time-series/ability.ts'
import { keptStep } from '../../abilities/time-series/probe.ts'
import { defineService, type Instance, type Parts, password, type ServiceContext } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { authorityPath, type Plugin, secretReference, secretStore, startScript, telegrafConf } from './files.ts'
import { connectedSteps } from './probe.ts'

const Options = z.strictObject({
  interval: z
    .string()
    .regex(/^[1-9][0-9]{0,4}[smh]$/, 'must be a duration such as 10s, 5m or 1h')
    .default('10s')
    .describe('How often it gathers and writes'),
  topics: z
    .array(z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be a topic filter without spaces, such as plant/+/state'))
    .min(1)
    .max(100)
    .default(['#'])
    .describe('What it subscribes to on the MQTT brokers it is wired to'),
  payload: z
    .enum(['json', 'number', 'text', 'influx'])
    .default('json')
    .describe('What messages hold: JSON, one number, one text, or line protocol'),
})
export type TelegrafOptions = z.output<typeof Options>

const mqttPassword = (instance: Instance, broker: string) => password(`${instance.name}.${broker}.mqtt-password`)

const metricsPassword = (instance: Instance) => password(`${instance.name}.metrics-password`)

export default defineService<TelegrafOptions>({
  id: 'telegraf',
  title: 'Telegraf',
  category: 'monitoring',
  summary: 'Collects values, above all from MQTT topics, and writes them to time-series databases.',
  homepage: 'https://www.influxdata.com/time-series-platform/telegraf',
  license: 'MIT',
  image: 'telegraf',
  versions: ['1.39.3'],
  ports: {
    metrics: { container: 9273, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  older: { options: { interval: 'interval', topics: 'topics' } },
  volumes: {},
  // the start script reads the secrets as root before the entry point changes to this user
  user: { uid: 999, gid: 999, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('bash', 8080, '/'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  parts: (context) => config(context),
  accepts: {
    'mqtt-broker': {
      connect: ({ instance }, offer) => ({
        claim: {
          user: instance.name,
          password: mqttPassword(instance, offer.host),
          topics: (instance.options as TelegrafOptions).topics.map((filter) => ({ access: 'read', filter })),
        },
        parts: {
          secrets: offer.authority ? [{ need: offer.authority, part: 'certificate' }] : [],
        },
      }),
      probe: connectedSteps,
    },
    'time-series': {
      connect: ({ instance }, offer) => ({
        claim: { ...storeLogin(instance.name, offer), access: 'write' },
      }),
      probe: (wire) => [
        keptStep(wire, {
          measurement: 'internal_agent',
          tag: 'host',
          value: wire.consumer.name,
        }),
      ],
    },
    metrics: {
      connect: ({ instance }) => ({
        claim: {
          port: 9273,
          login: { username: 'metrics', password: metricsPassword(instance) },
        },
      }),
    },
    'docker-api': {
      connect: () => ({ claim: { sections: ['containers', 'info'] } }),
    },
  },
})

/** One file for everything: what it gathers and where that goes follows from the wires. */
function config(context: ServiceContext<TelegrafOptions>): Parts {
  const { instance } = context
  const { options } = instance
  const brokers = context.accepted('mqtt-broker')
  const stores = context.accepted('time-series')
  const isScraped = context.accepted('metrics').length > 0
  const needs = [
    ...brokers.map(({ host }) => mqttPassword(instance, host)),
    ...stores.map((offer) => storeLogin(instance.name, offer).password),
    ...(isScraped ? [metricsPassword(instance)] : []),
  ]
  // one authority signs for the whole stack, so brokers may name the same one
  const authorities = [
    ...new Map(brokers.flatMap(({ authority }) => (authority ? [[authority.name, authority]] : []))).values(),
  ]
  const plugins = [
    ...(needs.length > 0 ? [secretStore] : []),
    { plugin: 'inputs.internal', settings: { collect_memstats: true } },
    ...brokers.map((offer) => mqttInput(instance, offer)),
    ...context.accepted('docker-api').map(dockerInput),
    ...stores.map((offer) => storeOutput(instance, offer)),
    ...(isScraped ? [metricsOutput(instance)] : []),
    {
      plugin: 'outputs.health',
      // three rounds without a measurement mean that it hangs
      settings: {
        service_address: 'http://127.0.0.1:8080',
        max_time_between_metrics: tripled(options.interval),
      },
    },
  ]
  return {
    entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
    command: ['telegraf', '--config', '/etc/telegraf/telegraf.conf'],
    files: [
      {
        path: 'telegraf.conf',
        mount: '/etc/telegraf/telegraf.conf',
        content: telegrafConf({ instance: instance.name, interval: options.interval }, plugins),
      },
      {
        path: 'start.sh',
        mount: '/etc/plantwright/start.sh',
        content: startScript(needs, authorities),
      },
    ],
    secrets: needs.map((need) => ({ need })),
  }
}

const tripled = (duration: string): string => duration.replace(/\d+/, (count) => String(3 * Number(count)))

const formats: Record<TelegrafOptions['payload'], Record<string, string>> = {
  json: { data_format: 'json' },
  number: { data_format: 'value', data_type: 'float' },
  text: { data_format: 'value', data_type: 'string' },
  influx: { data_format: 'influx' },
}

const mqttInput = (instance: Instance<TelegrafOptions>, offer: MqttOffer): Plugin => ({
  plugin: 'inputs.mqtt_consumer',
  settings: {
    servers: [`${offer.authority ? 'ssl' : 'tcp'}://${offer.host}:${offer.port}`],
    topics: instance.options.topics,
    qos: 1,
    client_id: `${instance.name}-telegraf`,
    username: instance.name,
    password: secretReference(mqttPassword(instance, offer.host)),
    ...(offer.authority ? { tls_ca: authorityPath(offer.authority) } : {}),
    ...formats[instance.options.payload],
  },
})

const dockerInput = ({ url }: DockerApiOffer): Plugin => ({
  plugin: 'inputs.docker',
  settings: { endpoint: url },
})

/** Every kind of store takes what version 1 of InfluxDB took. */
function storeOutput(instance: Instance, offer: TimeSeriesOffer): Plugin {
  const { user, password: need } = storeLogin(instance.name, offer)
  return {
    plugin: 'outputs.influxdb',
    settings: {
      urls: [offer.url],
      database: offer.database,
      skip_database_creation: true,
      username: user,
      password: secretReference(need),
      content_encoding: offer.kind === 'questdb' ? 'identity' : 'gzip',
    },
  }
}

const metricsOutput = (instance: Instance): Plugin => ({
  plugin: 'outputs.prometheus_client',
  settings: {
    listen: ':9273',
    basic_username: 'metrics',
    basic_password: secretReference(metricsPassword(instance)),
  },
})
