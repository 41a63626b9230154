import type { ComponentType } from 'react'
import type { Role } from '../access/role.ts'
import type { IconName } from '../parts/icons.ts'
import type { TextKey } from '../text/en.ts'
import { matchPath, type Params } from './paths.ts'
import type { ViewProps } from './view.ts'

/** A view of the console. A room is added by a line in `routes`. */
export interface Route {
  /** Pattern: `/settings/:tab?`. */
  readonly path: string
  readonly title: TextKey
  /** What one goes to, where that is another word than the title over it. */
  readonly called?: TextKey
  /** For the rail, where the title is too long in one of the languages. */
  readonly short?: TextKey
  readonly icon: IconName
  readonly load: () => Promise<{ readonly default: ComponentType<ViewProps> }>
  /** Where the rail shows it: above the line, among the rooms, or below with what concerns the server. */
  readonly rail?: 'first' | 'room' | 'server'
  /** Letter that goes there after `G`. */
  readonly letter?: string
  /** The least role that sees something there; anybody where it is left out. */
  readonly needs?: Role
  /** Stands alone, without rail and top bar. */
  readonly isGate?: boolean
}

export const routes: readonly Route[] = [
  {
    path: '/',
    title: 'plants',
    called: 'homeShort',
    icon: 'home',
    load: () => import('../home/home.tsx'),
    rail: 'first',
    letter: 'h',
  },
  {
    path: '/stack/:view?',
    title: 'stack',
    icon: 'stack',
    load: () => import('../stack/stack.tsx'),
    rail: 'room',
    letter: 's',
  },
  {
    path: '/jobs',
    title: 'jobs',
    icon: 'list',
    load: () => import('../jobs/jobs.tsx'),
    rail: 'server',
    letter: 'j',
    needs: 'viewer',
  },
  {
    path: '/audit',
    title: 'audit',
    icon: 'audit',
    load: () => import('../audit/audit.tsx'),
    rail: 'server',
    letter: 'u',
    needs: 'administrator',
  },
  {
    path: '/settings/:tab?',
    title: 'settings',
    short: 'settingsShort',
    icon: 'settings',
    load: () => import('../settings/settings.tsx'),
    rail: 'server',
    letter: ',',
  },
  { path: '/api/docs', title: 'apiDocs', icon: 'development', load: () => import('../docs/docs.tsx') },
  {
    path: '/sign-in',
    title: 'signIn',
    icon: 'identity',
    load: () => import('../access/sign-in.tsx'),
    isGate: true,
  },
  {
    path: '/setup/:step?',
    title: 'setUpServer',
    icon: 'key',
    load: () => import('../access/setup.tsx'),
    isGate: true,
  },
]

export interface Found {
  readonly route: Route
  readonly params: Params
}

export function findRoute(path: string, among: readonly Route[] = routes): Found | undefined {
  for (const route of among) {
    const params = matchPath(route.path, path)
    if (params) return { route, params }
  }
  return undefined
}

/** The address of a view, without what may be missing from it. */
export const addressOf = ({ path }: Pick<Route, 'path'>): string => path.replace(/\/:\w+\?$/, '') || '/'

/** The view that the bare address of the server shows. */
export const firstAddress = (among: readonly Route[] = routes): string => (findRoute('/', among) ? '/' : '/stack')
