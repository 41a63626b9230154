/** What a user may do; each may do what those before it may. */
export const roles = ['viewer', 'operator', 'engineer', 'administrator'] as const

export type Role = (typeof roles)[number]

export const isAtLeast = (role: Role | undefined, needed: Role): boolean =>
  role !== undefined && roles.indexOf(role) >= roles.indexOf(needed)

/** The lower of two roles. */
export const lower = (one: Role, other: Role): Role => (isAtLeast(one, other) ? other : one)

/** Who asks for something, and from where. */
export interface Actor {
  /** `pending` has shown a password and owes the second factor. */
  readonly kind: 'anonymous' | 'pending' | 'user' | 'token' | 'shell' | 'server'
  /** Name of the user; of the operating system's for the shell; empty for who has none. */
  readonly name: string
  readonly role?: Role
  /** The session or token that the request came with. */
  readonly credential?: { readonly id: string; readonly title?: string }
  readonly address?: string
  readonly agent?: string
  readonly requestId?: string
}

export const anonymous: Actor = { kind: 'anonymous', name: '' }

/** What the server does without being asked. */
export const serverItself: Actor = { kind: 'server', name: '' }

/** How the audit names an actor: `user:ada`, `token:ada/backup`, `shell:root`, `server`, `anonymous`. */
export function describeActor({ kind, name, credential }: Actor): string {
  if (kind === 'anonymous' || kind === 'pending') return 'anonymous'
  if (kind === 'server') return 'server'
  return kind === 'token' ? `token:${name}/${credential?.title ?? ''}` : `${kind}:${name}`
}
