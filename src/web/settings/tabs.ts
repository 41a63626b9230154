import type { Role } from '../access/role.ts'
import type { TextKey } from '../text/en.ts'

/** The parts of the settings, each with an address of its own. */
export const settingsTabs = [
  { name: 'account', title: 'myAccount', needs: 'viewer' },
  { name: 'users', title: 'users', needs: 'administrator' },
  { name: 'appearance', title: 'appearance' },
  { name: 'server', title: 'server' },
] as const satisfies readonly {
  readonly name: string
  readonly title: TextKey
  /** The least role; anybody where it is left out. */
  readonly needs?: Role
}[]
