import type { SecretSource } from './secret.ts'

/** A secret the stack needs, as a value: who fills it in is decided elsewhere. Equal names must be equal needs. */
export type SecretNeed = PasswordNeed | AuthorityNeed | CertificateNeed | PasswordFileNeed | GivenCertificateNeed

export interface PasswordNeed {
  readonly kind: 'password'
  /** `<instance>.<purpose>` or `<instance>.<other instance>.<purpose>`: instance names hold no dots, so none clash. */
  readonly name: string
  /** Letters and digits; 24 of them carry 140 bits. */
  readonly length: number
  /** The user's own choice instead of a generated one. */
  readonly given?: SecretSource | undefined
  /** Login that the password is for, where people use it. */
  readonly user?: string | undefined
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

/** A file of users with hashed passwords, in the format of the program that reads it. */
export interface PasswordFileNeed {
  readonly kind: 'password-file'
  readonly name: string
  readonly format: 'mosquitto' | 'htpasswd'
  readonly users: readonly { readonly name: string; readonly password: PasswordNeed }[]
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
  if (need.kind === 'password' || need.kind === 'password-file') return need.name
  return `${need.name}.${part === 'key' ? 'key' : 'crt'}`
}

/** Where a container finds a mounted secret. */
export const secretPath = (mount: Pick<SecretMount, 'need' | 'part'>): string => `/run/secrets/${secretFileName(mount)}`
