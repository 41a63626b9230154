import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Asker, password } from '../support/asker.ts'
import { faultsOf, inEachTheme, seriousFaults, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'

const plant = 'version: 1\nname: bottling\nservices:\n  mail: { uses: mailpit }\n'

describeInBrowser('what goes wrong before and around the sign-in', () => {
  const ign = consoleInBrowser({ isNewForEach: true })
  let context: BrowserContext
  let page: Page
  let asker: Asker

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
    asker = ign.asker(context)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const field = (name: string) => page.getByLabel(name, { exact: true })
  /** Steps that a new password has come, as they are shown. */
  const steps = () => page.locator('.strength .on').count()
  const wrongFields = () =>
    page.locator('[aria-invalid="true"]').evaluateAll((all) => all.map((one) => one.getAttribute('name')))
  const seen = (name: string) =>
    inEachTheme(page, async (theme) => {
      await takePicture(page, `sign-in-faults-${name}-${theme}`)
      expect(await seriousFaults(page), `${name}, ${theme}`).toEqual([])
    })

  it('tells all that is wrong with the first administrator at once, each at its field', async () => {
    await open('/setup#token=guessed')
    await field('Your user name').fill('A Name')
    await field('Password').fill('short')
    await button('Create administrator').click()

    await expect.poll(wrongFields).toEqual(['token', 'username', 'password'])
    await page.getByText('The set-up token is not known, or was used.').waitFor()
    await page.getByText('"a name" cannot be the name of a user.').waitFor()
    await page.getByText('The password has fewer than 12 characters.').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await seen('first-run')
    await field('One-time token').fill(new URL(ign.setupLink).hash.replace('#token=', ''))
    await field('Your user name').fill('ada')
    await field('Password').fill(password)
    await button('Create administrator').click()
    await page.getByRole('heading', { name: 'Set up the second factor' }).waitFor()
  })

  it('shows no password as good that the server refuses, and loads what it takes for that only then', async () => {
    const faults = faultsOf(page)
    const scripts: string[] = []
    page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()))
    await page.goto(ign.setupLink)
    await field('Your user name').fill('lovelace')
    const before = scripts.length

    for (const [typed, words] of [
      ['password1234', 'Little more than a password that many people have.'],
      ['Lovelace-1815', 'Little more than a name that others know.'],
      ['qwertzuiopü1', 'Little more than a row of keys.'],
    ] as const) {
      await field('Password').fill(typed)
      await page.getByText(words).waitFor()
      expect(await steps(), typed).toBe(1)
    }
    expect(scripts.length).toBeGreaterThan(before)
    expect(faults).toEqual([])
    await seen('guessable')
    await button('Create administrator').click()
    await page.getByText('The password is little more than a row of keys.').waitFor()

    await field('Password').fill(password)
    await page.getByText('Very hard to guess.').waitFor()
    expect(await steps()).toBe(4)
    await button('Create administrator').click()
    await page.getByRole('heading', { name: 'Set up the second factor' }).waitFor()
  })

  it('shows the same key of a second factor when the page is loaded again, at set-up and in the settings', async () => {
    const keyShown = () => page.getByTestId('totp-key').textContent()
    await ign.setUp(context)
    await open('/setup/second-factor')
    const key = await keyShown()
    await page.reload()

    expect(await keyShown()).toBe(key)
    await open('/settings/account')
    await button('Set up the second factor').click()
    expect(await keyShown()).toBe(key)
    await page.reload()
    await button('Set up the second factor').click()
    expect(await keyShown()).toBe(key)

    await context.clearCookies()
    await asker.signIn('ada')
    await open('/setup/second-factor')
    expect(await keyShown()).toMatch(/^[A-Z2-7 ]{30,}$/)
    expect(await keyShown()).not.toBe(key)
  })

  it('says that a draft is kept where there is one, and not where there is none', async () => {
    const kept = page.getByText('What you have not saved is kept in this browser.')
    const needed = page.getByRole('heading', { name: 'A sign-in is needed' })
    await ign.setUp(context)
    await context.clearCookies()
    await open('/jobs')
    await needed.waitFor()
    await page.getByText('Signing in leads back here.').waitFor()
    expect(await kept.count()).toBe(0)
    await seen('no-draft')

    await open('/stack')
    await page.getByRole('button', { name: /^basic-scada/ }).click()
    await page.locator('.node').first().waitFor()
    await open('/jobs')
    await needed.waitFor()
    await kept.waitFor()
    await seen('draft')
  })

  it('tells what is wrong with a new user and with a new password, each at its field', async () => {
    await ign.setUp(context)
    await open('/settings/users?do=add')
    await field('User name').fill('ada')
    await field('First password').fill('password1234')
    await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click()
    await expect.poll(wrongFields).toEqual(['new-user', 'first-password'])
    await page.getByText('There is a user "ada" already.').waitFor()
    await seen('add-user')

    await open('/settings/account')
    await field('Current password').fill('not the one')
    await field('New password').fill('password1234')
    await button('Change password').click()
    await expect.poll(wrongFields).toEqual(['current-password', 'new-password'])
    await page.getByText('The current password is wrong.').waitFor()
    await seen('change-password')
  })

  it('shows plants by their names in the audit, and what is read again in one line', async () => {
    await ign.setUp(context)
    const { id } = await asker.send<{ id: string }>('POST', '/plants', { name: 'bottling', text: plant })
    for (let count = 0; count < 3; count++) await asker.get(`/plants/${id}`)
    await open('/audit?action=plant.read')

    const row = page.getByRole('row', { name: /plant\.read/ })
    await row.waitFor()
    expect(await row.count()).toBe(1)
    await row.getByText('3 times in 5 min').waitFor()
    expect(await row.getByRole('cell', { name: 'bottling' }).getAttribute('title')).toBe(id)
    await row.getByRole('button').click()
    await page.getByText('Id of the plant').waitFor()
    await page.getByText(id, { exact: true }).waitFor()
    await seen('audit')
  })

  it('tells it in German', async () => {
    await page.addInitScript(() => localStorage.setItem('plantwright.language', 'de'))
    await page.goto(ign.setupLink)
    await field('Ihr Benutzername').fill('ada')
    await field('Passwort').fill('password1234')
    await page.getByText('Kaum mehr als ein Passwort, das viele haben.').waitFor()
    await seen('german')
  })
})
