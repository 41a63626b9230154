import { erlangSessions, sessionsPassed } from '../../abilities/mqtt-broker/erlang.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'

/** Asked in Erlang, which the image brings: no MQTT client is in it. Three clients come at once. */
export function sessionSteps({ provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  return [
    {
      what: `user "${claim.user}" publishes a message and receives it, a wrong password and a stranger are refused`,
      in: provider.name,
      command: [
        'erl',
        '-noshell',
        '-noinput',
        '+S',
        '1',
        '-eval',
        evaluated(erlangSessions(offer, claim.user, password)),
      ],
      secrets: { MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      passes: ({ stdout }) => sessionsPassed(stdout),
      hint: ({ stdout }) =>
        stdout.startsWith('[{refused,')
          ? `The broker does not accept the password that ${consumer.name} has (secrets/${claim.password.name}). Generate the project again and run: docker compose up -d ${provider.name} ${consumer.name}.`
          : stdout.startsWith('[ok,')
            ? `The broker lets strangers in: does ${provider.name} run with the generated settings?`
            : `Look at the broker's log: docker compose logs ${provider.name}.`,
    },
  ]
}

const password = 'os:getenv("MQTT_PASSWORD")'

const evaluated = (expression: string): string => `io:format("~0p~n", [begin ${expression} end]), halt().`
