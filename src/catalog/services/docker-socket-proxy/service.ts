import { z } from 'zod'
import { type ClaimOf, defineService, type Parts, type ServiceContext } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { haproxyConfig, openSections } from './files.ts'
import { refusalSteps } from './probe.ts'

const Options = z.strictObject({
  socket: z
    .string()
    .regex(/^\/[A-Za-z0-9_./-]{1,200}$/, 'must be an absolute path')
    .refine((path) => !path.split('/').includes('..'), 'must not hold ".."')
    .default('/var/run/docker.sock')
    .describe("Path of the Docker Engine's socket on the host; rootless engines have it below /run/user"),
})
export type DockerSocketProxyOptions = z.output<typeof Options>

export default defineService<DockerSocketProxyOptions>({
  id: 'docker-socket-proxy',
  title: 'Docker Socket Proxy',
  category: 'operations',
  summary: 'The only container with the Docker socket; lets through just what the other programs of the stack need.',
  homepage: 'https://github.com/Tecnativa/docker-socket-proxy',
  license: 'Apache-2.0',
  image: 'tecnativa/docker-socket-proxy',
  versions: ['v0.5.0'],
  // never published: whoever reaches it may ask the engine
  ports: { api: { container: 2375, protocol: 'tcp', title: 'Docker API' } },
  options: Options,
  older: { ids: ['socket-proxy'] },
  volumes: {},
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 64, cpus: 0.25 }),
  multiple: true,
  homeNetwork: 'docker',
  health: () => ({
    test: httpHealth('busybox', 2375, '/_ping'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  check: ({ ports }) =>
    ports.api?.published
      ? [
          {
            severity: 'error',
            code: 'stack.weak-security',
            path: ['ports', 'api'],
            message: 'the Docker API would be open to everybody who reaches the port',
            hint: 'Remove the port: programs of the stack reach the proxy without it.',
          },
        ]
      : [],
  parts: ({ instance }) => ({
    environment: { SOCKET_PATH: '/var/run/docker.sock', LOG_LEVEL: 'warning', DISABLE_IPV6: '1' },
    container: { hostMounts: [{ from: instance.options.socket, to: '/var/run/docker.sock' }] },
  }),
  offers: {
    'docker-api': {
      offer: ({ instance }) => ({ host: instance.name, port: 2375, url: `tcp://${instance.name}:2375` }),
      serve: (context, claims) => serve(context as ServiceContext<DockerSocketProxyOptions>, claims),
      probe: refusalSteps,
    },
  },
})

function serve(
  { instance }: ServiceContext<DockerSocketProxyOptions>,
  claims: readonly ClaimOf<'docker-api'>[],
): Parts {
  const list = claims.map(({ claim }) => claim)
  const isMighty = ({ claim }: ClaimOf<'docker-api'>) => claim.mayChange || (claim.mayStop ?? []).length > 0
  const mighty = claims.filter(isMighty)
  const others = claims.filter((one) => !isMighty(one)).map(({ consumer }) => consumer.name)
  return {
    files: [
      {
        path: 'haproxy.cfg',
        mount: '/usr/local/etc/haproxy/haproxy.cfg.template',
        content: haproxyConfig(list),
      },
    ],
    notes:
      claims.length === 0
        ? []
        : [
            `${instance.name} lets ${claims.map(({ consumer }) => consumer.name).join(', ')} ask the Docker Engine about: ${openSections(list).join(', ')}.`,
          ],
    problems: mighty.slice(0, others.length > 0 ? 1 : 0).map(({ consumer }) => ({
      severity: 'warning',
      code: 'stack.weak-security',
      path: ['services', consumer.name],
      message: `"${consumer.name}" may change or stop containers, and through the same proxy so may ${others.map((name) => `"${name}"`).join(', ')}`,
      hint: `Add a second docker-socket-proxy and give it to "${consumer.name}" with connect: { docker-api: NAME }.`,
    })),
  }
}
