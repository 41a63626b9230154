import type { MqttClaim, MqttOffer } from '../../abilities/mqtt-broker/ability.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'

/** Asked with the broker's own clients: the consumer's user passes, its program answers, a stranger is refused. */
export function clientSteps({ provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  return [
    {
      what: `user "${claim.user}" publishes a message and receives it`,
      in: provider.name,
      command: ['sh', '-c', roundTrip(offer, claim.user)],
      secrets: { MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      hint: ({ stderr }) => brokerHint(stderr, claim, provider.name, consumer.name),
    },
    ...(claim.echo ? [echoStep(provider.name, consumer.name, offer, claim, claim.echo)] : []),
    {
      what: 'a client without a password is refused',
      in: provider.name,
      command: ['mosquitto_pub', ...connection(offer), '-t', `ign/verify/${claim.user}`, '-m', 'anonymous'],
      passes: ({ exitCode, stderr }) => exitCode !== 0 && /not auth/i.test(stderr),
      hint: `The broker lets strangers in: does ${provider.name} run with the generated mosquitto.conf?`,
    },
  ]
}

function connection(offer: MqttOffer): string[] {
  const tls = offer.authorityPath === undefined ? [] : ['--cafile', offer.authorityPath]
  return ['-h', offer.host, '-p', String(offer.port), '-V', '5', ...tls]
}

/** The running consumer hears a message and answers it: the wire is in use, not only usable. */
function echoStep(
  provider: string,
  consumer: string,
  offer: MqttOffer,
  claim: MqttClaim,
  echo: { readonly request: string; readonly reply: string },
): ProbeStep {
  const to = connection(offer).join(' ')
  return {
    what: `${consumer} is connected and answers on ${echo.reply}`,
    in: provider,
    command: [
      'sh',
      '-c',
      [
        ...login(claim.user),
        `mosquitto_sub ${to} -q 1 -t ${echo.reply} -C 1 -W 5 >"$d/reply" &`,
        'for i in 1 2 3 4; do sleep 1; [ -s "$d/reply" ] && break',
        `  mosquitto_pub ${to} -q 1 -t ${echo.request} -m "$m"; done`,
        'wait $!',
        'grep -qx "$m" "$d/reply"',
      ].join('\n'),
    ],
    secrets: { MQTT_PASSWORD: { of: consumer, secret: claim.password.name } },
    retries: 2,
    hint: `${consumer} did not answer: is its tab "${offer.host}" deployed, and does its log (docker compose logs ${consumer}) show a connection?`,
  }
}

/** Shell lines that hand the password to the clients in their option file: on a command line others could read it. */
const login = (user: string): string[] => [
  'set -e',
  'd=$(mktemp -d)',
  'trap \'rm -rf "$d"\' EXIT',
  'umask 077',
  `for f in mosquitto_pub mosquitto_sub; do printf -- '-u %s\\n-P %s\\n' '${user}' "$MQTT_PASSWORD" >"$d/$f"; done`,
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
