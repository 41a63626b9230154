import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { browserProgram, faultsOf, takePicture } from '../support/console.ts'
import { Server } from '../support/server.ts'
import { isRequired } from '../support/stack.ts'

const password = 'long enough for a plant'

/** Carried out in any page that takes the text for HTML. Short, because names are. */
const script = '<img src=x onerror=alert(1)>'
const more = '"><script>alert(2)</script><svg onload=alert(3)>'

/** A plant whose every free text is hostile: titles, notes, keys that nobody knows, and what a problem quotes. */
const plant = `# ${more}
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
const sound = 'version: 1\nname: demo\nservices: { db: { uses: postgres } }\n'

describe.skipIf(browserProgram === undefined && !isRequired)('stored script', () => {
  const server = new Server()
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let faults: string[]
  let dialogs: string[]

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserProgram ?? 'chromium', args: ['--no-sandbox'] })
    const settings = {
      // what a job says of an engine that is not there quotes its address
      DOCKER_HOST: `unix:///nonexistent/${script}`,
      IGN_OIDC_ISSUER: 'https://sso.invalid',
      IGN_OIDC_CLIENT_ID: 'x',
      IGN_OIDC_NAME: script,
    }
    await server.start({ settings })
  })
  afterAll(async () => {
    await browser?.close()
    await server.stop()
  })

  beforeEach(async () => {
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      userAgent: `Mozilla/5.0 ${script}`,
      // should the texts be taken for HTML, the policy must not be what saves the page
      bypassCSP: true,
    })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
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
  const ask = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, data?: object, status = 201) => {
    const session = await context.request.get(`${server.url}/api/v1/session`)
    const { csrf } = (await session.json()) as { csrf?: string }
    const headers = csrf === undefined ? {} : { 'x-csrf-token': csrf }
    const answer = await context.request.fetch(`${server.url}/api/v1${path}`, { method, data, headers })
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(status)
    return (await answer.json()) as { id: string }
  }

  const setUp = () => ask('POST', '/setup', { token: server.setupLink.split('token=')[1], name: 'ada', password })
  const signIn = () => ask('POST', '/session', { name: 'ada', password }, 200)

  it('stands in the views as the text that it is', async () => {
    await setUp()
    await ask('POST', '/users', { name: 'eve', displayName: script, role: 'viewer', password })
    await ask('POST', '/me/tokens', { name: script, role: 'viewer' })
    await ask('PATCH', '/users/ada', { displayName: script }, 200)
    await signIn()
    await ask('DELETE', `/users/${encodeURIComponent(script)}`, undefined, 404)
    const { id: broken } = await ask('POST', '/plants', { name: `${script} broken`, text: plant, note: more })
    const { id } = await ask('POST', '/plants', { name: `${script} sound`, text: sound, note: more })
    await ask('POST', `/plants/${id}/verify`, undefined, 202)
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
      [`/stack/verify?plant=${id}`]: () => shown(script),
      [`/nowhere/${encodeURIComponent(script)}`]: () =>
        page.getByRole('heading', { name: 'There is no view at this address' }).waitFor(),
    }
    for (const [path, isThere] of Object.entries(views)) {
      await page.goto(`${server.url}${path}`)
      await isThere()
      await takePicture(page, `attack-${path.replaceAll(/[^a-z]+/g, '-')}`)
      await expectInert(path)
    }
    await page.goto(`${server.url}/jobs`)
    await shown(script)
    await page.getByRole('row').filter({ hasText: script }).first().click()
    await expectInert('a job')
    await page.goto(`${server.url}/`)
    await shown(script)
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type(script)
    await expectInert('the palette')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('cell', { name: script }).first().click()
    await page.locator('.detail').waitFor()
    await expectInert('a line of the audit')
  })

  it('stands in the sign-in as the text that it is', async () => {
    await page.goto(`${server.url}/sign-in?to=${encodeURIComponent(`javascript:alert(4)//${script}`)}`)
    await page.getByText(script).first().waitFor()
    await page.getByLabel('User name', { exact: true }).fill(script)
    await page.getByLabel('Password', { exact: true }).fill(script)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText(/Tries left/).waitFor()
    expect(await injected()).toBe(0)
    await page.goto(`${server.url}/#sign-in-error=${encodeURIComponent(script)}`)
    await page.getByRole('navigation').first().waitFor()
    expect(await injected()).toBe(0)
    expect(dialogs).toEqual([])
  })

  it('would be told by this test: a page that takes a text for HTML is noticed', async () => {
    await page.goto(server.url)
    await page.getByRole('navigation').first().waitFor()
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(script)})`)

    await expect.poll(() => dialogs).toEqual(['1'])
    expect(await injected()).toBeGreaterThan(0)
  })
})
