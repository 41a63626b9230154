import type { CommandStep, ProbedWire, ProbeStep } from '../../model.ts'

/**
 * The image has no MQTT client. On a plain listener a few bytes are sent by hand; through TLS the server is asked whom
 * it has let in.
 */
export const sessionSteps = (wire: ProbedWire<'mqtt-broker'>): ProbeStep[] =>
  wire.offer.authority === undefined ? plainSteps(wire) : [loggedInStep(wire)]

function plainSteps({ provider, consumer, offer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep[] {
  const session = (password: string): string[] => [
    'sh',
    '-c',
    script,
    'session',
    offer.host,
    String(offer.port),
    claim.user,
    `ign/verify/${claim.user}/session`,
    password,
  ]
  const isRefused: CommandStep['passes'] = ({ stdout }) => stdout.startsWith('refused')
  return [
    {
      what: `user "${claim.user}" publishes a message and receives it`,
      in: provider.name,
      command: session(''),
      secrets: { MQTT_PASSWORD: { of: consumer.name, secret: claim.password.name } },
      passes: ({ stdout }) => stdout.trim() === 'ok',
      hint: ({ stdout }) =>
        stdout.startsWith('refused')
          ? `The broker does not accept the password that ${consumer.name} has (secrets/${claim.password.name}). Generate the project again and run: docker compose up -d ${provider.name} ${consumer.name}.`
          : `Look at the broker's log: docker compose logs ${provider.name}.`,
    },
    {
      what: `user "${claim.user}" with a wrong password is refused`,
      in: provider.name,
      command: session('wrong'),
      passes: isRefused,
      hint: `The broker takes any password: does ${provider.name} run with the generated nats.conf?`,
    },
  ]
}

/**
 * CONNECT, SUBSCRIBE and PUBLISH of MQTT 3.1.1, byte by byte, and what came back in hexadecimal. No part is longer than
 * 127 bytes: names are at most 63, a generated password has 24.
 */
const script = `
host=$1 port=$2 user=$3 topic=$4 password=\${5:-$MQTT_PASSWORD}
byte() { printf "\\\\$(printf %03o "$1")"; }
word() { byte 0; byte \${#1}; printf %s "$1"; }
hex() { od -An -v -tx1 | tr -d ' \\n'; }
id=verify-$$ text=$$-$(date +%s)
got=$({
  byte 16; byte $((16 + \${#id} + \${#user} + \${#password})); printf '\\0\\4MQTT\\4\\302\\0\\12'
  word "$id"; word "$user"; word "$password"
  sleep 1
  byte 130; byte $((5 + \${#topic})); printf '\\0\\1'; word "$topic"; byte 0
  sleep 1
  byte 48; byte $((2 + \${#topic} + \${#text})); word "$topic"; printf %s "$text"
  sleep 1
  printf '\\340\\0'
} 2>/dev/null | nc -w 5 "$host" "$port" | hex)
case $got in
  20020000*"$(printf %s "$text" | hex)"*) echo ok ;;
  20020000*) echo "no message: $got" ;;
  2002*) echo refused ;;
  *) echo "no answer: $got" ;;
esac
`

/** Only a client that is connected now stands in the list, and only under the user it has logged in as. */
function loggedInStep({ provider, consumer, claim }: ProbedWire<'mqtt-broker'>): ProbeStep {
  return {
    what: `"${claim.user}" is logged in over MQTT`,
    in: provider.name,
    command: ['wget', '-q', '-T', '5', '-O', '-', 'http://127.0.0.1:8222/connz?auth=true&limit=4096'],
    passes: ({ stdout }) => mqttUsers(stdout).includes(claim.user),
    // clients that were away come back within seconds
    retries: 20,
    hint: `${consumer.name} is not connected: see why in its log (docker compose logs ${consumer.name}) and in that of ${provider.name}.`,
  }
}

function mqttUsers(answer: string): string[] {
  try {
    const { connections = [] } = JSON.parse(answer) as {
      connections?: { authorized_user?: string; type?: string; mqtt_client?: string }[]
    }
    return connections.flatMap(({ authorized_user: user, mqtt_client: client }) =>
      user !== undefined && client !== undefined ? [user] : [],
    )
  } catch {
    return []
  }
}
