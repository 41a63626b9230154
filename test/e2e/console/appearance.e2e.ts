import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { password } from '../support/asker.ts'
import { seriousFaults, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'
import { partsOf } from '../support/page-parts.ts'

describeInBrowser('how the console looks from its first page on', () => {
  const ign = consoleInBrowser({ isNewForEach: true })
  let context: BrowserContext
  let page: Page
  const { button, field, heading } = partsOf(() => page)

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)
  const picture = (name: string) => takePicture(page, `access-${name}`)

  it.each(['light', 'dark'])('has no serious accessibility fault in the %s theme', async (theme) => {
    await page.addInitScript((name) => localStorage.setItem('plantwright.theme', name), theme)
    const seen = async (name: string) => {
      await picture(`${name}-${theme}`)
      expect(await seriousFaults(page), name).toEqual([])
    }
    await page.goto(ign.setupLink)
    await field('Your user name').fill('p.nair')
    await field('Password').fill(password)
    await seen('first-run')
    await open('/audit')
    await heading('The server is not set up yet').waitFor()
    await seen('needs-set-up')
    const ada = await ign.setUp(context)
    await open('/setup/second-factor')
    await page.getByTestId('totp-key').waitFor()
    await seen('second-factor')
    await open('/setup/first-plant')
    await button(/^basic-scada/).waitFor()
    await seen('first-plant')
    for (const [name, role] of [
      ['grace', 'engineer'],
      ['m.keller', 'operator'],
      ['ci-deploy', 'viewer'],
    ] as const)
      await ada.send('POST', '/users', { name, role, password })
    const views: Record<string, () => Promise<void>> = {
      '/settings/account': () => page.getByText('this one').waitFor(),
      '/settings/users': () => page.getByRole('cell', { name: /^grace/ }).waitFor(),
      '/settings/appearance': () => heading('Single-letter keys').waitFor(),
      '/settings/server': () => page.getByText('OpenAPI document').waitFor(),
      '/audit': () => page.getByRole('cell', { name: 'user.add' }).first().waitFor(),
      '/api/docs': () => heading(/^GET/).waitFor(),
      '/nowhere': () => heading('There is no view at this address').waitFor(),
    }
    for (const [path, isThere] of Object.entries(views)) {
      await open(path)
      await isThere()
      await seen(path.slice(1).replaceAll('/', '-'))
    }
    await open('/settings/users')
    await button('Manage grace').click()
    await seen('user-menu')
    await page.keyboard.press('Escape')
    await button('Add user').click()
    await seen('add-user')
    await open('/stack')
    await button(/^full-iiot/).click()
    await page.locator('.node').first().waitFor()
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('option', { name: /^Stack/ }).waitFor()
    await seen('palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await seen('keys')
    await context.clearCookies()
    await open('/sign-in')
    await heading('Sign in').waitFor()
    await field('User name').fill('m.keller')
    await field('Password').fill('not the password')
    await button('Sign in').click()
    await page.getByText('Tries left: 4').waitFor()
    await seen('sign-in')
  })

  it('fits on a tablet, and speaks German', async () => {
    await ign.setUp(context)
    await page.setViewportSize({ width: 1024, height: 768 })
    const content: Record<string, () => Promise<void>> = {
      '/settings/account': () => page.getByRole('cell', { name: /^Chrome/ }).waitFor(),
      '/settings/users': () => page.getByRole('cell', { name: /^ada/ }).first().waitFor(),
      '/audit': () => page.getByRole('cell', { name: 'setup.finish' }).waitFor(),
    }
    for (const [path, isThere] of Object.entries({
      ...content,
      '/api/docs': () => heading(/^GET/).waitFor(),
      '/stack': () => button(/^basic-scada/).waitFor(),
    })) {
      await open(path)
      await isThere()
      await picture(`tablet${path.replaceAll('/', '-')}`)
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect(over, path).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await button(/Deutsch/).click()
    await page.locator('html[lang="de"]').waitFor()
    for (const [path, isThere] of Object.entries(content)) {
      await open(path)
      await isThere()
      await picture(`german${path.replaceAll('/', '-')}`)
    }
    await heading('Protokoll').waitFor()
  })
})
