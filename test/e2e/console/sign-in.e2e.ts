import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clientSecret, startOpenIdProvider } from '../../support/openid-provider.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { password } from '../support/asker.ts'
import { faultsOf, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'
import { partsOf } from '../support/page-parts.ts'
import type { Start } from '../support/server.ts'

const stepMs = 30_000

/** What an authenticator app shows; a code counts once, so the next one is asked for with `ahead`. */
const codeOf = (key: string, ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate({ timestamp: Date.now() + ahead * stepMs })

describeInBrowser('signing in', () => {
  const ign = consoleInBrowser({ isNewForEach: true })
  let context: BrowserContext
  let page: Page
  let faults: string[]
  const { button, field, heading, fromMenu, signIn } = partsOf(() => page)

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
    faults = faultsOf(page)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)
  const picture = (name: string) => takePicture(page, `access-${name}`)

  it('is set up from the printed link, with a second factor and a first plant', async () => {
    await page.goto(ign.setupLink)
    await field('Your user name').fill('ada')
    await field('Password').fill('short')
    await button('Create administrator').click()
    await page
      .getByText(/at least 12 characters/)
      .first()
      .waitFor()
    await expect.poll(() => field('Password').getAttribute('aria-invalid')).toBe('true')
    await picture('first-run-refused')

    await field('Password').fill(password)
    await button('Create administrator').click()
    await heading('Set up the second factor').waitFor()
    expect(new URL(page.url()).hash).toBe('')
    const key = (await page.getByTestId('totp-key').textContent()) ?? ''
    await field('Code that the app shows').fill(codeOf(key))
    await button('Confirm').click()

    await heading('Recovery codes').waitFor()
    const codes = await page
      .getByRole('listitem')
      .filter({ hasText: /^[a-z0-9-]{10,}$/ })
      .allTextContents()
    expect(codes).toHaveLength(10)
    await button('I have kept them').click()
    await button(/^basic-scada/).click()
    await page.locator('.node').first().waitFor()

    await fromMenu('Account of ada', 'Sign out')
    await button('Sign in').click()
    await signIn('ada')
    await heading('Enter the code of your device').waitFor()
    await field('Code of 6 digits').fill('000000')
    await button('Confirm').click()
    await page.getByText(/code is wrong/i).waitFor()
    await picture('second-factor-refused')
    await field('Code of 6 digits').fill(codeOf(key, 1))
    await button('Confirm').click()
    await button('Account of ada').waitFor()
    await page.locator('.node').first().waitFor()

    const [recovery = ''] = codes
    await fromMenu('Account of ada', 'Sign out')
    await button('Sign in').click()
    await signIn('ada')
    await button('Use a recovery code instead').click()
    await field('Recovery code').fill(recovery)
    await button('Confirm').click()
    await button('Account of ada').waitFor()

    await fromMenu('Account of ada', 'Sign out')
    await button('Sign in').click()
    await signIn('ada')
    await button('Use a recovery code instead').click()
    await field('Recovery code').fill(recovery)
    await button('Confirm').click()
    await page.getByText(/code is wrong, or was used/i).waitFor()
  })

  it('says how many tries are left, and pauses', async () => {
    await ign.setUp(context)
    await context.clearCookies()
    await open('/sign-in')
    await field('User name').fill('ada')
    for (const left of [4, 3, 2, 1]) {
      await field('Password').fill(`wrong for the plant ${left}`)
      await button('Sign in').click()
      await page.getByText(`Tries left: ${left}`).waitFor()
    }
    await picture('tries-left')
    await field('Password').fill('wrong for the plant 0')
    await button('Sign in').click()

    await button(/^Sign in, in \d+ s$/).waitFor()
    await picture('pause')
    expect(await button(/^Sign in, in \d+ s$/).isDisabled()).toBe(true)
  })

  it('leads from a deep link through the sign-in and back, and keeps the draft', async () => {
    await ign.setUp(context)
    await context.clearCookies()
    await open('/stack')
    await button(/^basic-scada/).click()
    await page.locator('.node').first().waitFor()

    await open('/audit?show=changed')
    await heading('A sign-in is needed').waitFor()
    await picture('needs-sign-in')
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await page.getByText('Your draft of basic-scada is kept').waitFor()
    await signIn('ada')

    await page.getByRole('cell', { name: 'setup.finish' }).waitFor()
    expect(new URL(page.url()).search).toBe('?show=changed')
    await page.reload()
    await page.getByRole('cell', { name: 'setup.finish' }).waitFor()
    await page.getByRole('link', { name: 'Stack', exact: true }).click()
    await page.locator('.node').first().waitFor()
    expect(faults).toEqual([])
  })

  it('tells when the session was ended elsewhere, and comes back to the same place', async () => {
    await ign.setUp(context)
    await open('/settings/account')
    await page.getByText('this one').waitFor()
    await context.clearCookies()
    await page.getByRole('link', { name: 'Users' }).click()
    await page.getByText('You were signed out').waitFor()
    await picture('signed-out')

    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).first().click()
    await signIn('ada')

    await page.getByRole('cell', { name: /^ada/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/settings/users')
  })

  it('announces the end of a session in which nothing is done, and takes a sign of life', async () => {
    await page.clock.install()
    await ign.setUp(context)
    await open('/settings/appearance')
    await button('Account of ada').waitFor()

    await page.clock.fastForward('28:30')

    await page.getByText(/You are signed out in \d+ s/).waitFor()
    await picture('idle')
    await button('Stay signed in').click()
    await page.getByText(/You are signed out in/).waitFor({ state: 'detached' })
  })
})

describeInBrowser('signing in at an OpenID provider', () => {
  const ign = consoleInBrowser({ isNewForEach: true, start: besideProvider })
  let context: BrowserContext
  let page: Page
  const { button } = partsOf(() => page)

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)

  it('comes back from there to the same place', async () => {
    await ign.setUp(context)
    await context.clearCookies()
    await open('/sign-in?to=/settings/users')
    await button('Sign in with the plant directory').waitFor()
    await takePicture(page, 'access-provider')
    await button('Sign in with the plant directory').click()
    await page.locator('input[name="login"]').fill('grace')
    await page.locator('input[name="password"]').fill('anything')
    await page.getByRole('button', { name: /sign-?in/i }).click()
    await page.getByRole('button', { name: /continue/i }).click()

    await page.getByRole('cell', { name: /Grace Hopper/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/settings/users')
  })
})

/** A provider that knows grace, and what a server has to know to send people there. */
async function besideProvider(): Promise<Start> {
  const port = await freePort()
  const provider = await startOpenIdProvider(
    { grace: { preferred_username: 'grace', name: 'Grace Hopper', groups: ['plant'] } },
    `http://127.0.0.1:${port}/api/v1/session/oidc/callback`,
  )
  const secretFile = join(temporaryFolder(), 'client-secret')
  writeFileSync(secretFile, clientSecret)
  return {
    port,
    settings: {
      IGN_OIDC_ISSUER: provider.issuer,
      IGN_OIDC_NAME: 'the plant directory',
      IGN_OIDC_CLIENT_ID: 'plantwright',
      IGN_OIDC_CLIENT_SECRET_FILE: secretFile,
      IGN_OIDC_ROLE_MAP: 'plant=administrator',
    },
  }
}

/** A port that is free now. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
