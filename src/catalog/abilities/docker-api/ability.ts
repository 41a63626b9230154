import { defineAbility, type ProbeStep } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'docker-api': { offer: DockerApiOffer; claim: DockerApiClaim }
  }
}

export interface DockerApiOffer {
  readonly host: string
  readonly port: number
  /** `tcp://docker-socket-proxy:2375`, as DOCKER_HOST and most programs want it. */
  readonly url: string
}

/**
 * Parts of the Docker Engine API. Ping, version and events are always there. `list` lists containers and no more;
 * `containers` also inspects them and shows logs; reading and writing files inside of containers is `files`, running
 * commands in them is `exec`.
 */
export const dockerSections = [
  'build',
  'containers',
  'distribution',
  'exec',
  'files',
  'images',
  'info',
  'list',
  'networks',
  'nodes',
  'plugins',
  'services',
  'swarm',
  'system',
  'tasks',
  'volumes',
] as const
export type DockerSection = (typeof dockerSections)[number]

/** What a consumer asks of the Docker Engine. */
export interface DockerApiClaim {
  readonly sections: readonly DockerSection[]
  /** Start, stop, create and remove in these sections: as mighty as root on the host. Default: only look. */
  readonly mayChange?: boolean
  /** Containers, by their exact names, whose logs are shown without `containers`. */
  readonly logsOf?: readonly string[]
  /** Containers, by their exact names, that may be stopped without `mayChange`. */
  readonly mayStop?: readonly string[]
}

export default defineAbility<'docker-api'>({
  id: 'docker-api',
  title: 'Docker API',
  summary:
    'Programs that look at containers ask a proxy that lets through only what they need; none mounts the socket.',
  network: 'docker',
  reach: 'one',
  waits: false,
  probe: ({ provider, consumer, offer, claim }): ProbeStep[] => [
    ...reachSteps(consumer, offer.host, offer.port),
    {
      what: `${provider.name} passes on what ${consumer.name} asks: ${['ping', ...claim.sections].join(', ')}`,
      in: provider.name,
      command: [
        'sh',
        '-c',
        ['_ping', ...listings(claim)]
          .map((path) => `wget -q -T 5 -O /dev/null http://127.0.0.1:${offer.port}/${path} || exit 1`)
          .join('; '),
      ],
      hint: ({ stderr }) =>
        /403/.test(stderr)
          ? `${provider.name} refuses it: generate again and run docker compose up --detach ${provider.name}.`
          : `The Docker Engine does not answer ${provider.name}: is its option socket the path of the engine's socket?`,
    },
  ],
})

const listings = ({ sections }: DockerApiClaim): string[] => sections.flatMap((section) => listing[section] ?? [])

/** A request of each section that only looks, answers at once and needs no swarm. */
const listing: Partial<Record<DockerSection, string>> = {
  containers: 'containers/json?limit=1',
  images: 'images/json',
  info: 'info',
  list: 'containers/json?limit=1',
  networks: 'networks',
  volumes: 'volumes',
}
