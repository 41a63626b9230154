import { z } from 'zod'
import { formatComposeSize, parseSize } from '../../../core/size.ts'
import {
  type ClaimOf,
  type Instance,
  type Parts,
  password,
  type ServiceDefinition,
  type ServiceProblem,
  secretPath,
} from '../../model.ts'
import { secretOption, sizeText } from '../../options.ts'
import { type Login, type Program, serverConf, startScript } from './files.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  maxMemory: sizeText.default('128MiB').describe('Memory for data; the limit of the container has to be larger'),
  whenFull: z
    .enum(['noeviction', 'allkeys-lru', 'volatile-lru'])
    .default('noeviction')
    .describe('What happens at that limit: refuse to write, or forget the keys that were used least'),
  persistence: z.boolean().default(true).describe('Write every change to disk, so that queues survive a restart'),
  password: secretOption.optional(),
})
export type ServerOptions = z.output<typeof Options>

/** A person who looks inside with the program's own client. */
const adminUser = 'admin'

/** Logs in to ask how the server is; may do nothing else. */
const healthUser = 'health'

const adminPassword = (instance: Instance<ServerOptions>) =>
  password(`${instance.name}.admin-password`, instance.options.password, adminUser)

const healthPassword = (instance: Instance) => password(`${instance.name}.health-password`)

const mebi = 1024 ** 2

type Own = 'id' | 'title' | 'summary' | 'homepage' | 'license' | 'image' | 'versions' | 'user' | 'toolbox'

/**
 * Valkey grew out of Redis: both read the same settings, users and commands, and their images differ only in names.
 */
export const keyValueServer = (
  program: Program,
  own: Pick<ServiceDefinition<ServerOptions>, Own>,
): ServiceDefinition<ServerOptions> => ({
  ...own,
  category: 'database',
  ports: { redis: { container: 6379, protocol: 'tcp', title: 'Keys and queues', host: 6379 } },
  options: Options,
  older: {
    options: { password: 'password', max_memory: 'maxMemory', maxmemory: 'maxMemory' },
    ports: { port: 'redis' },
  },
  volumes: { data: '/data' },
  startsAsRoot: true,
  resources: ({ maxMemory }) => ({ memoryMiB: Math.ceil(((parseSize(maxMemory) ?? 0) / mebi) * 1.5) + 64, cpus: 0.5 }),
  multiple: true,
  health: (instance) => ({
    test: [
      'CMD-SHELL',
      `REDISCLI_AUTH="$(cat ${secretPath({ need: healthPassword(instance) })})" ${program}-cli -h 127.0.0.1 --user ${healthUser} --no-auth-warning ping | grep -q PONG`,
    ],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  check: checkMemory,
  parts: ({ instance }) => ({
    entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
    command: [`${program}-server`, '/etc/plantwright/server.conf'],
    files: [
      {
        path: 'server.conf',
        mount: '/etc/plantwright/server.conf',
        content: serverConf({ ...instance.options, maxMemoryBytes: parseSize(instance.options.maxMemory) ?? 0 }),
      },
    ],
    stopGraceS: 30,
  }),
  offers: {
    cache: {
      offer: ({ instance }) => ({ host: instance.name, port: 6379 }),
      serve: ({ instance }, claims) => users(program, instance as Instance<ServerOptions>, claims),
      probe: loginSteps(program),
    },
  },
})

function users(program: Program, instance: Instance<ServerOptions>, claims: readonly ClaimOf<'cache'>[]): Parts {
  const logins: Login[] = [
    { user: healthUser, password: healthPassword(instance), rules: '-@all +ping' },
    { user: adminUser, password: adminPassword(instance), rules: '~* &* +@all' },
    ...claims.map(({ claim }) => ({
      user: claim.user,
      password: claim.password,
      rules: `~${claim.prefix}* &${claim.prefix}* +@all -@admin -@dangerous +info`,
    })),
  ]
  return {
    files: [{ path: 'start.sh', mount: '/etc/plantwright/start.sh', content: startScript(program, logins) }],
    secrets: logins.map((login) => ({ need: login.password })),
    problems: nameProblems(claims),
  }
}

/** Users are named after services: two must not fall together with those of the server. */
const nameProblems = (claims: readonly ClaimOf<'cache'>[]): ServiceProblem[] =>
  claims
    .filter(({ claim }) => [adminUser, healthUser, 'default'].includes(claim.user))
    .map(({ consumer, claim }) => ({
      severity: 'error',
      code: 'stack.name-clash',
      path: ['services', consumer.name],
      message: `"${consumer.name}" would get the user "${claim.user}", which the server has for itself`,
      hint: `Rename "${consumer.name}".`,
    }))

/** With less room than its data the server would be killed instead of refusing to write. */
function checkMemory({ options, memoryBytes }: Instance<ServerOptions>): ServiceProblem[] {
  const maxMemory = parseSize(options.maxMemory) ?? 0
  if (maxMemory < memoryBytes) return []
  return [
    {
      severity: 'error',
      code: 'stack.option-conflict',
      path: ['options', 'maxMemory'],
      message: `data may take ${options.maxMemory}, but the container has only ${formatComposeSize(memoryBytes)}`,
      hint: 'Lower maxMemory or raise memory.',
    },
  ]
}
