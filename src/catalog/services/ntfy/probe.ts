import type { ProbedWire, ProbeStep } from '../../model.ts'
import { commandTopic, hearsCommand, listener } from './commands.ts'

/** The listener hears the server, others cannot send commands, and nothing but the plant's services can be stopped. */
export const commandSteps = ({ consumer, offer }: ProbedWire<'docker-api'>): ProbeStep[] => [
  {
    what: `${listener(consumer).user} hears the topic "${commandTopic}"`,
    in: listener(consumer).user,
    command: hearsCommand,
    retries: 10,
    hint: `Look at its log: docker compose logs ${listener(consumer).user}.`,
  },
  {
    what: 'nobody sends commands without a login, and who listens does not either',
    in: listener(consumer).user,
    command: ['sh', '-c', strangers(`http://${consumer.name}/${commandTopic}`)],
    secrets: { PUSH_TOKEN: { of: listener(consumer).user, secret: listener(consumer).token.name } },
    passes: ({ stdout }) => /^(40[13] ?){2}$/.test(stdout.trim()),
    hint: `Strangers get through: does ${consumer.name} run with the generated server.yml?`,
  },
  {
    what: `${offer.host} lets it neither make containers nor run commands in them`,
    in: listener(consumer).user,
    command: ['sh', '-c', refused(`http://${offer.host}:${offer.port}`)],
    passes: ({ stdout }) => /^(403 ?){2}$/.test(stdout.trim()),
    hint: `The proxy lets more through: give ${consumer.name} a docker-socket-proxy of its own.`,
  },
]

/** Shell function that prints the status of a request that was refused. */
const statusFunction = `status() { wget -q -T 5 -O /dev/null --post-data status "$@" 2>&1 | sed -n 's/.*\\(40[0-9]\\).*/\\1/p'; }`

const strangers = (topic: string): string =>
  [statusFunction, `echo $(status ${topic}) $(status --header "Authorization: Bearer $PUSH_TOKEN" ${topic})`].join('\n')

const refused = (engine: string): string =>
  [statusFunction, `echo $(status ${engine}/containers/create) $(status ${engine}/containers/none/exec)`].join('\n')
