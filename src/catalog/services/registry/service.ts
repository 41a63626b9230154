import { z } from 'zod'
import { storeSecrets } from '../../abilities/secret-store/consumer.ts'
import { defineService, type Instance, type PasswordFileNeed, password, secretPath } from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { registryConfig } from './files.ts'

const Options = z.strictObject({
  username: userName.default('plant').describe('Login for docker login'),
  password: secretOption.optional(),
  mirrorOf: z
    .string()
    .regex(/^https:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?$/, 'must be an address such as https://registry-1.docker.io')
    .optional()
    .describe('Address of another registry whose public images this one keeps copies of; nothing can be pushed then'),
})
type RegistryOptions = z.output<typeof Options>

const loginPassword = ({ name, options }: Instance<RegistryOptions>) =>
  password(`${name}.password`, options.password, options.username)

const users = (instance: Instance<RegistryOptions>): PasswordFileNeed => ({
  kind: 'password-file',
  name: `${instance.name}.htpasswd`,
  format: 'bcrypt',
  users: [{ name: instance.options.username, password: loginPassword(instance) }],
})

export default defineService<RegistryOptions>({
  id: 'registry',
  title: 'Docker Registry',
  category: 'development',
  summary: 'Keeps container images of the plant, or copies of those of another registry, behind a login.',
  homepage: 'https://distribution.github.io/distribution',
  license: 'Apache-2.0',
  image: 'registry',
  versions: ['3.1.1'],
  ports: {
    http: { container: 5000, protocol: 'http', title: 'Images', host: 5000 },
    metrics: { container: 5001, protocol: 'http', title: 'Prometheus metrics' },
  },
  options: Options,
  older: { ids: ['docker-registry'], ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/var/lib/registry' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    // answered without a login
    test: httpHealth('busybox', 5000, '/'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  parts: ({ instance, accepted }) => ({
    files: [
      {
        path: 'config.yml',
        mount: '/etc/distribution/config.yml',
        content: registryConfig({
          htpasswdPath: secretPath({ need: users(instance) }),
          mirrorOf: instance.options.mirrorOf,
          metrics: accepted('metrics').length > 0,
        }),
      },
    ],
    secrets: [{ need: users(instance) }],
  }),
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 5000 },
          login: 'own',
          healthPath: '/',
        },
      }),
    },
    metrics: { connect: () => ({ claim: { port: 5001 } }) },
    'secret-store': {
      connect: ({ instance }, offer) => {
        const need = loginPassword(instance as Instance<RegistryOptions>)
        const { claim, parts } = storeSecrets(instance, offer, [{ purpose: 'password', need }])
        // the registry itself has only the hash; the probe compares with what the container holds
        return { claim, parts: { ...parts, secrets: [...(parts.secrets ?? []), { need }] } }
      },
    },
  },
})
