import { z } from 'zod'
import { printJson } from '../../../core/print/json.ts'
import { defineService, type Instance, password, type SecretMount, secretPath } from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { brokerNodes, settingsJs } from './files.ts'
import { echoSteps } from './probe.ts'

const Options = z.strictObject({
  adminUser: userName.default('admin').describe('Login of the editor'),
  password: secretOption.optional(),
})
export type NodeRedOptions = z.output<typeof Options>

const adminPassword = (instance: Instance<NodeRedOptions>) =>
  password(`${instance.name}.admin-password`, instance.options.password, instance.options.adminUser)

export default defineService<NodeRedOptions>({
  id: 'node-red',
  title: 'Node-RED',
  category: 'automation',
  summary: 'Flows between devices, brokers and services, drawn in the browser.',
  homepage: 'https://nodered.org',
  license: 'Apache-2.0',
  image: 'nodered/node-red',
  versions: ['4.1.13'],
  ports: { http: { container: 1880, protocol: 'http', title: 'Editor', host: 1880 } },
  options: Options,
  older: {
    ids: ['nodered'],
    options: { username: 'adminUser', admin_username: 'adminUser', password: 'password', admin_password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: { data: '/data' },
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: false },
  toolbox: 'node',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: true,
  homeNetwork: 'field',
  health: () => ({
    // the settings page answers 200 or, behind its login, 401: both say that the runtime is up
    test: [
      'CMD',
      'node',
      '-e',
      "fetch('http://127.0.0.1:1880/').then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))",
    ],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 30,
  }),
  parts: ({ instance, site }) => {
    const login: SecretMount = { need: adminPassword(instance) }
    const key: SecretMount = { need: password(`${instance.name}.credential-secret`) }
    return {
      environment: { TZ: site.timezone },
      files: [
        {
          path: 'settings.js',
          mount: '/data/settings.js',
          content: settingsJs({
            adminUser: instance.options.adminUser,
            adminPasswordPath: secretPath(login),
            credentialSecretPath: secretPath(key),
          }),
        },
      ],
      secrets: [login, key],
    }
  },
  accepts: {
    'mqtt-broker': {
      connect: ({ instance }, offer) => {
        const need = password(`${instance.name}.${offer.host}.mqtt-password`)
        const user = instance.name
        const nodes = brokerNodes({ instance: instance.name, offer, user, passwordPath: secretPath({ need }) })
        return {
          claim: {
            user,
            password: need,
            topics: [{ access: 'readwrite', filter: '#' }],
          },
          parts: {
            files: [
              {
                path: `broker-${offer.host}.json`,
                mount: `/etc/plantwright/broker-${offer.host}.json`,
                content: printJson(nodes),
              },
            ],
            secrets: [{ need }, ...(offer.authority ? [{ need: offer.authority, part: 'certificate' as const }] : [])],
          },
        }
      },
      probe: echoSteps,
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 1880 },
          login: 'own',
          healthPath: '/',
        },
      }),
    },
    'oidc-login': {
      status: () => ({
        status: 'manual',
        note: 'Node-RED needs the passport-openidconnect package in its /data folder; the editor keeps its own login.',
      }),
      connect: neverConnected,
    },
  },
})

function neverConnected(): never {
  throw new Error('a manual wire is not connected')
}
