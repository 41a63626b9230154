import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { faultsOf, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'
import { partsOf } from '../support/page-parts.ts'

describeInBrowser('what surrounds every view', () => {
  const ign = consoleInBrowser({ isNewForEach: true })
  let context: BrowserContext
  let page: Page
  let faults: string[]
  const { button, heading } = partsOf(() => page)

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
    faults = faultsOf(page)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)
  const picture = (name: string) => takePicture(page, `access-${name}`)

  it('goes anywhere by the palette and by keys, and copies command lines', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await ign.setUp(context)
    await open('/stack')
    await button(/^full-iiot/).click()
    await page.locator('.node').first().waitFor()

    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('charts')
    await page.getByRole('option', { name: /^charts \(Grafana/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.inspector').getByText('charts').first().waitFor()
    expect(new URL(page.url()).search).toBe('?service=charts')

    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.getByRole('cell', { name: 'setup.finish' }).waitFor()
    await button(/^Search or run a command/).click()
    await page.keyboard.type('what was refused')
    await page.keyboard.press('ControlOrMeta+c')
    await page.getByText('Copied: ign audit --outcome refused --outcome failed').waitFor()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(
      'ign audit --outcome refused --outcome failed',
    )
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).search).toBe('?show=unsuccessful')

    await open('/settings/appearance')
    await page.getByRole('switch', { name: 'Single letters are keys' }).click()
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(new URL(page.url()).pathname).toBe('/settings/appearance')
    expect(faults).toEqual([])
  })

  it('keeps what it shows while the server is away, and says how old it is', async () => {
    await ign.setUp(context)
    await open('/settings/users')
    await page.getByRole('cell', { name: /^ada/ }).waitFor()

    await context.setOffline(true)
    await page.getByRole('link', { name: 'My account' }).click()
    await page.getByText('No connection since').first().waitFor()
    await picture('offline')
    await context.setOffline(false)

    await page.getByText('this one').waitFor()
    await page.getByText('No connection since').first().waitFor({ state: 'detached' })
  })

  it('describes its API without asking anybody else', async () => {
    const elsewhere: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(ign.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
    })
    await open('/api/docs?q=me+tokens')
    await button(/POST\s*\/me\/tokens/).click()
    await heading('POST /api/v1/me/tokens').waitFor()
    await page.getByText('expiresInDays').first().waitFor()
    await page.reload()
    await heading('POST /api/v1/me/tokens').waitFor()

    expect(elsewhere).toEqual([])
    expect(faults).toEqual([])
  })

  it('loads little script before the stack shows', async () => {
    const scripts: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body())
    })
    await open('/stack')
    await button(/^basic-scada/).waitFor()

    const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0)
    expect(bytes).toBeGreaterThan(50 * 1024)
    expect(bytes).toBeLessThan(300 * 1024)
  })
})
