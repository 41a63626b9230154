/** What a user may do; each may do what those before it may. */
export const roles = ['viewer', 'operator', 'engineer', 'administrator'] as const
export type Role = (typeof roles)[number]

export const isAtLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)
