import { z } from 'zod'
import { defineService, type ServiceContext } from '../../model.ts'

const Options = z.strictObject({
  onlyThisStack: z.boolean().default(true).describe("Show this stack's containers and no others of the machine"),
})
export type DozzleOptions = z.output<typeof Options>

export default defineService<DozzleOptions>({
  id: 'dozzle',
  title: 'Dozzle',
  category: 'monitoring',
  summary: "Shows containers' logs in the browser as they are written; keeps nothing.",
  homepage: 'https://dozzle.dev',
  license: 'MIT',
  image: 'amir20/dozzle',
  versions: ['v10.7.3'],
  ports: { http: { container: 8080, protocol: 'http', title: 'Logs', host: 8888 } },
  options: Options,
  older: { ports: { port: 'http', http_port: 'http' } },
  volumes: {},
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'none',
  resources: () => ({ memoryMiB: 128, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: ['CMD', '/dozzle', 'healthcheck'],
    intervalS: 15,
    timeoutS: 10,
    retries: 6,
    startPeriodS: 15,
  }),
  parts: ({ instance, site, accepted }: ServiceContext<DozzleOptions>) => ({
    environment: {
      ...Object.fromEntries(accepted('docker-api').map(({ url }) => ['DOZZLE_REMOTE_HOST', url])),
      ...(instance.options.onlyThisStack ? { DOZZLE_FILTER: `label=com.docker.compose.project=${site.name}` } : {}),
      DOZZLE_NO_ANALYTICS: 'true',
      DOZZLE_ENABLE_ACTIONS: 'false',
      DOZZLE_ENABLE_SHELL: 'false',
    },
  }),
  accepts: {
    'docker-api': {
      required: { add: 'docker-socket-proxy', because: 'Dozzle asks the Docker Engine for containers and their logs' },
      connect: () => ({ claim: { sections: ['containers', 'info'] } }),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8080 },
          login: 'operator',
          healthPath: '/healthcheck',
        },
      }),
    },
  },
})
