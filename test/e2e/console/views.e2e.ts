import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { labelOf } from '../../../src/web/stack/label.ts'
import { catalogTexts, optionLabels } from '../../../src/web/text/catalog-de.ts'
import { de } from '../../../src/web/text/de.ts'
import { en } from '../../../src/web/text/en.ts'
import { password } from '../support/asker.ts'
import { faultsOf, inEachTheme, seriousFaults, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'
import { seededConsole } from '../support/seeded-console.ts'
import { asked, openings, type View, views } from '../support/views.ts'

const sizes = { desk: [1440, 900], landscape: [1024, 768], portrait: [820, 1180] } as const

describeInBrowser('every view of the console', () => {
  const ign = seededConsole()
  let page: Page
  let faults: string[]

  beforeAll(async () => {
    page = await ign.newPage(await ign.newContextOf('ada'))
    faults = faultsOf(page)
  })

  const open = async (view: View) => {
    await page.goto(`${ign.url}${view.address(ign.seeded)}`)
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
      await page.goto(ign.url)
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

    const openAtDesk = async (view: View) => {
      const [width, height] = sizes.desk
      await page.setViewportSize({ width, height })
      await open(view)
    }

    it('options, their hints and problems of a plant', async () => {
      await openAtDesk({ name: 'broken', address: ({ lab }) => `/stack?plant=${lab}&service=mail`, shows: '.tally' })
      await page.getByText('Mailpit hat keinen Port „page“.').first().waitFor()
      await inEachTheme(page, (theme) => takePicture(page, `views/build-broken-german-${theme}`))

      expect(await wordsOf(page)).toEqual(
        expect.arrayContaining([
          'Höchstzahl der Nachrichten',
          'Über dieser Anzahl werden die ältesten Nachrichten entfernt',
          'Fängt jede E-Mail des Stacks ab und zeigt sie im Browser; nichts verlässt den Rechner.',
          'Mailpit hat keinen Port „page“.',
        ]),
      )
    })

    it('words that settings take, each with the one of the plant file', async () => {
      await openAtDesk({ name: 'plant', address: ({ lab }) => `/stack?plant=${lab}`, shows: '.inspector select' })
      await page.getByRole('option', { name: 'aus (off)' }).waitFor({ state: 'attached' })
      await inEachTheme(page, (theme) => takePicture(page, `views/plant-settings-german-${theme}`))

      expect(await page.getByRole('option').allTextContents()).toEqual(
        expect.arrayContaining(['interne CA (internal-ca)', 'acme', 'nach Fehler (on-failure)']),
      )
    })
  })

  it.each([1024, 834])('at %i pixels the builder tells how far it is saved and what is done by hand', async (width) => {
    await page.setViewportSize({ width, height: 768 })
    await page.goto(`${ign.url}/stack?plant=${ign.seeded.bottling}`)
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
    const sheet = await ign.newPage(page.context())
    await sheet.setViewportSize({ width: 688, height: 1000 })
    await sheet.goto(`${ign.url}/stack?plant=${ign.seeded.lab}`)
    await sheet.locator('.node').first().waitFor()
    await sheet.emulateMedia({ media: 'print' })
    await sheet.locator('.paper td').first().waitFor()
    await takePicture(sheet, 'views/plant-paper')

    const paper = await sheet.evaluate<string>('document.body.innerText')
    await sheet.emulateMedia({ media: 'screen' })
    for (const said of ['lab', 'Version 1, saved', ', ada', 'Services, 2', 'Wires, 1', 'Mailpit has no port "page"'])
      expect(paper).toContain(said)
    for (const screen of ['Add a service', 'Download', 'Home']) expect(paper).not.toContain(screen)
    const pdf = (await sheet.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
    await sheet.close()
  })
})

describeInBrowser('the pages before the console', () => {
  const ign = consoleInBrowser({ isNewForEach: true })
  let context: BrowserContext
  let page: Page

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
  })
  afterEach(() => context.close())

  const go = (path: string) => page.goto(`${ign.url}${path}`)
  const goToSignIn = async () => {
    const ada = await ign.setUp(context)
    const { secret } = await ada.send<{ secret: string }>('POST', '/me/totp', {})
    await ada.send('POST', '/me/totp/confirm', { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() })
    await context.clearCookies()
    await go('/sign-in')
    await page.getByLabel('User name').waitFor()
  }
  /** The way to each of them from a server that nobody has set up. */
  const ways: Record<string, () => Promise<unknown>> = {
    'set-up': async () => {
      await page.goto(ign.setupLink)
      await page.getByLabel('Your user name').waitFor()
    },
    'set-up-second-factor': async () => {
      await ign.setUp(context)
      await go('/setup/second-factor')
      await page.locator('.qr').waitFor()
    },
    'set-up-first-plant': async () => {
      await ign.setUp(context)
      await go('/setup/first-plant')
      await page.locator('.template').first().waitFor()
    },
    'sign-in': goToSignIn,
    'sign-in-code': async () => {
      await goToSignIn()
      await page.getByLabel('User name').fill('ada')
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByLabel('Code of 6 digits').waitFor()
    },
  }

  it.each(Object.keys(ways))('%s', async (name) => {
    await ways[name]?.()
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

/** A language in its own words, a summary of the server's description. */
const notOurs = ['Deutsch', 'Sign out']

const german = new Set<string>([...Object.values(de), ...Object.values(catalogTexts), ...Object.values(optionLabels)])

/** Texts that stand in the English catalogues only: those of the console, of the services and of their options. */
const onlyEnglish = new Set<string>(
  [...Object.values(en), ...Object.keys(catalogTexts), ...Object.keys(optionLabels).map(labelOf)].filter(
    (words) => !words.includes('{') && !german.has(words) && !notOurs.includes(words),
  ),
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
