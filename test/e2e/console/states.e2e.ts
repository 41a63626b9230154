import type { BrowserContext, Page, Route } from 'playwright-core'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { inEachTheme, reasonOf, seriousFaults, takePicture } from '../support/console.ts'
import { describeInBrowser } from '../support/console-in-browser.ts'
import { type Seeded, seededConsole } from '../support/seeded-console.ts'

interface Stated {
  readonly view: string
  readonly address: (seeded: Seeded) => string
  /** What it reads, after `/api/v1`. */
  readonly reads: (seeded: Seeded) => RegExp
  /** What could not be read, as the view calls it. */
  readonly what: string
  /** The command that does the same; a view without one says so by leaving it out. */
  readonly command?: string
  /** An answer that holds nothing, and the words that then stand there. */
  readonly empty?: { readonly answer: unknown; readonly says: string }
}

const page0 = { items: [], nextCursor: null }
const at = (address: string) => () => address
const api = (path: string) => new RegExp(`/api/v1${path}`)
const reads = (path: string) => () => api(path)

const stated: readonly Stated[] = [
  {
    view: 'home',
    address: at('/'),
    reads: reads('/plants\\?'),
    what: 'Plants',
    command: 'ign doctor',
    empty: { answer: page0, says: 'No plant is kept here yet' },
  },
  { view: 'draft', address: at('/stack'), reads: reads('/catalog$'), what: 'Catalogue', command: 'ign stack catalog' },
  {
    view: 'build',
    address: ({ bottling }) => `/stack?plant=${bottling}`,
    reads: ({ bottling }) => api(`/plants/${bottling}$`),
    what: 'Plant',
    command: 'ign doctor',
  },
  {
    view: 'plant-file',
    address: ({ bottling }) => `/stack/file?plant=${bottling}`,
    reads: ({ bottling }) => api(`/plants/${bottling}$`),
    what: 'Plant',
    command: 'ign doctor',
  },
  {
    view: 'verify',
    address: ({ bottling }) => `/stack/verify?plant=${bottling}`,
    reads: reads('/stacks/outline'),
    what: 'Wires',
    command: 'ign stack verify plant.yaml',
  },
  {
    view: 'versions',
    address: ({ bottling }) => `/stack/versions?plant=${bottling}`,
    reads: ({ bottling }) => api(`/plants/${bottling}/versions\\?`),
    what: 'Versions',
    command: 'ign doctor',
  },
  {
    view: 'version',
    address: ({ bottling }) => `/stack/versions?plant=${bottling}&version=2`,
    reads: ({ bottling }) => api(`/plants/${bottling}/versions/2`),
    what: 'Version 2',
    command: 'ign doctor',
  },
  {
    view: 'jobs',
    address: at('/jobs'),
    reads: reads('/jobs\\?'),
    what: 'Jobs',
    command: 'ign doctor',
    empty: { answer: page0, says: 'No job has run yet' },
  },
  { view: 'job', address: ({ job }) => `/jobs?job=${job}`, reads: ({ job }) => api(`/jobs/${job}`), what: 'Job' },
  {
    view: 'audit',
    address: at('/audit'),
    reads: reads('/audit'),
    what: 'Audit',
    command: 'ign audit',
    empty: { answer: page0, says: 'No record fits' },
  },
  {
    view: 'sessions',
    address: at('/settings/account'),
    reads: reads('/me/sessions'),
    what: 'Sessions',
  },
  {
    view: 'tokens',
    address: at('/settings/account'),
    reads: reads('/me/tokens'),
    what: 'API tokens',
    command: 'ign user token list',
    empty: { answer: page0, says: 'No tokens' },
  },
  {
    view: 'users',
    address: at('/settings/users'),
    reads: reads('/users\\?'),
    what: 'Users',
    command: 'ign user list',
    empty: { answer: page0, says: 'Nobody is called that.' },
  },
  {
    view: 'server',
    address: at('/settings/server'),
    reads: () => /\/readyz/,
    what: 'This server',
    command: 'ign doctor',
  },
  {
    view: 'api-docs',
    address: at('/api/docs'),
    reads: reads('/openapi.json'),
    what: 'API',
    command: 'curl ',
  },
]

const refusal = {
  type: 'about:blank',
  title: 'The state cannot be read',
  status: 503,
  detail: 'the disk of the database is full',
  hint: 'Make room on it and try again.',
  code: 'storage.full',
  requestId: 'req-7f3a91c2',
}
const refuse = (route: Route) =>
  route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(refusal) })

describeInBrowser('the states of every view', () => {
  const ign = seededConsole()
  let viewer: BrowserContext
  let page: Page

  beforeAll(async () => {
    page = await ign.newPage(await ign.newContextOf('ada'))
    viewer = await ign.newContextOf('walter')
  })

  afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }))

  const open = (address: (seeded: Seeded) => string) => page.goto(`${ign.url}${address(ign.seeded)}`)
  const main = () => page.locator('main')

  const seen = (name: string, on = page) =>
    inEachTheme(on, async (theme) => {
      await takePicture(on, `states/${name}-${theme}`)
      expect(await seriousFaults(on), `${name}, ${theme}`).toEqual([])
    })

  it.each(stated)('$view says what it waits for', async ({ view, address, reads: read, what }) => {
    await page.route(read(ign.seeded), () => undefined)
    await open(address)

    await main().locator('[aria-busy=true]').getByText(`${what}: reading`).waitFor()
    await seen(`${view}-loading`)
  })

  it.each(stated)('$view says why, what to do, and the command', async (one) => {
    const { view, address, what, command } = one
    await page.route(one.reads(ign.seeded), refuse)
    await open(address)

    const told = page.getByRole('alert').filter({ hasText: `${what} could not be read` })
    await told.waitFor()
    expect(await told.textContent()).toContain('The disk of the database is full. Make room on it and try again.')
    expect(await told.textContent()).toContain('storage.full, request req-7f3a91c2')
    if (command !== undefined) await told.locator('.cli').getByText(command).waitFor()
    await seen(`${view}-refused`)

    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await told.getByRole('button', { name: 'Try now' }).click()
    await told.waitFor({ state: 'detached' })
  })

  it.each(stated)('$view says that the server is away, and comes back', async (one) => {
    const { view, address, what } = one
    await page.route(one.reads(ign.seeded), (route) => route.abort())
    await open(address)

    await page.getByText(`${what} could not be read`).waitFor()
    const bar = page.getByRole('status').filter({ hasText: 'No connection since' })
    await bar.getByText(/Next try in \d s/).waitFor()
    await seen(`${view}-away`)

    await page.unrouteAll({ behavior: 'ignoreErrors' })
    // the first of them comes back by itself; waiting for each would only take time
    if (one !== stated[0]) await bar.getByRole('button', { name: 'Try now' }).click()
    await bar.waitFor({ state: 'detached' })
  })

  it.each(stated.flatMap((one) => (one.empty ? [{ ...one, empty: one.empty }] : [])))(
    '$view says what would be there',
    async ({ view, address, reads: read, empty }) => {
      await page.route(read(ign.seeded), (route) => route.fulfill({ json: empty.answer }))
      await open(address)

      await main().getByText(empty.says).waitFor()
      await seen(`${view}-empty`)
    },
  )

  it.each([
    ['/audit', 'This needs the role administrator'],
    ['/settings/users', 'This needs the role administrator'],
  ])('%s says to a viewer what it takes', async (path, says) => {
    const his = await ign.newPage(viewer)
    await his.goto(`${ign.url}${path}`)

    await his.getByRole('heading', { name: says }).waitFor()
    await his.getByRole('button', { name: 'Copy link to this view' }).waitFor()
    await seen(`${path.slice(1).replace('/', '-')}-viewer`, his)
    await his.close()
  })

  it.each([
    { view: 'home', address: () => '/', button: 'Import', reason: /takes the role engineer; yours is viewer/ },
    {
      view: 'build',
      address: (of: Seeded) => `/stack?plant=${of.bottling}`,
      button: 'Save',
      reason: /takes the role engineer; yours is viewer/,
    },
    {
      view: 'verify',
      address: (of: Seeded) => `/stack/verify?plant=${of.bottling}`,
      button: 'Verify every wire',
      reason: /takes the role operator; yours is viewer/,
    },
    {
      view: 'versions',
      address: (of: Seeded) => `/stack/versions?plant=${of.bottling}&version=1`,
      button: 'Make version 1 the newest',
      reason: /takes the role engineer; yours is viewer/,
    },
  ])('$view keeps from a viewer what he may not, and says why', async ({ view, address, button, reason }) => {
    const his = await ign.newPage(viewer)
    await his.goto(`${ign.url}${address(ign.seeded)}`)

    const shut = his.getByRole('button', { name: button, exact: true })
    await shut.waitFor()
    expect(await shut.isDisabled()).toBe(true)
    expect(await reasonOf(shut)).toMatch(reason)
    await seen(`${view}-viewer`, his)
    await his.close()
  })

  it('a plant that is no YAML leads to its text', async () => {
    const visitor = await ign.newContextOf('ada')
    const hers = await ign.newPage(visitor)
    await hers.goto(ign.url)
    await hers.evaluate(() => localStorage.setItem('plantwright.draft', 'services: [ {'))
    await hers.goto(`${ign.url}/stack`)

    await hers.getByRole('heading', { name: 'The plant file cannot be read' }).waitFor()
    await seen('build-unreadable', hers)
    await hers.getByRole('link', { name: 'Open the plant file' }).click()
    await hers.getByRole('textbox', { name: 'Plant file' }).waitFor()
    await visitor.close()
  })

  it.each(['/jobs', '/audit', '/settings/account', '/settings/users', '/stack?plant=one'])(
    '%s leads a visitor to the sign-in and back',
    async (path) => {
      const visitor = await ign.newContext()
      const hers = await ign.newPage(visitor)
      await hers.goto(`${ign.url}${path}`)

      await hers.getByRole('heading', { name: 'A sign-in is needed' }).waitFor()
      const link = hers.locator('main').getByRole('link', { name: 'Sign in' })
      expect(await link.getAttribute('href')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
      await seen(`${path.slice(1).replaceAll(/\W/g, '-')}-visitor`, hers)
      await visitor.close()
    },
  )
})
