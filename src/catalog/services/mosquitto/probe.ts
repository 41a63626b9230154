import type { MqttClaim, MqttOffer } from '../../abilities/mqtt-broker/ability.ts'
import type { ProbeAnswer, ProbedWire, ProbeStep } from '../../model.ts'
import { bridgeClientId, bridgeVerifyTopic } from './files.ts'

/** Asked with the broker's own clients: the consumer's user passes, a wrong password and a stranger are refused. */
export function clientSteps({ provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  return [
    {
      what: `user "${claim.user}" publishes a message and receives it`,
      in: provider.name,
      command: ['sh', '-c', roundTrip(offer, claim.user)],
      secrets: { MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      hint: ({ stderr }) => brokerHint(stderr, claim, provider.name, consumer.name),
    },
    {
      what: `user "${claim.user}" with a wrong password is refused`,
      in: provider.name,
      command: ['mosquitto_pub', ...connection(offer), '-u', claim.user, '-P', 'wrong', ...toVerify(claim)],
      passes: isRefused,
      hint: `The broker does not ask for passwords: does ${provider.name} run with the generated mosquitto.conf?`,
    },
    {
      what: 'a client without a password is refused',
      in: provider.name,
      command: ['mosquitto_pub', ...connection(offer), ...toVerify(claim)],
      passes: isRefused,
      hint: `The broker lets strangers in: does ${provider.name} run with the generated mosquitto.conf?`,
    },
  ]
}

/**
 * The message has really left this broker: a client of the other one, with the bridge's own login, receives what is
 * published here.
 */
export function bridgeSteps(
  { provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>,
  local: { readonly options: string; readonly healthSecret: string },
): ProbeStep[] {
  const id = bridgeClientId(consumer.name, offer.host)
  const topic = bridgeVerifyTopic(consumer.name, offer.host)
  const to = connection(offer).join(' ')
  return [
    {
      what: `the bridge to ${offer.host} is up`,
      in: consumer.name,
      command: [
        'sh',
        '-c',
        [
          ...login('health', 'HEALTH_PASSWORD'),
          `[ "$(mosquitto_sub ${local.options} -t '$SYS/broker/connection/${id}/state' -C 1 -W 5)" = 1 ]`,
        ].join('\n'),
      ],
      secrets: { HEALTH_PASSWORD: { of: consumer.name, secret: local.healthSecret } },
      // a bridge tries again after 2 to 30 s
      retries: 10,
      hint: `See why in the log: docker compose logs ${consumer.name}. Does ${provider.name} run?`,
    },
    {
      what: `a message published on ${consumer.name} arrives on ${offer.host}`,
      in: consumer.name,
      command: [
        'sh',
        '-c',
        [
          ...login(claim.user),
          `XDG_CONFIG_HOME="$d" mosquitto_sub ${to} -q 1 -t ${topic} -C 1 -W 8 >"$d/got" &`,
          `printf -- '-u health\\n-P %s\\n' "$HEALTH_PASSWORD" >"$d/mosquitto_pub"`,
          'for i in 1 2 3 4 5; do sleep 1; [ -s "$d/got" ] && break',
          `  mosquitto_pub ${local.options} -q 1 -t ${topic} -m "$m"; done`,
          'wait $!',
          'grep -qx "$m" "$d/got"',
        ].join('\n'),
      ],
      secrets: {
        MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name },
        HEALTH_PASSWORD: { of: consumer.name, secret: local.healthSecret },
      },
      retries: 1,
      hint: `See the bridge in the log: docker compose logs ${consumer.name}.`,
    },
  ]
}

const toVerify = ({ user }: MqttClaim): string[] => ['-t', `ign/verify/${user}`, '-m', 'stranger']

const isRefused = ({ exitCode, stderr }: ProbeAnswer): boolean => exitCode !== 0 && /not auth/i.test(stderr)

function connection(offer: MqttOffer): string[] {
  const tls = offer.authorityPath === undefined ? [] : ['--cafile', offer.authorityPath]
  return ['-h', offer.host, '-p', String(offer.port), '-V', offer.protocolVersion === '5' ? '5' : '311', ...tls]
}

/** Shell lines that hand the password to the clients in their option file: on a command line others could read it. */
const login = (user: string, variable = 'MQTT_PASSWORD'): string[] => [
  'set -e',
  'd=$(mktemp -d)',
  'trap \'rm -rf "$d"\' EXIT',
  'umask 077',
  `for f in mosquitto_pub mosquitto_sub; do printf -- '-u %s\\n-P %s\\n' '${user}' "$${variable}" >"$d/$f"; done`,
  'export XDG_CONFIG_HOME="$d"',
  'm="$$-$(date +%s)"',
]

/** Publishes a retained message of this moment, reads it back and clears it. */
function roundTrip(offer: MqttOffer, user: string): string {
  const to = connection(offer).join(' ')
  const topic = `ign/verify/${user}`
  return [
    ...login(user),
    `mosquitto_pub ${to} -q 1 -r -t ${topic} -m "$m"`,
    `got=$(mosquitto_sub ${to} -q 1 -t ${topic} -C 1 -W 5)`,
    `mosquitto_pub ${to} -q 1 -r -n -t ${topic}`,
    '[ "$got" = "$m" ]',
  ].join('\n')
}

function brokerHint(stderr: string, claim: MqttClaim, provider: string, consumer: string): string {
  if (/not auth|bad user/i.test(stderr)) {
    return (
      `The broker does not accept the password that ${consumer} has (secrets/${claim.password.name}) for user ` +
      `"${claim.user}". Generate the project again and run: docker compose up -d ${provider} ${consumer}.`
    )
  }
  if (/certificate|tls|ssl/i.test(stderr))
    return `The broker's certificate does not fit: generate the project again and restart ${provider}.`
  return `Look at the broker's log: docker compose logs ${provider}.`
}
