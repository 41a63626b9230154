import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { password } from '../support/asker.ts'
import { faultsOf, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'
import { partsOf } from '../support/page-parts.ts'

describeInBrowser('people, their tokens and what they did', () => {
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

  const open = (path: string, on = page) => on.goto(`${ign.url}${path}`)
  const picture = (name: string) => takePicture(page, `access-${name}`)

  it('manages users: adds, changes, disables, enables, removes with the name', async () => {
    await ign.setUp(context)
    await open('/settings/users')
    await page.getByText('The only administrator').waitFor()
    expect(await page.getByLabel('Role of ada').isDisabled()).toBe(true)

    await button('Add user').click()
    await field('User name').fill('Not A Name!')
    await field('First password').fill(password)
    await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click()
    await expect.poll(() => field('User name').getAttribute('aria-invalid')).toBe('true')
    await field('User name').fill('grace')
    await field('Display name').fill('Grace Hopper')
    await picture('add-user')
    await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click()
    await page.getByText('grace is added.').waitFor()

    await page.getByLabel('Role of grace').selectOption('engineer')
    await page.getByText('grace is engineer now.').waitFor()
    const other = await ign.newContext()
    const hers = await ign.newPage(other)
    await open('/sign-in?to=/audit', hers)
    await signIn('grace', hers)
    await heading('This needs the role administrator', hers).waitFor()
    await takePicture(hers, 'access-no-rights')

    await fromMenu('Manage grace', 'Disable')
    await page.getByText('grace is disabled').waitFor()
    await hers.reload()
    await heading('A sign-in is needed', hers).waitFor()
    await fromMenu('Manage grace', 'Enable')
    await page.getByText('grace is enabled.').waitFor()

    await fromMenu('Manage grace', 'Remove user')
    const remove = page.getByRole('dialog').getByRole('button', { name: 'Remove user' })
    await field('Type grace to confirm').fill('ada')
    expect(await remove.isDisabled()).toBe(true)
    await field('Type grace to confirm').fill('grace')
    await picture('remove-user')
    await remove.click()
    await page.getByText('grace is removed.').waitFor()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await other.close()
  })

  it('changes the password and ends the other sessions', async () => {
    await ign.setUp(context)
    const other = await ign.newContext()
    const elsewhere = await ign.newPage(other)
    await open('/sign-in?to=/settings/account', elsewhere)
    await signIn('ada', elsewhere)
    await elsewhere.getByText('this one').waitFor()
    await open('/settings/account')

    await field('Current password').fill('not the password')
    await field('New password').fill('another long password')
    await button('Change password').click()
    await page.getByText(/current password is wrong/i).waitFor()
    await field('Current password').fill(password)
    await button('Change password').click()
    await page.getByText('The password is changed').waitFor()

    await elsewhere.getByRole('link', { name: 'Users' }).click()
    await elsewhere.getByText('You were signed out').waitFor()
    await page.reload()
    await page.getByText('this one').waitFor()
    await other.close()
  })

  it('makes a token that a script can use, until it is revoked', async () => {
    await ign.setUp(context)
    await open('/settings/account')
    await button('New token').click()
    await field('What it is for').fill('nightly backup')
    await field('Role').selectOption('administrator')
    await button('Create token').click()
    const token = (await page.getByTestId('token').textContent()) ?? ''
    await picture('token-once')
    const status = async () =>
      (await fetch(`${ign.url}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } })).status
    expect(await status()).toBe(200)
    await button('I have copied it').click()
    expect(await page.getByText(token).count()).toBe(0)

    await button('Revoke nightly backup').click()
    await page.locator('form').getByRole('button', { name: 'Revoke nightly backup' }).click()
    await heading('No tokens').waitFor()

    expect(await status()).toBe(401)
    expect(faults).toEqual([])
  })

  it('shows in the audit what was done, filters, opens and exports it', async () => {
    const ada = await ign.setUp(context)
    await ada.send('POST', '/users', { name: 'grace', role: 'viewer', password })
    await open('/audit')
    await page.getByRole('cell', { name: 'user.add' }).waitFor()

    await page.keyboard.press('/')
    await page.keyboard.type('grace add')
    await page.getByRole('cell', { name: 'setup.finish' }).waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.get('q')).toBe('grace add')
    await page.getByRole('cell', { name: 'user.add' }).click()
    await page.getByText('user:ada').waitFor()
    await picture('audit-details')
    const download = page.waitForEvent('download')
    await button('Export CSV').click()
    const csv = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(csv).toHaveLength(2)
    expect(csv[1]).toContain(',user:ada,user.add,grace,done,')

    await button('Refused or failed').click()
    await heading('No record fits').waitFor()
    await button('Clear the filter').click()
    await page.getByRole('cell', { name: 'setup.finish' }).waitFor()

    await page.getByRole('cell', { name: 'user.list' }).first().waitFor()
    await button('Changed something').click()
    await page.getByRole('cell', { name: 'user.list' }).first().waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: /^Action/ }).selectOption('user.add')
    await page.getByRole('cell', { name: 'setup.finish' }).waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: /^Who/ }).selectOption('ada')
    await page.getByRole('combobox', { name: /^Time/ }).selectOption({ label: 'Last hour' })
    await page.getByRole('cell', { name: 'user.add' }).waitFor()
    await picture('audit-filtered')
    expect(new URL(page.url()).search).toBe('?show=changed&action=user.add&who=ada&within=hour')
    expect(faults).toEqual([])
  })
})
