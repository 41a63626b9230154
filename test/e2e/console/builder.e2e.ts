import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { faultsOf, seriousFaults, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'

describeInBrowser('the console in a browser', () => {
  const ign = consoleInBrowser()
  let context: BrowserContext
  let page: Page
  let faults: string[]

  beforeEach(async () => {
    context = await ign.newContext()
    page = await ign.newPage(context)
    faults = faultsOf(page)
    await page.goto(`${ign.url}/stack`)
    await page.getByRole('button', { name: /^full-iiot/ }).waitFor()
  })

  afterEach(async () => context.close())

  const picture = (name: string) => takePicture(page, name)
  /** Without what the browser says of a plant that the server refuses. */
  const ownFaults = () => faults.filter((fault) => !fault.includes('422'))
  const begin = async (template: string) => {
    await page.getByRole('button', { name: new RegExp(`^${template}`) }).click()
    await page.locator('.node').first().waitFor()
  }
  const addFromCatalogue = async (title: string) => {
    await page
      .getByRole('complementary', { name: 'Catalogue' })
      .getByRole('button', { name: title, exact: true })
      .click()
  }
  const card = (name: string) => page.locator('.node', { has: page.getByText(name, { exact: true }) })
  const inspectorTab = (name: string) => page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab', { name })
  const typeInEditor = async (typed: string) => {
    await page.getByRole('navigation', { name: 'Stack views' }).getByRole('link', { name: 'Plant file' }).click()
    await page.getByRole('textbox', { name: 'Plant file' }).click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type(typed)
  }

  it('builds a stack from nothing to its ZIP', async () => {
    await addFromCatalogue('PostgreSQL')
    await card('postgres').waitFor()
    await addFromCatalogue('Grafana')
    await card('grafana').waitFor()
    await page.getByRole('button', { name: /^postgres to grafana, dashboards, automatic/ }).waitFor()

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()

    const file = await download
    expect(file.suggestedFilename()).toBe('plant.zip')
    const content = readFileSync(await file.path())
    expect(content.subarray(0, 2).toString()).toBe('PK')
    expect(content.includes('docker-compose.yml')).toBe(true)
    expect(faults).toEqual([])
  })

  it('shows a conflict at its field and mends it there', async () => {
    await begin('monitoring')
    await card('charts').click()
    await inspectorTab('Ports').click()
    const port = page.getByRole('textbox', { name: 'Dashboards on host' })
    await port.fill('8025')
    await card('mail').click()
    await inspectorTab('Ports').click()
    const clash = page.getByRole('textbox', { name: 'Mail page on host' }).or(page.locator('.inspector input').first())
    await clash.first().fill('8025')

    const problem = page.getByRole('list', { name: 'Problems' }).getByText('stack.port-clash')
    await problem.waitFor()
    await picture('conflict')
    await expect.poll(() => page.getByRole('button', { name: 'Download' }).isDisabled()).toBe(true)

    await clash.first().fill('8026')

    await problem.waitFor({ state: 'detached' })
    await expect.poll(() => page.getByRole('button', { name: 'Download' }).isEnabled()).toBe(true)
    expect(ownFaults()).toEqual([])
  })

  it('takes what is typed in the plant file to the canvas, and back', async () => {
    await begin('monitoring')
    await typeInEditor('\n  history: { uses: postgres }\n')
    await picture('plant-file')
    await page.getByRole('link', { name: 'Build' }).click()
    await card('history').waitFor()

    await card('history').click()
    await page.keyboard.press('d')
    await card('history-2').waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await card('history-2').waitFor({ state: 'detached' })
    await page.getByRole('navigation', { name: 'Stack views' }).getByRole('link', { name: 'Plant file' }).click()

    const text = await page
      .locator('.editor')
      .evaluate((host) => host.shadowRoot?.querySelector('.cm-content')?.textContent)
    expect(text).toContain('# Metrics, dashboards and mail')
    expect(text).toContain('history: { uses: postgres }')
    expect(text).not.toContain('history-2')
    expect(faults).toEqual([])
  })

  it('renames a service wherever it is named', async () => {
    await begin('full-iiot')
    await card('history').click()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('archive')
    await page.keyboard.press('Enter')

    await card('archive').waitFor()
    await card('history').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^gateway-1 to archive, database/ }).waitFor()
    expect(faults).toEqual([])
  })

  it('keeps the draft over a reload, and says when the server is away', async () => {
    await begin('basic-scada')
    await card('gateway').waitFor()
    await page.reload()
    await card('gateway').waitFor()

    await context.setOffline(true)
    await addFromCatalogue('Mailpit')
    await page.getByText('No connection since').waitFor()
    await picture('offline')
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try now' }).click()

    await card('mailpit').waitFor()
    await page.getByText('No connection since').waitFor({ state: 'detached' })
  })

  it('takes users from a spreadsheet, and says which line is wrong', async () => {
    await begin('full-iiot')
    const list = (name: string, content: string) =>
      page.getByLabel('Import CSV').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })

    await list('people.csv', 'username;email\neve;eve@plant.example\nbob;bob@plant.example\n')
    await page.getByRole('status').filter({ hasText: '2 added' }).waitFor()
    await page.getByRole('button', { name: 'Undo: Users of people.csv' }).waitFor()

    await list('wrong.csv', 'username,email\nmallory,nowhere\n')
    await page.getByRole('alert').filter({ hasText: 'line 2' }).waitFor()
    await picture('users-refused')
    expect(ownFaults()).toEqual([])
  })

  it.each(['light', 'dark'] as const)('has no serious accessibility fault in the %s theme', async (theme) => {
    await page.evaluate((name) => localStorage.setItem('plantwright.theme', name), theme)
    await page.reload()
    await page.getByRole('button', { name: /^full-iiot/ }).waitFor()
    const views: Record<string, () => Promise<void>> = {
      empty: async () => undefined,
      build: async () => begin('full-iiot'),
      inspector: async () => {
        await card('gateway-1').click()
        await page.locator('[data-field="Edition"]').waitFor()
      },
      list: async () => page.getByRole('button', { name: 'As a list' }).click(),
      keys: async () => {
        await page.getByRole('button', { name: 'Keyboard' }).click()
      },
    }
    for (const [name, open] of Object.entries(views)) {
      await open()
      await picture(`${name}-${theme}`)
      expect(await seriousFaults(page), name).toEqual([])
    }
    expect(faults).toEqual([])
  })

  it('speaks German too', async () => {
    await page.getByRole('button', { name: 'Deutsch' }).click()

    await page.getByRole('heading', { name: 'Eine leere Anlage' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await picture('german')
  })
})
