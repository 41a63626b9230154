import { defineAbility, type PasswordNeed } from '../../model.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    push: { offer: PushOffer; claim: PushClaim }
  }
}

/** A server that speaks ntfy's protocol. */
export interface PushOffer {
  readonly host: string
  readonly port: number
  readonly url: string
  /** Where the stack's messages go and people subscribe. */
  readonly topic: string
}

/** Who publishes, and with which token (`Authorization: Bearer`). */
export interface PushClaim {
  readonly user: string
  readonly token: PasswordNeed
}

/** The token of a publisher, in the only form that ntfy takes: `tk_` and 29 lower case letters and digits. */
export const pushToken = (consumer: string): PasswordNeed => ({
  kind: 'password',
  name: `${consumer}.push-token`,
  length: 29,
  form: 'ntfy-token',
})

/** Topic that `ign stack verify` publishes to in a user's name; nobody subscribes to it. */
export const verifyTopic = (user: string): string => `verify-${user}`

export default defineAbility<'push'>({
  id: 'push',
  title: 'Push messages',
  summary:
    'Messages of the stack arrive on phones and in browsers; each sender has a token of its own and may only send.',
  network: 'data',
  reach: 'one',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => [
    {
      what: `the token of "${claim.user}" publishes a message, and it can be read back`,
      in: provider.name,
      command: ['sh', '-c', roundTrip(offer, verifyTopic(claim.user))],
      secrets: { PUSH_TOKEN: { of: consumer.name, secret: claim.token.name } },
      hint: ({ stderr }) =>
        /40[13]/.test(stderr)
          ? `${provider.name} does not know the token that ${consumer.name} has: generate again and run docker compose up --detach ${provider.name} ${consumer.name}.`
          : `Look at the log: docker compose logs ${provider.name}.`,
    },
    {
      what: `nobody publishes to or reads "${offer.topic}" without a login`,
      in: provider.name,
      command: ['sh', '-c', anonymous(offer)],
      passes: ({ stdout }) => /^(40[13] ?){2}$/.test(stdout.trim()),
      hint: `Strangers get through: does ${provider.name} run with the generated server.yml?`,
    },
  ],
})

/** The shell puts the token into the header: the command that the engine is told does not hold it. */
function roundTrip({ port }: PushOffer, topic: string): string {
  const url = `http://127.0.0.1:${port}/${topic}`
  const ask = 'wget -q -T 5 -O - --header "Authorization: Bearer $PUSH_TOKEN"'
  return [
    'set -e',
    'm="verify $$-$(date +%s)"',
    `${ask} --post-data "$m" '${url}' >/dev/null`,
    `${ask} '${url}/json?poll=1&since=1m' | grep -qF "$m"`,
  ].join('\n')
}

/** Status of a message published and of messages read, both by nobody. */
const anonymous = ({ port, topic }: PushOffer): string =>
  [
    `status() { wget -q -T 5 -O /dev/null "$@" 2>&1 | sed -n 's/.*\\(40[0-9]\\).*/\\1/p'; }`,
    `echo $(status --post-data anonymous 'http://127.0.0.1:${port}/${topic}') $(status 'http://127.0.0.1:${port}/${topic}/json?poll=1')`,
  ].join('\n')
