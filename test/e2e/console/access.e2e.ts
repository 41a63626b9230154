import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Secret, TOTP } from 'otpauth'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientSecret, startOpenIdProvider } from '../../support/openid-provider.ts'
import { temporaryFolder } from '../../support/temporary.ts'
import { browserProgram, faultsOf, seriousFaults, takePicture } from '../support/console.ts'
import { Server } from '../support/server.ts'
import { isRequired } from '../support/stack.ts'

const password = 'long enough for a plant'
const themes = ['light', 'dark'] as const
const stepMs = 30_000

/** What an authenticator app shows; a code counts once, so the next one is asked for with `ahead`. */
const codeOf = (key: string, ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate({ timestamp: Date.now() + ahead * stepMs })

describe.skipIf(browserProgram === undefined && !isRequired)('people of the console in a browser', () => {
  let server: Server
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let faults: string[]

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserProgram ?? 'chromium', args: ['--no-sandbox'] })
  })
  afterAll(async () => browser?.close())

  beforeEach(async () => {
    server = new Server()
    await server.start()
    context = await newContext()
    page = await newPage(context)
    faults = faultsOf(page)
  })
  afterEach(async () => {
    await context.close()
    await server.stop()
  })

  const newContext = () => browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })
  const newPage = async (of: BrowserContext) => {
    const made = await of.newPage()
    made.setDefaultTimeout(20_000)
    return made
  }
  const open = (path: string, on = page) => on.goto(`${server.url}${path}`)
  const picture = (name: string) => takePicture(page, `access-${name}`)
  const button = (name: string | RegExp, on = page) => on.getByRole('button', { name, exact: typeof name === 'string' })
  const field = (name: string, on = page) => on.getByLabel(name, { exact: true })
  const heading = (name: string | RegExp, on = page) => on.getByRole('heading', { name })

  /** Makes the first administrator and signs in, without the browser having to show it. */
  const setUp = async () => {
    const token = server.setupLink.split('token=')[1]
    const answer = await context.request.post(`${server.url}/api/v1/setup`, {
      data: { token, name: 'ada', password },
    })
    expect(answer.status()).toBe(201)
  }
  const csrf = async () =>
    ((await (await context.request.get(`${server.url}/api/v1/session`)).json()) as { csrf: string }).csrf
  const addUser = async (name: string, role: string) => {
    const answer = await context.request.post(`${server.url}/api/v1/users`, {
      headers: { 'x-csrf-token': await csrf() },
      data: { name, role, password },
    })
    expect(answer.status()).toBe(201)
  }
  const signIn = async (name: string, on = page) => {
    await field('User name', on).fill(name)
    await field('Password', on).fill(password)
    await button('Sign in', on).click()
  }
  const fromMenu = async (of: string, item: string) => {
    await button(of).click()
    await button(item).click()
  }

  it('is set up from the printed link, with a second factor and a first plant', async () => {
    await page.goto(server.setupLink)
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
    await setUp()
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
    await setUp()
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
    await setUp()
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
    await setUp()
    await open('/settings/appearance')
    await button('Account of ada').waitFor()

    await page.clock.fastForward('28:30')

    await page.getByText(/You are signed out in \d+ s/).waitFor()
    await picture('idle')
    await button('Stay signed in').click()
    await page.getByText(/You are signed out in/).waitFor({ state: 'detached' })
  })

  it('manages users: adds, changes, disables, enables, removes with the name', async () => {
    await setUp()
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
    const other = await newContext()
    const hers = await newPage(other)
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
    await setUp()
    const other = await newContext()
    const elsewhere = await newPage(other)
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
    await setUp()
    await open('/settings/account')
    await button('New token').click()
    await field('What it is for').fill('nightly backup')
    await field('Role').selectOption('administrator')
    await button('Create token').click()
    const token = (await page.getByTestId('token').textContent()) ?? ''
    await picture('token-once')
    const status = async () =>
      (await fetch(`${server.url}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } })).status
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
    await setUp()
    await addUser('grace', 'viewer')
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

  it('goes anywhere by the palette and by keys, and copies command lines', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await setUp()
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
    await setUp()
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
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
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

  it('signs in at an OpenID provider and comes back to the same place', async () => {
    await server.stop()
    server = new Server()
    const port = await freePort()
    const provider = await startOpenIdProvider(
      { grace: { preferred_username: 'grace', name: 'Grace Hopper', groups: ['plant'] } },
      `http://127.0.0.1:${port}/api/v1/session/oidc/callback`,
    )
    const secretFile = join(temporaryFolder(), 'client-secret')
    writeFileSync(secretFile, clientSecret)
    await server.start({
      port,
      settings: {
        IGN_OIDC_ISSUER: provider.issuer,
        IGN_OIDC_NAME: 'the plant directory',
        IGN_OIDC_CLIENT_ID: 'plantwright',
        IGN_OIDC_CLIENT_SECRET_FILE: secretFile,
        IGN_OIDC_ROLE_MAP: 'plant=administrator',
      },
    })
    await setUp()
    await context.clearCookies()
    await open('/sign-in?to=/settings/users')
    await button('Sign in with the plant directory').waitFor()
    await picture('provider')
    await button('Sign in with the plant directory').click()
    await page.locator('input[name="login"]').fill('grace')
    await page.locator('input[name="password"]').fill('anything')
    await page.getByRole('button', { name: /sign-?in/i }).click()
    await page.getByRole('button', { name: /continue/i }).click()

    await page.getByRole('cell', { name: /Grace Hopper/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/settings/users')
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

  it.each(themes)('has no serious accessibility fault in the %s theme', async (theme) => {
    await page.addInitScript((name) => localStorage.setItem('plantwright.theme', name), theme)
    const seen = async (name: string) => {
      await picture(`${name}-${theme}`)
      expect(await seriousFaults(page), name).toEqual([])
    }
    await page.goto(server.setupLink)
    await field('Your user name').fill('p.nair')
    await field('Password').fill(password)
    await seen('first-run')
    await open('/audit')
    await heading('The server is not set up yet').waitFor()
    await seen('needs-set-up')
    await setUp()
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
      await addUser(name, role)
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
    await setUp()
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

/** A port that is free now. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
