import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { password } from '../support/asker.ts'
import { describeInBrowser } from '../support/console-in-browser.ts'
import { partsOf } from '../support/page-parts.ts'
import { seededConsole } from '../support/seeded-console.ts'

interface Typed {
  readonly what: string
  readonly address: () => string
  readonly type: () => Promise<void>
  readonly isThere: () => Promise<void>
  /** Asks the server for something that needs somebody to be signed in. */
  readonly touch: () => Promise<void>
  /** It leads to another view, to which the sign-in then leads back. */
  readonly isElsewhere?: boolean
}

describeInBrowser('what the console keeps', () => {
  const ign = seededConsole()
  let context: BrowserContext
  let page: Page
  const { field, signIn } = partsOf(() => page)

  beforeEach(async () => {
    context = await ign.newContextOf('ada')
    page = await ign.newPage(context)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)
  const dialog = () => page.getByRole('dialog')
  const card = (name: string) => page.locator('.node', { has: page.getByText(name, { exact: true }) })
  const editor = () => page.getByRole('textbox', { name: 'Plant file' })
  const eventually = (isThere: () => Promise<void>) =>
    expect.poll(() => isThere().then(() => true), { timeout: 10_000 }).toBe(true)
  const signInAgain = async () => {
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click()
    await signIn('ada')
    await page.getByRole('button', { name: 'Account of ada' }).waitFor()
  }

  describe('of what is typed', () => {
    const typed: readonly Typed[] = [
      {
        what: 'a field of the builder',
        address: () => `/stack?plant=${ign.seeded.bottling}`,
        type: () => field('Domain').fill('plant.example'),
        isThere: async () => expect(await field('Domain').inputValue()).toBe('plant.example'),
        touch: () => page.getByRole('button', { name: 'Save', exact: true }).click(),
      },
      {
        what: 'the text of the plant file',
        address: () => `/stack/file?plant=${ign.seeded.utilities}`,
        type: async () => {
          await editor().click()
          await page.keyboard.press('ControlOrMeta+End')
          await page.keyboard.type('\n# half a thought')
        },
        isThere: () => editor().getByText('# half a thought').waitFor(),
        touch: () => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Jobs' }).click(),
        isElsewhere: true,
      },
      {
        what: 'the words for a new version',
        address: () => `/stack?plant=${ign.seeded.lab}`,
        type: async () => {
          await card('mail').click()
          await page.keyboard.press('d')
          await card('mail-2').waitFor()
          await page.getByRole('button', { name: 'Save', exact: true }).click()
          await field('What is new').fill('a long story about a second inbox')
        },
        isThere: async () =>
          expect(await dialog().getByLabel('What is new').inputValue()).toBe('a long story about a second inbox'),
        touch: () => dialog().getByRole('button', { name: 'Save' }).click(),
      },
      {
        what: 'a new user',
        address: () => '/settings/users',
        type: async () => {
          await page.getByRole('button', { name: 'Add user' }).click()
          await field('User name').fill('linus')
          await field('Display name').fill('Linus of the night shift')
          await field('First password').fill(password)
        },
        isThere: async () => {
          expect(await field('User name').inputValue()).toBe('linus')
          expect(await field('Display name').inputValue()).toBe('Linus of the night shift')
        },
        touch: () => dialog().getByRole('button', { name: 'Add user' }).click(),
      },
      {
        what: 'a new token',
        address: () => '/settings/account',
        type: async () => {
          await page.getByRole('button', { name: 'New token' }).click()
          await field('What it is for').fill('nightly backup of the plant')
        },
        isThere: async () => expect(await field('What it is for').inputValue()).toBe('nightly backup of the plant'),
        touch: () => page.getByRole('button', { name: 'Create token' }).click(),
      },
      {
        what: 'another name of a plant',
        address: () => '/',
        type: async () => {
          await page.getByRole('button', { name: 'More about utilities' }).click()
          await page.getByRole('button', { name: 'Rename' }).click()
          await field('New name').fill('energy and water')
        },
        isThere: async () => expect(await field('New name').inputValue()).toBe('energy and water'),
        touch: () => dialog().getByRole('button', { name: 'Rename' }).click(),
      },
    ]

    it.each(typed)('a reload keeps $what', async ({ address, type, isThere }) => {
      await open(address())
      await type()

      await page.reload()

      await eventually(isThere)
    })

    it.each(typed)('the end of a session and another sign-in keep $what', async (one) => {
      const { address, type, isThere, touch } = one
      await open(address())
      await type()
      await context.clearCookies()
      await touch()
      await page.getByText('You were signed out').waitFor()

      await signInAgain()

      if (one.isElsewhere) await open(address())
      await eventually(isThere)
    })

    it('signing out oneself keeps the draft of a plant', async () => {
      const builder = typed[0] as Typed
      await open(builder.address())
      await builder.type()
      await page.getByRole('button', { name: 'Account of ada' }).click()
      await page.getByRole('button', { name: 'Sign out' }).click()

      await signInAgain()

      await eventually(builder.isThere)
    })

    let added = 0
    it('what was sent is not offered again', async () => {
      // a user is added once; a second try adds another one
      const name = `margaret-${++added}`
      await open('/settings/users?do=add')
      await field('User name').fill(name)
      await field('First password').fill(password)
      await dialog().getByRole('button', { name: 'Add user' }).click()
      await page.getByText(`${name} is added.`).waitFor()

      await page.getByRole('button', { name: 'Add user' }).click()

      expect(await field('User name').inputValue()).toBe('')
    })
  })

  describe('in addresses', () => {
    const selected = (role: 'tab' | 'button', name: string | RegExp) =>
      page.getByRole(role, { name, selected: true }).waitFor()
    const links: Record<string, [address: () => string, isThere: () => Promise<unknown>]> = {
      'a selected service': [
        () => `/stack?plant=${ign.seeded.bottling}&service=charts`,
        () => page.locator('.node.picked', { hasText: 'charts' }).waitFor(),
      ],
      'a tab of its settings': [
        () => `/stack?plant=${ign.seeded.bottling}&service=charts&tab=wires`,
        () => selected('tab', /^Wires/),
      ],
      'a tab below': [() => `/stack?plant=${ign.seeded.bottling}&show=ports`, () => selected('tab', 'Ports')],
      'a generated file': [
        () => `/stack?plant=${ign.seeded.bottling}&file=config%2Fbroker%2Fmosquitto.conf`,
        () => page.getByRole('region', { name: 'Content of config/broker/mosquitto.conf' }).waitFor(),
      ],
      'a version': [
        () => `/stack/versions?plant=${ign.seeded.bottling}&version=2`,
        () => page.getByRole('heading', { name: 'What version 2 changed' }).waitFor(),
      ],
      'a job': [
        () => `/jobs?job=${ign.seeded.job}`,
        () => page.getByRole('heading', { name: 'Why it failed' }).waitFor(),
      ],
      'a filter of users': [
        () => '/settings/users?q=engineer',
        () => expect.poll(() => page.getByRole('row').count()).toBe(2),
      ],
      'a dialog': [
        () => '/settings/users?do=remove&of=grace',
        () => page.getByRole('heading', { name: 'Remove grace' }).waitFor(),
      ],
      'an endpoint': [
        () => '/api/docs?endpoint=post-api-v1-plants',
        () => page.getByRole('heading', { name: 'POST /api/v1/plants', exact: true }).waitFor(),
      ],
    }

    it.each(Object.keys(links))('a link leads to %s, and a reload stays there', async (name) => {
      const [address, isThere] = links[name] as (typeof links)[string]
      await open(address())
      await isThere()

      await page.reload()

      await isThere()
    })

    it('going back undoes what was chosen, step by step', async () => {
      await open(`/stack?plant=${ign.seeded.bottling}`)
      await card('charts').click()
      await page.getByRole('tab', { name: /^Wires/ }).click()
      await card('mail').click()
      await page.locator('.node.picked', { hasText: 'mail' }).waitFor()
      await page.getByRole('navigation', { name: 'Stack views' }).getByRole('link', { name: 'Versions' }).click()
      await page.getByRole('heading', { name: 'What version 3 changed' }).waitFor()

      await page.goBack()
      await page.locator('.node.picked', { hasText: 'mail' }).waitFor()
      await page.goBack()
      await page.locator('.node.picked', { hasText: 'charts' }).waitFor()
      await selected('tab', /^Wires/)
      await page.goBack()
      await selected('tab', 'Settings')
      await page.goBack()
      await page.getByRole('complementary', { name: 'Plant settings' }).waitFor()
      await page.goForward()

      await page.locator('.node.picked', { hasText: 'charts' }).waitFor()
    })
  })
})
