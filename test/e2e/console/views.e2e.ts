import { Secret, TOTP } from 'otpauth'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { de } from '../../../src/web/text/de.ts'
import { en } from '../../../src/web/text/en.ts'
import { browserProgram, faultsOf, inEachTheme, seriousFaults, takePicture } from '../support/console.ts'
import { Asker, password, type Seeded, seed, setUp } from '../support/seeded-console.ts'
import { Server } from '../support/server.ts'
import { isRequired } from '../support/stack.ts'
import { asked, openings, type View, views } from '../support/views.ts'

const sizes = { desk: [1440, 900], landscape: [1024, 768], portrait: [820, 1180] } as const

describe.skipIf(browserProgram === undefined && !isRequired)('every view of the console', () => {
  const server = new Server()
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let seeded: Seeded
  let faults: string[]

  beforeAll(async () => {
    await server.start()
    browser = await chromium.launch({ executablePath: browserProgram ?? 'chromium', args: ['--no-sandbox'] })
    context = await browser.newContext()
    const asker = new Asker(context.request, server)
    await setUp(server, asker)
    seeded = await seed(asker)
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    faults = faultsOf(page)
  })

  afterAll(async () => {
    await browser?.close()
    await server.stop()
  })

  const open = async (view: View) => {
    await page.goto(`${server.url}${view.address(seeded)}`)
    await page.locator('main h1').first().waitFor()
    if (view.open) {
      await page.locator('main :is(.plant-link, .node, .blank, tbody tr):visible').first().waitFor()
      await view.open(page)
    }
    await page.locator(view.shows).first().waitFor()
  }
  const over = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')

  it.each([...views, ...openings])('$name', async (view) => {
    faults.length = 0
    for (const [size, [width, height]] of Object.entries(sizes)) {
      await page.setViewportSize({ width, height })
      await open(view)
      await inEachTheme(page, async (theme) => {
        await takePicture(page, `views/${view.name}-${theme}-${size}`)
        if (size === 'desk') expect(await seriousFaults(page), theme).toEqual([])
      })
      expect(await over(), `${size}: wider than the screen`).toBeLessThanOrEqual(0)
    }
    expect(faults).toEqual([])
  })

  describe('in German, on a tablet', () => {
    beforeAll(async () => {
      await page.goto(server.url)
      await page.evaluate(() => localStorage.setItem('plantwright.language', 'de'))
    })
    afterAll(() => page.evaluate(() => localStorage.setItem('plantwright.language', 'en')))

    it.each([...views, ...asked])('$name', async (view) => {
      for (const size of ['landscape', 'portrait'] as const) {
        const [width, height] = sizes[size]
        await page.setViewportSize({ width, height })
        await open(view)
        await takePicture(page, `views/${view.name}-german-${size}`)
        expect(await over(), `${size}: wider than the screen`).toBeLessThanOrEqual(0)
        expect(await beyondTheEdge(page), size).toEqual([])
      }
      expect((await wordsOf(page)).filter((words) => onlyEnglish.has(words))).toEqual([])
    })
  })

  it.each([1024, 834])('at %i pixels the builder tells how far it is saved and what is done by hand', async (width) => {
    await page.setViewportSize({ width, height: 768 })
    await page.goto(`${server.url}/stack?plant=${seeded.bottling}`)
    await page.locator('.node').first().waitFor()

    await page.locator('.pagebar').getByText('v3, saved').waitFor()
    await page
      .locator('.legend')
      .getByText(/\d by hand$/)
      .waitFor()
    expect(await page.locator('.pagebar').getByText('Version 3, saved').isVisible()).toBe(false)
    expect(await beyondTheEdge(page)).toEqual([])
  })

  it('a plant on paper has a head, services, wires and problems, and nothing of the screen', async () => {
    await page.setViewportSize({ width: 688, height: 1000 })
    await page.goto(`${server.url}/stack?plant=${seeded.lab}`)
    await page.locator('.node').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.locator('.paper td').first().waitFor()
    await takePicture(page, 'views/plant-paper')

    const paper = await page.evaluate<string>('document.body.innerText')
    await page.emulateMedia({ media: 'screen' })
    for (const said of ['lab', 'Version 1, saved', ', ada', 'Services, 2', 'Wires, 1', 'Mailpit has no port "page"'])
      expect(paper).toContain(said)
    for (const screen of ['Add a service', 'Download', 'Home']) expect(paper).not.toContain(screen)
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
  })
})

describe.skipIf(browserProgram === undefined && !isRequired)('the pages before the console', () => {
  const server = new Server()
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let asker: Asker

  beforeAll(async () => {
    await server.start()
    browser = await chromium.launch({ executablePath: browserProgram ?? 'chromium', args: ['--no-sandbox'] })
    context = await browser.newContext()
    asker = new Asker(context.request, server)
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
  })

  afterAll(async () => {
    await browser?.close()
    await server.stop()
  })

  const go = (path: string) => page.goto(`${server.url}${path}`)
  /** Steps of the first run and of signing in, in the order in which the server lets one see them. */
  const steps: Record<string, () => Promise<unknown>> = {
    'set-up': async () => {
      await page.goto(server.setupLink)
      await page.getByLabel('Your user name').waitFor()
    },
    'set-up-second-factor': async () => {
      await setUp(server, asker)
      await go('/setup/second-factor')
      await page.locator('.qr').waitFor()
    },
    'set-up-first-plant': async () => {
      await go('/setup/first-plant')
      await page.locator('.template').first().waitFor()
    },
    'sign-in': async () => {
      const { secret } = await asker.send<{ secret: string }>('POST', '/me/totp', {})
      await asker.send('POST', '/me/totp/confirm', { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() })
      await context.clearCookies()
      await go('/sign-in')
      await page.getByLabel('User name').waitFor()
    },
    'sign-in-code': async () => {
      await page.getByLabel('User name').fill('ada')
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByLabel('Code of 6 digits').waitFor()
    },
  }

  it.each(Object.keys(steps))('%s', async (name) => {
    await steps[name]?.()
    await inEachTheme(page, async (theme) => {
      for (const [size, [width, height]] of Object.entries(sizes)) {
        await page.setViewportSize({ width, height })
        await takePicture(page, `views/${name}-${theme}-${size}`)
        expect(await beyondTheEdge(page), `${theme}, ${size}`).toEqual([])
      }
      expect(await seriousFaults(page), theme).toEqual([])
    })
  })
})

/** A value and the label of an option, a language in its own words, a summary of the server's description. */
const notOurs = ['off', 'no', 'Password', 'Deutsch', 'Sign out']

/** Texts that stand in the English catalogue only. */
const onlyEnglish = new Set<string>(
  Object.values(en).filter((words) => !words.includes('{') && ![...Object.values(de), ...notOurs].includes(words)),
)

/** Everything that is written on the page or read out of it. */
const wordsOf = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('body *')].flatMap((element) => [
    ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ textContent }) => textContent),
    ...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
  ])`)

/** Buttons, links and headings that lie past the edge of the screen; what scrolls by itself may be longer. */
const beyondTheEdge = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('button, a, h1, h2, th, label')]
    .filter((element) => !element.closest('.vh, .stage, .scroll'))
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map(({ textContent }) => textContent)`)
