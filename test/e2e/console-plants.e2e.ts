import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserProgram, seriousFaults, takePicture } from './support/console.ts'
import { consoleInBrowser } from './support/console-in-browser.ts'
import { isRequired, missingEngine, RunningStack } from './support/stack.ts'

const missing = browserProgram === undefined ? 'there is no browser' : missingEngine()
const file = join(import.meta.dirname, 'plants/console.yaml')

describe.skipIf(missing !== undefined && !isRequired)('plants in the console, with their stack running', () => {
  const ign = consoleInBrowser()
  const stack = new RunningStack(file)
  let context: BrowserContext
  let page: Page
  let address = ''

  beforeAll(async () => {
    stack.generate()
    stack.up()
    context = await ign.newContext()
    await ign.setUp(context)
    page = await ign.newPage(context)
  })

  afterAll(() => stack.destroy())

  const picture = (name: string) => takePicture(page, name)
  const view = (name: string) => page.getByRole('navigation', { name: 'Stack views' }).getByRole('link', { name })
  const status = (said: string) => page.getByRole('status').filter({ hasText: said })

  it('keeps a draft as a plant, with its versions', async () => {
    await page.goto(`${ign.url}/stack`)
    await page.locator('input[type=file][aria-label="Open"]').setInputFiles(file)
    await page.locator('.node', { hasText: 'history' }).waitFor()
    await page.getByRole('button', { name: 'Save as plant' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('Bottling')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await status('Version 1, saved').waitFor()
    address = page.url()
    expect(address).toMatch(/\/stack\?plant=\w+/)

    await page.locator('.node', { hasText: 'flows' }).click()
    await page.keyboard.press('d')
    await status('Changed since version 1').waitFor()
    await page.reload()
    await page.locator('.node', { hasText: 'flows-2' }).waitFor()
    await page.keyboard.press('ControlOrMeta+s')
    await page.getByRole('dialog').getByRole('textbox').fill('a second flow engine')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await status('Version 2, saved').waitFor()

    await view('Versions').click()
    await page.getByText('a second flow engine').waitFor()
    await page.getByRole('link', { name: /^1 / }).click()
    await page.getByRole('button', { name: 'Make version 1 the newest' }).click()
    await status('Version 3 holds what version 1 held.').waitFor()
    await picture('versions')
    expect(await seriousFaults(page)).toEqual([])
  })

  it('tells the second of two tabs, and overwrites nothing', async () => {
    await page.goto(address)
    await page.locator('.node', { hasText: 'flows' }).waitFor()
    const other = await ign.newPage(context)
    await other.goto(address)
    await other.locator('.node', { hasText: 'flows' }).click()
    await other.keyboard.press('Delete')
    await other.keyboard.press('ControlOrMeta+s')
    await other.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await other.getByRole('status').filter({ hasText: 'Version 4, saved' }).waitFor()
    await other.close()

    await page.locator('.node', { hasText: 'broker' }).click()
    await page.keyboard.press('d')
    await page.getByText('ada saved version 4 while you were working on version 3.').waitFor()
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('region', { name: 'Lines that differ' }).waitFor()
    await picture('changed-elsewhere')
    await page.getByRole('button', { name: 'Take version 4' }).click()
    await page.locator('.node', { hasText: 'broker-2' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo: Take version 4' }).click()

    await page.locator('.node', { hasText: 'broker-2' }).waitFor()
  })

  it('shows each wire turning green as it is proven', async () => {
    const id = new URL(address).searchParams.get('plant') ?? ''
    await page.goto(`${ign.url}/stack/versions?plant=${id}&version=1`)
    await page.getByRole('button', { name: 'Make version 1 the newest' }).click()
    await status('holds what version 1 held.').waitFor()
    await view('Verify').click()
    await page.getByText('No wire has been tried yet').waitFor()
    await picture('verify-before')
    const { probes } = stack.verify()

    await page.getByRole('button', { name: 'Verify every wire' }).click()
    await page
      .getByRole('listitem')
      .filter({ hasText: `${probes.length} proven` })
      .waitFor()

    await expect.poll(() => page.locator('.wire.ok').count()).toBe(probes.length)
    await picture('verify-proven')
    expect(await seriousFaults(page)).toEqual([])
  })

  it('leads from a broken wire to its evidence, and from home to the wire', async () => {
    stack.compose('stop', '--timeout', '1', 'broker')

    await page.getByRole('button', { name: 'Verify again' }).click()
    await page.getByRole('listitem').filter({ hasText: '1 broken' }).waitFor()
    await page.getByRole('heading', { name: 'Evidence' }).waitFor()
    await picture('verify-broken')
    expect(await page.locator('.wire.fault').count()).toBe(1)
    await page.goto(ign.url)
    await page.getByText('Bottling: 1 of its wires broken').waitFor()
    await picture('home-light')
    await page.getByRole('link', { name: 'Open the wires' }).click()

    await page.getByRole('heading', { name: 'Evidence' }).waitFor()
  })

  it('lists the runs as jobs', async () => {
    await page.getByRole('link', { name: 'Jobs' }).click()
    await page.getByText('Verify every wire of Bottling').first().waitFor()
    await picture('jobs-light')

    expect(await page.getByRole('row').filter({ hasText: 'done' }).count()).toBe(2)
  })

  it.each(['/', '/jobs', 'verify', 'versions'])(
    'has no serious accessibility fault in the dark theme: %s',
    async (path) => {
      const id = new URL(address).searchParams.get('plant')
      await page.evaluate(() => localStorage.setItem('plantwright.theme', 'dark'))
      await page.goto(`${ign.url}${path.startsWith('/') ? path : `/stack/${path}?plant=${id}`}`)
      await page.getByText('Bottling').first().waitFor()
      await picture(`${path.replace('/', '') || 'home'}-dark`)

      expect(await seriousFaults(page)).toEqual([])
    },
  )
})
