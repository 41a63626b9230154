import type { SecretSource } from './secret.ts'

/** A secret the stack needs, as a value: who fills it in is decided elsewhere. Equal names must be equal needs. */
export type SecretNeed =
  | PasswordNeed
  | PrivateKeyNeed
  | AuthorityNeed
  | CertificateNeed
  | PasswordFileNeed
  | GivenCertificateNeed

export interface PasswordNeed {
  readonly kind: 'password'
  /** `<instance>.<purpose>` or `<instance>.<other instance>.<purpose>`: instance names hold no dots, so none clash. */
  readonly name: string
  /** Letters and digits; 24 of them carry 140 bits. */
  readonly length: number
  /**
   * `ntfy-token`: `tk_` before lower case letters and digits; `influxdb3-token`: `apiv3_` before letters and digits;
   * `three-kinds`: surely with a capital letter, a small one and a digit. Default: letters and digits alone.
   */
  readonly form?: 'ntfy-token' | 'influxdb3-token' | 'three-kinds'
  /** The user's own choice instead of a generated one. */
  readonly given?: SecretSource | undefined
  /** Login that the password is for, where people use it. */
  readonly user?: string | undefined
  /** Why a new value must never be made once the stack has run; a sentence about its program. */
  readonly fixed?: string
}

/** A private key that a program signs tokens with: RSA of 2048 bits, PKCS 8 as PEM. */
export interface PrivateKeyNeed {
  readonly kind: 'private-key'
  readonly name: string
}

/** A certificate authority of the stack's own. Its key never leaves the vault. */
export interface AuthorityNeed {
  readonly kind: 'authority'
  readonly name: string
  readonly commonName: string
}

export interface CertificateNeed {
  readonly kind: 'certificate'
  readonly name: string
  readonly authority: AuthorityNeed
  /** DNS names and addresses the certificate is for, the common name first. */
  readonly hosts: readonly string[]
}

/** A certificate that the user brings. */
export interface GivenCertificateNeed {
  readonly kind: 'given-certificate'
  readonly name: string
  readonly certificate: SecretSource
  readonly key: SecretSource
}

/** A file of users with hashed passwords, in the format of the program that reads it; a digest is of one user alone. */
export interface PasswordFileNeed {
  readonly kind: 'password-file'
  readonly name: string
  readonly format:
    | 'mosquitto'
    | 'htpasswd'
    | 'bcrypt'
    | 'caddy'
    | 'authelia-users'
    | 'authelia-digest'
    | 'nats'
    | 'rabbitmq'
  readonly users: readonly PasswordFileUser[]
}

export interface PasswordFileUser {
  readonly name: string
  readonly password: PasswordNeed
  /** For formats that say more about a user than the name. */
  readonly person?: { readonly title: string; readonly email: string; readonly groups: readonly string[] }
  /** RabbitMQ's words for what a user may do beyond messages: `administrator`, `monitoring`. */
  readonly tags?: readonly string[]
}

/** A secret delivered as a file below `/run/secrets`. */
export interface SecretMount {
  readonly need: SecretNeed
  /** Which value of the need; only authorities and certificates have more than one. */
  readonly part?: 'certificate' | 'key'
  /** Environment variable that is set to the path of the file. */
  readonly pathIn?: string
}

/** A generated password, or the user's own where given. */
export const password = (name: string, given?: SecretSource, user?: string): PasswordNeed => ({
  kind: 'password',
  name,
  length: 24,
  given,
  user,
})

/** Name of the file a mount delivers, which is also its name below `/run/secrets`. */
export function secretFileName(mount: Pick<SecretMount, 'need' | 'part'>): string {
  const { need, part } = mount
  if (need.kind === 'password' || need.kind === 'password-file' || need.kind === 'private-key') return need.name
  return `${need.name}.${part === 'key' ? 'key' : 'crt'}`
}

/** Where a container finds a mounted secret. */
export const secretPath = (mount: Pick<SecretMount, 'need' | 'part'>): string => `/run/secrets/${secretFileName(mount)}`
