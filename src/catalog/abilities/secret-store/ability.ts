import { defineAbility, type ImageTag, type PasswordNeed, type ProbeStep } from '../../model.ts'
import { reachSteps } from '../../toolbox.ts'

declare module '../../model.ts' {
  interface AbilityTypes {
    'secret-store': { offer: SecretStoreOffer; claim: SecretStoreClaim }
  }
}

/** A server that speaks Vault's API. */
export interface SecretStoreOffer {
  readonly host: string
  readonly port: number
  /** Its command line, which is part of its image. */
  readonly program: StoreProgram
  /** For agents beside consumers. */
  readonly image: ImageTag
  /** Consumers that get their secrets as files. */
  readonly agents: readonly string[]
  readonly logins: readonly StoreLogin[]
  /** Path of a secret that is none of its consumers' business. */
  readonly foreign: string
}

export type StoreProgram = 'bao' | 'vault'

/** A database login that the store makes or changes, and the consumers that may have it. */
export interface StoreLogin {
  readonly name: string
  readonly database: string
  readonly kind: 'rotated' | 'leased'
  readonly readers: readonly string[]
}

export interface SecretStoreClaim {
  /** Both halves of the consumer's AppRole. */
  readonly roleId: PasswordNeed
  readonly secretId: PasswordNeed
  /** What of the consumer is kept in the store. */
  readonly secrets: readonly StoredSecret[]
}

/** Kept at `stack/<instance>/<purpose>`, in the field `value`. */
export interface StoredSecret {
  readonly purpose: string
  readonly need: PasswordNeed
}

/** Where the key-value engine is mounted. */
export const storeMount = 'stack'

/** Name of a consumer's AppRole and policy. */
export const storeRole = (consumer: string): string => `${storeMount}-${consumer}`

/** Name of a database login in the store: unique where several databases are wired. */
export const loginName = ({ database, name }: Pick<StoreLogin, 'database' | 'name'>): string => `${database}-${name}`

/** Where a consumer reads a login. */
export const loginPath = (login: StoreLogin): string =>
  `database/${login.kind === 'rotated' ? 'static-creds' : 'creds'}/${loginName(login)}`

export const loginsOf = ({ logins }: SecretStoreOffer, consumer: string): readonly StoreLogin[] =>
  logins.filter(({ readers }) => readers.includes(consumer))

export default defineAbility<'secret-store'>({
  id: 'secret-store',
  title: 'Secret store',
  summary: 'Secrets in one place with a policy and a login for each consumer, an audit log, and files where wanted.',
  type: 'secrets_management',
  network: 'data',
  reach: 'one',
  waits: false,
  probe: ({ provider, consumer, offer, claim }) => {
    const login = appRoleLogin(offer.program)
    const secrets = {
      ROLE_ID: { of: consumer.name, secret: claim.roleId.name },
      SECRET_ID: { of: consumer.name, secret: claim.secretId.name },
    }
    const again = `Run: docker compose up --detach ${provider.name}-setup, which gives ${consumer.name} its login and secrets again.`
    const own = claim.secrets[0]
    const steps: ProbeStep[] = [...reachSteps(consumer, offer.host, offer.port)]
    if (own) {
      steps.push({
        what: `the AppRole of ${consumer.name} logs in and reads its own ${own.purpose}`,
        in: provider.name,
        command: [
          'sh',
          '-c',
          `${login}; [ "$(${offer.program} kv get -mount=${storeMount} -field=value ${consumer.name}/${own.purpose})" = "$OWN" ]`,
        ],
        secrets: { ...secrets, OWN: { of: consumer.name, secret: own.need.name } },
        hint: again,
      })
    }
    steps.push({
      what: `it is refused what belongs to others (${offer.foreign})`,
      in: provider.name,
      // refused, and not just missing or out of order
      command: [
        'sh',
        '-c',
        `${login}; ${offer.program} kv get -mount=${storeMount} ${offer.foreign} 2>&1 | grep -q 'permission denied'`,
      ],
      secrets,
      hint: `The policy ${storeRole(consumer.name)} lets too much through, or nothing at all. ${again}`,
    })
    for (const one of loginsOf(offer, consumer.name)) {
      steps.push({
        what: `it reads the database login ${loginName(one)}`,
        in: provider.name,
        command: ['sh', '-c', `${login}; ${offer.program} read -field=username ${loginPath(one)}`],
        secrets,
        hint: `Does ${one.database} run? ${again}`,
      })
    }
    return steps
  },
})

/**
 * Shell words that log in and leave the token to the commands after them. The identities go through standard input,
 * so that they stand on no command line.
 */
const appRoleLogin = (program: StoreProgram): string =>
  'set -e; token=$(printf \'{"role_id":"%s","secret_id":"%s"}\' "$ROLE_ID" "$SECRET_ID" | ' +
  `${program} write -field=token auth/approle/login -); export ${tokenVariable(program)}="$token"`

export const tokenVariable = (program: StoreProgram): string => (program === 'bao' ? 'BAO_TOKEN' : 'VAULT_TOKEN')

export const addressVariable = (program: StoreProgram): string => (program === 'bao' ? 'BAO_ADDR' : 'VAULT_ADDR')
