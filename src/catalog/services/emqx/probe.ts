import { erlangSessions, sessionsPassed } from '../../abilities/mqtt-broker/erlang.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'

/**
 * Asked in Erlang by the broker itself, over its listener: no MQTT client is in the image. The password reaches it in a
 * file, because what is evaluated stands on a command line.
 */
export function sessionSteps({ provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  const password = 'binary_to_list(element(2, file:read_file("@FILE@")))'
  return [
    {
      what: `user "${claim.user}" publishes a message and receives it, a wrong password and a stranger are refused`,
      in: provider.name,
      command: ['bash', '-c', script, 'session', erlangSessions(offer, claim.user, password)],
      secrets: { MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      passes: ({ stdout }) => sessionsPassed(stdout),
      hint: ({ stdout }) =>
        stdout.includes('[{refused,')
          ? `The broker does not accept the password that ${consumer.name} has (secrets/${claim.password.name}). Generate the project again and run: docker compose up -d ${provider.name} ${consumer.name}.`
          : stdout.includes('[ok,')
            ? `The broker lets strangers in: does ${provider.name} run with the generated settings?`
            : `Look at the broker's log: docker compose logs ${provider.name}.`,
    },
  ]
}

const script = `umask 077
file=$(mktemp)
trap 'rm -f "$file"' EXIT
printf %s "$MQTT_PASSWORD" >"$file"
unset MQTT_PASSWORD
/opt/emqx/bin/emqx eval "\${1//@FILE@/$file}"`
