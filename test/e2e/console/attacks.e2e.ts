import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { password } from '../support/asker.ts'
import { faultsOf, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'

/** Carried out in any page that takes the text for HTML. Short, because names are. */
const script = '<img src=x onerror=alert(1)>'
const more = '"><script>alert(2)</script><svg onload=alert(3)>'

/** A plant whose every free text is hostile: titles, notes, keys that nobody knows, and what a problem quotes. */
const hostilePlant = `# ${more}
version: 1
name: demo
catalog:
  services:
    mine:
      title: '${script}'
      image: mine
      versions: ['1']
      health: { command: ['true', '${more}'] }
services:
  it: { uses: mine }
  db: { uses: postgres, options: { '${script}': '${more}' } }
  charts: { uses: '${script}' }
`
const soundPlant = 'version: 1\nname: demo\nservices: { db: { uses: postgres } }\n'

/** What the server is told of its surroundings. */
const settings = {
  // what a job says of an engine that is not there quotes its address
  DOCKER_HOST: `unix:///nonexistent/${script}`,
  IGN_OIDC_ISSUER: 'https://sso.invalid',
  IGN_OIDC_CLIENT_ID: 'x',
  IGN_OIDC_NAME: script,
}
const visitor = {
  userAgent: `Mozilla/5.0 ${script}`,
  // should the texts be taken for HTML, the policy must not be what saves the page
  bypassCSP: true,
}

describeInBrowser('stored script', () => {
  const ign = consoleInBrowser({ start: () => ({ settings }) })
  let context: BrowserContext
  let page: Page
  let faults: string[]
  let dialogs: string[]
  /** Ids of two plants: one cannot be generated, the wires of the other were tried. */
  let broken: string
  let sound: string

  beforeAll(async () => {
    const first = await ign.newContext(visitor)
    const ada = await ign.setUp(first)
    await ada.send('POST', '/users', { name: 'eve', displayName: script, role: 'viewer', password })
    await ada.send('POST', '/me/tokens', { name: script, role: 'viewer' })
    await ada.send('PATCH', '/users/ada', { displayName: script })
    await expect(ada.send('DELETE', `/users/${encodeURIComponent(script)}`, undefined)).rejects.toThrow(': 404 ')
    const keep = async (name: string, text: string) =>
      (await ada.send<{ id: string }>('POST', '/plants', { name, text, note: more })).id
    broken = await keep(`${script} broken`, hostilePlant)
    sound = await keep(`${script} sound`, soundPlant)
    await ada.send('POST', `/plants/${sound}/verify`, undefined)
    await first.close()
  })

  beforeEach(async () => {
    context = await ign.newContext(visitor)
    page = await ign.newPage(context)
    faults = faultsOf(page)
    dialogs = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
  })
  afterEach(() => context.close())

  /** Elements that none of our own pages has. */
  const injected = () =>
    page.evaluate<number>(
      `document.querySelectorAll('img[src="x"], script:not([src]), svg[onload], iframe, object, embed, [onerror]').length`,
    )
  const expectInert = async (view: string) => {
    expect(await injected(), view).toBe(0)
    expect(dialogs, view).toEqual([])
    expect(faults, view).toEqual([])
  }

  it('stands in the views as the text that it is', async () => {
    await ign.asker(context).signIn('ada')
    const shown = (text: string) => page.getByText(text).first().waitFor()

    const views: Readonly<Record<string, () => Promise<void>>> = {
      '/': () => shown(script),
      '/jobs': () => shown(script),
      '/audit': () => shown(script),
      [`/audit?q=${encodeURIComponent(script)}&who=${encodeURIComponent(script)}&action=${encodeURIComponent(script)}`]:
        () => page.getByRole('heading', { name: 'No record fits' }).waitFor(),
      '/settings/account': () => shown(script),
      '/settings/users': () => shown(script),
      '/settings/server': () => shown('OpenAPI document'),
      [`/stack?plant=${broken}`]: () => shown(script),
      [`/stack/versions?plant=${broken}`]: () => shown(more),
      [`/stack/versions?plant=${broken}&version=1`]: () => shown(more),
      [`/stack/verify?plant=${sound}`]: () => shown(script),
      [`/nowhere/${encodeURIComponent(script)}`]: () =>
        page.getByRole('heading', { name: 'There is no view at this address' }).waitFor(),
    }
    for (const [path, isThere] of Object.entries(views)) {
      await page.goto(`${ign.url}${path}`)
      await isThere()
      await takePicture(page, `attack-${path.replaceAll(/[^a-z]+/g, '-')}`)
      await expectInert(path)
    }
    await page.goto(`${ign.url}/jobs`)
    await shown(script)
    await page.getByRole('row').filter({ hasText: script }).first().click()
    await expectInert('a job')
    await page.goto(`${ign.url}/`)
    await shown(script)
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type(script)
    await expectInert('the palette')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('cell', { name: script }).first().click()
    await page.locator('.detail').waitFor()
    await expectInert('a line of the audit')
  })

  it('stands in the sign-in as the text that it is', async () => {
    await page.goto(`${ign.url}/sign-in?to=${encodeURIComponent(`javascript:alert(4)//${script}`)}`)
    await page.getByText(script).first().waitFor()
    await page.getByLabel('User name', { exact: true }).fill(script)
    await page.getByLabel('Password', { exact: true }).fill(script)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText(/Tries left/).waitFor()
    expect(await injected()).toBe(0)
    await page.goto(`${ign.url}/#sign-in-error=${encodeURIComponent(script)}`)
    await page.getByRole('navigation').first().waitFor()
    expect(await injected()).toBe(0)
    expect(dialogs).toEqual([])
  })

  it('would be told by this test: a page that takes a text for HTML is noticed', async () => {
    await page.goto(ign.url)
    await page.getByRole('navigation').first().waitFor()
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(script)})`)

    await expect.poll(() => dialogs).toEqual(['1'])
    expect(await injected()).toBeGreaterThan(0)
  })
})
