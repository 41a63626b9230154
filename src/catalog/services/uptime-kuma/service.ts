import { z } from 'zod'
import { defineService, type Instance, password, secretPath } from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { setupScript } from './files.ts'

const Options = z.strictObject({
  adminUser: userName.default('admin').describe('Name of the administrator'),
  password: secretOption.optional(),
})
type Options = z.output<typeof Options>

const adminPassword = (instance: Instance) => {
  const { adminUser, password: given } = instance.options as Options
  return password(`${instance.name}.admin-password`, given, adminUser)
}

export default defineService<Options>({
  id: 'uptime-kuma',
  title: 'Uptime Kuma',
  category: 'monitoring',
  summary: 'Asks pages and ports whether they are there, keeps a history and shows status pages.',
  homepage: 'https://uptime.kuma.pet',
  license: 'MIT',
  image: 'louislam/uptime-kuma',
  versions: ['2.5.3'],
  ports: { http: { container: 3001, protocol: 'http', title: 'Status and monitors', host: 3001 } },
  options: Options,
  older: {
    ids: ['uptimekuma'],
    options: { username: 'adminUser', password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: { data: '/app/data' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'node',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({ test: ['CMD', 'extra/healthcheck'], intervalS: 10, timeoutS: 5, retries: 12, startPeriodS: 60 }),
  parts: ({ instance, site }) => {
    const need = adminPassword(instance)
    return {
      environment: { TZ: site.timezone, UPTIME_KUMA_DB_TYPE: 'sqlite' },
      secrets: [{ need }],
      jobs: [
        {
          name: 'setup',
          title: 'makes the administrator',
          when: 'after',
          entrypoint: ['node', '/etc/plantwright/setup.js'],
          files: [
            {
              path: 'setup.js',
              mount: '/etc/plantwright/setup.js',
              content: setupScript(`http://${instance.name}:3001`, instance.options.adminUser, secretPath({ need })),
            },
          ],
          secrets: [{ need }],
        },
      ],
      notes: [`${instance.name}: monitors are added on its page; it has no settings file for them.`],
    }
  },
  accepts: {
    metrics: {
      connect: ({ instance }) => ({
        claim: {
          port: 3001,
          login: { username: (instance.options as Options).adminUser, password: adminPassword(instance) },
        },
      }),
    },
    mail: {
      status: () => ({
        status: 'manual',
        note: 'Uptime Kuma keeps its ways of notification in its database: add one of the type SMTP on its page.',
      }),
      connect: neverConnected,
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 3001 },
          login: 'own',
          healthPath: '/',
        },
      }),
    },
  },
})

function neverConnected(): never {
  throw new Error('a manual wire is not connected')
}
