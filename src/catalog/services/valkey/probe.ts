import type { ProbedWire, ProbeStep } from '../../model.ts'
import type { Program } from './files.ts'

/** Asked with the server's own client: the consumer's user reaches its keys and no others, a stranger is refused. */
export const loginSteps =
  (program: Program) =>
  ({ provider, consumer, offer, claim }: ProbedWire<'cache'>): ProbeStep[] => {
    const client = `${program}-cli -h ${offer.host} -p ${offer.port}`
    const asConsumer = `${client} --user '${claim.user}' --no-auth-warning`
    const key = `${claim.prefix}ign-verify`
    const secrets = { REDISCLI_AUTH: { of: consumer.name, secret: claim.password.name } }
    return [
      {
        what: `user "${claim.user}" writes the key "${key}" and reads it back`,
        in: provider.name,
        command: [
          'sh',
          '-c',
          `${asConsumer} set '${key}' current ex 60 && [ "$(${asConsumer} get '${key}')" = current ] && ${asConsumer} del '${key}'`,
        ],
        secrets,
        hint: ({ stdout, stderr }) =>
          /WRONGPASS|NOAUTH/.test(stdout + stderr)
            ? `The server does not accept the password that ${consumer.name} has (secrets/${claim.password.name}). Generate the project again and run: docker compose up -d ${provider.name} ${consumer.name}.`
            : `Look at the server's log: docker compose logs ${provider.name}.`,
      },
      {
        what: `user "${claim.user}" is refused keys of others`,
        in: provider.name,
        command: ['sh', '-c', `${asConsumer} get ign-verify`],
        secrets,
        passes: ({ stdout, stderr }) => /NOPERM/.test(stdout + stderr),
        hint: `Its rights are too wide: generate the project again and run docker compose up -d ${provider.name}.`,
      },
      {
        what: 'a client without a login is refused',
        in: provider.name,
        command: ['sh', '-c', `env -u REDISCLI_AUTH ${client} ping`],
        passes: ({ stdout, stderr }) => /NOAUTH/.test(stdout + stderr),
        hint: `The server lets strangers in: does ${provider.name} run with the generated start.sh?`,
      },
    ]
  }
