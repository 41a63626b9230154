import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserProgram, faultsOf, seriousFaults, takePicture } from './support/console.ts'
import { Asker, type Seeded, seed, setUp } from './support/seeded-console.ts'
import { Server } from './support/server.ts'
import { isRequired } from './support/stack.ts'
import { openings, type View, views } from './support/views.ts'

const themes = ['light', 'dark'] as const
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
    page.setDefaultTimeout(10_000)
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

  describe.each(themes)('in the %s theme', (theme) => {
    beforeAll(async () => {
      await page.goto(server.url)
      await page.evaluate((name) => localStorage.setItem('plantwright.theme', name), theme)
    })

    it.each([...views, ...openings])('$name', async (view) => {
      faults.length = 0
      for (const [size, [width, height]] of Object.entries(sizes)) {
        await page.setViewportSize({ width, height })
        await open(view)
        await takePicture(page, `views/${view.name}-${theme}-${size}`)
        expect(await over(), `${size}: wider than the screen`).toBeLessThanOrEqual(0)
        if (size === 'desk') expect(await seriousFaults(page)).toEqual([])
      }
      expect(faults).toEqual([])
    })
  })
})
