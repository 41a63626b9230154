import type { Page } from 'playwright-core'
import type { Seeded } from './seeded-console.ts'

/** One view of the console, or one thing that opens in it, as a person reaches it. */
export interface View {
  readonly name: string
  readonly address: (seeded: Seeded) => string
  /** Opens what has no address of its own. */
  readonly open?: (page: Page) => Promise<unknown>
  /** What is on the page once all of it is there. */
  readonly shows: string
}

const at = (name: string, address: string, shows: string, open?: View['open']): View => ({
  name,
  address: () => address,
  shows,
  ...(open ? { open } : {}),
})
const ofPlant = (name: string, path: string, shows: string, open?: View['open']): View => ({
  name,
  address: ({ bottling }) => `${path}${path.includes('?') ? '&' : '?'}plant=${bottling}`,
  shows,
  ...(open ? { open } : {}),
})

const key = (pressed: string) => (page: Page) => page.keyboard.press(pressed)
const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click()
const plantMenu = (item: string) => async (page: Page) => {
  await page
    .getByRole('button', { name: /bottling/ })
    .last()
    .click()
  await page.getByRole('button', { name: item, exact: true }).click()
}
const userMenu = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'Manage grace' }).click()
  await page.getByRole('button', { name: item }).click()
}

/** Views of somebody who is signed in, by selectors that hold in both languages. */
export const views: readonly View[] = [
  at('home', '/', '.plant-link'),
  ofPlant('build', '/stack', '.node'),
  ofPlant('build-service', '/stack?service=gateway-1', '.inspector .tabs.sub'),
  ofPlant('build-file', '/stack/file', '.editor'),
  ofPlant('verify', '/stack/verify', '.evidence'),
  ofPlant('versions', '/stack/versions', '.code .ln'),
  at('draft', '/stack', '.template'),
  at('draft-versions', '/stack/versions', '.blank'),
  at('jobs', '/jobs', 'tbody tr'),
  at('audit', '/audit', 'tbody tr'),
  at('account', '/settings/account', 'tbody tr'),
  at('users', '/settings/users', 'tbody tr'),
  at('appearance', '/settings/appearance', '.switch'),
  at('server', '/settings/server', '.facts'),
  at('api-docs', '/api/docs', '.docs-one h2'),
  at('not-found', '/nowhere', '.blank'),
]

/** What opens over a view. Names are those of the English console. */
export const openings: readonly View[] = [
  ofPlant('build-problems', '/stack?service=gateway-1', '.wirelist', tab('Wires')),
  { name: 'build-broken', address: ({ lab }) => `/stack?plant=${lab}&service=mail`, shows: '.tally' },
  { name: 'job', address: ({ job }) => `/jobs?job=${job}`, shows: 'tbody tr' },
  at('palette', '/', '[role=option]', key('ControlOrMeta+k')),
  ofPlant('palette-plant', '/stack', '[role=option]', key('ControlOrMeta+k')),
  at('keys', '/', 'dialog.keys', key('?')),
  at('plant-menu', '/', '.menu-list', button(/More about bottling/)),
  at('plant-rename', '/', 'dialog[open]', plantMenu('Rename')),
  at('plant-share', '/', 'dialog[open]', plantMenu('Share')),
  at('plant-remove', '/', 'dialog[open]', plantMenu('Remove')),
  at('user-add', '/settings/users', 'dialog[open]', button('Add user')),
  at('user-password', '/settings/users', 'dialog[open]', userMenu('Set a new password')),
  at('user-remove', '/settings/users', 'dialog[open]', userMenu('Remove user')),
  at('token-new', '/settings/account', 'form.box.sunk', button('New token')),
  at('second-factor', '/settings/account', '.qr', button('Set up the second factor')),
  at('person-menu', '/', '.menu-list', button('Account of ada')),
]

/** What an address opens, whatever the language. */
export const asked: readonly View[] = [
  { name: 'job', address: ({ job }) => `/jobs?job=${job}`, shows: '.evidence .facts' },
  { name: 'plant-rename', address: ({ lab }) => `/?do=rename&of=${lab}`, shows: 'dialog[open]' },
  { name: 'plant-share', address: ({ lab }) => `/?do=share&of=${lab}`, shows: 'dialog[open]' },
  { name: 'plant-remove', address: ({ lab }) => `/?do=remove&of=${lab}`, shows: 'dialog[open]' },
  at('user-add', '/settings/users?do=add', 'dialog[open]'),
  at('user-password', '/settings/users?do=password&of=grace', 'dialog[open]'),
  at('user-remove', '/settings/users?do=remove&of=grace', 'dialog[open]'),
  at('token-new', '/settings/account?do=token', 'form.box.sunk'),
  at('palette', '/', '[role=option]', key('ControlOrMeta+k')),
  at('keys', '/', 'dialog.keys', key('?')),
  ofPlant('build-wires', '/stack?service=gateway-1&tab=wires&show=urls', '.wirelist'),
  ofPlant('build-ports', '/stack?service=gateway-1&tab=ports&show=ports', '.inspector .field'),
]
