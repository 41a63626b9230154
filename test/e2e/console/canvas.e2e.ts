import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { largePlantFile } from '../../bench/plants.ts'
import { faultsOf, seriousFaults, takePicture } from '../support/console.ts'
import { consoleInBrowser, describeInBrowser } from '../support/console-in-browser.ts'

describeInBrowser('the canvas of the stack builder', () => {
  const ign = consoleInBrowser()
  let context: BrowserContext
  let page: Page
  let faults: string[]

  const open = async (plant: string, settings: BrowserContextOptions = {}, theme = 'light') => {
    context = await ign.newContext(settings)
    page = await ign.newPage(context)
    faults = faultsOf(page)
    await page.goto(`${ign.url}/stack`)
    await page.evaluate(
      ([text, name]) => {
        localStorage.setItem('plantwright.draft', text as string)
        localStorage.setItem('plantwright.theme', name as string)
      },
      [plant, theme],
    )
    await page.reload()
    await page.locator('.node').first().waitFor()
  }
  const template = async (id: string) => {
    const answer = await fetch(`${ign.url}/api/v1/templates/${id}`)
    return ((await answer.json()) as { plant: string }).plant
  }
  const card = (name: string) => page.locator(`.node[data-name="${name}"]`)
  const focused = () => page.locator(':focus').getAttribute('data-name')
  const percent = async () => Number.parseInt((await page.locator('.zoom .pc').textContent()) ?? '', 10)
  const level = () => page.locator('.stage').getAttribute('data-level')
  const pressUntil = async (key: string, wanted: string) => {
    for (let step = 0; step < 12 && (await level()) !== wanted; step++) await page.keyboard.press(key)
    expect(await level()).toBe(wanted)
  }
  const boxOf = async (selector: string) => {
    const box = await page.locator(selector).boundingBox()
    if (!box) throw new Error(`${selector} is not shown`)
    return box
  }
  const middleOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
    x: x + width / 2,
    y: y + height / 2,
  })

  afterEach(async () => {
    await context?.close()
  })

  describe('with the largest template', () => {
    beforeEach(async () => open(await template('full-iiot')))

    it('is walked with the keyboard: cards, wires and back', async () => {
      await card('proxy').focus()
      await page.keyboard.press('ArrowRight')
      const first = await focused()
      expect(['flows', 'gateway-1', 'charts', 'login']).toContain(first)

      await page.keyboard.press('e')
      const wire = page.locator('.wire:focus')
      await wire.waitFor()
      expect(await wire.getAttribute('aria-label')).toContain(first)
      await page.locator('.tip').waitFor()
      const seen = await wire.getAttribute('data-wire')
      await page.keyboard.press('e')
      expect(await page.locator('.wire:focus').getAttribute('data-wire')).not.toBe(seen)

      await page.keyboard.press('Escape')
      await expect.poll(focused).toBe(first)
      await page.keyboard.press('Enter')
      await page.getByRole('complementary', { name: first ?? '' }).waitFor()
      expect(faults).toEqual([])
    })

    it('says why a wire is there when the pointer rests on it', async () => {
      await page.locator('.wire[data-wire^="gateway-1"] .mark').first().hover()

      const tip = page.locator('.tip')
      await tip.waitFor()
      expect(await tip.textContent()).toMatch(/gateway-1.*(automatic|by hand)/s)
      await takePicture(page, 'canvas-why')
      await page.mouse.move(400, 300)
      await tip.waitFor({ state: 'detached' })
    })

    it('tells more from near and less from afar', async () => {
      expect(await level()).toBe('cards')

      await pressUntil('+', 'detail')
      await expect.poll(() => card('history').locator('.po').isVisible()).toBe(true)
      await takePicture(page, 'canvas-detail')

      await pressUntil('-', 'names')
      expect((await boxOf('[data-name="history"] .nm')).width).toBeGreaterThan(20)
      expect((await boxOf('[data-name="history"] .pr')).width).toBeLessThan(2)
      // what is no longer seen is still said
      await page.getByRole('button', { name: /history PostgreSQL/ }).waitFor()
      await takePicture(page, 'canvas-names')

      await pressUntil('-', 'dots')
      expect((await boxOf('[data-name="history"] .nm')).width).toBeLessThan(2)

      await page.keyboard.press('0')
      await expect.poll(level).toBe('cards')
    })

    it('pans with the wheel and zooms with Ctrl, where the pointer is', async () => {
      const before = await boxOf('.node[data-name="history"]')
      await page.mouse.move(before.x + 10, before.y + 10)

      await page.mouse.wheel(0, 60)
      await expect
        .poll(async () => Math.round((await boxOf('.node[data-name="history"]')).y))
        .toBe(Math.round(before.y - 60))
      const panned = await boxOf('.node[data-name="history"]')
      await page.mouse.move(panned.x, panned.y)
      await page.keyboard.down('Control')
      await page.mouse.wheel(0, -60)
      await page.keyboard.up('Control')

      await expect.poll(percent).toBeGreaterThan(110)
      const zoomed = await boxOf('.node[data-name="history"]')
      expect(Math.abs(zoomed.x - panned.x)).toBeLessThan(2)
      expect(Math.abs(zoomed.y - panned.y)).toBeLessThan(2)
    })

    it('moves a card inside its column, by mouse and by key, and tidies up again', async () => {
      const rows = async () => {
        const places = await Promise.all(
          ['history', 'mail', 'metrics', 'broker'].map(
            async (name) => [name, (await boxOf(`.node[data-name="${name}"]`)).y] as const,
          ),
        )
        return places.sort((a, b) => a[1] - b[1]).map(([name]) => name)
      }
      const usual = await rows()
      const [first = '', second = ''] = usual
      const [from, to] = [await boxOf(`.node[data-name="${first}"]`), await boxOf(`.node[data-name="${second}"]`)].map(
        middleOf,
      )
      if (!from || !to) throw new Error('there are no two cards')

      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x, from.y + 10)
      await page.mouse.move(to.x, to.y, { steps: 4 })
      await page.mouse.up()
      await expect.poll(rows).toEqual([second, first, ...usual.slice(2)])
      expect(await page.getByRole('complementary', { name: first }).count()).toBe(0)

      await page.reload()
      await page.locator('.node').first().waitFor()
      expect(await rows()).toEqual([second, first, ...usual.slice(2)])
      await card(first).focus()
      await page.keyboard.press('Alt+ArrowDown')
      await expect.poll(rows).toEqual([second, usual[2], first, ...usual.slice(3)])
      await page.getByText(`${first} is now 3 of 4`).waitFor({ state: 'attached' })

      await page.getByRole('button', { name: 'Tidy' }).click()
      await expect.poll(rows).toEqual(usual)
      expect(faults).toEqual([])
    })

    it('works with several services at once', async () => {
      await card('charts').click()
      await card('metrics').click({ modifiers: ['Shift'] })
      await page.getByRole('complementary', { name: '2 services selected' }).waitFor()
      await takePicture(page, 'canvas-group')

      await page.keyboard.press('Delete')

      await card('charts').waitFor({ state: 'detached' })
      await card('metrics').waitFor({ state: 'detached' })
      await page.keyboard.press('ControlOrMeta+z')
      await card('charts').waitFor()
      await card('metrics').waitFor()
      expect(faults).toEqual([])
    })

    it('picks what a frame touches, and none of it when Escape ends the frame', async () => {
      const columns = await page
        .locator('.node')
        .evaluateAll((cards) =>
          cards
            .map((one) => ({ name: one.getAttribute('data-name') ?? '', box: one.getBoundingClientRect().toJSON() }))
            .sort((a, b) => b.box.x - a.box.x || a.box.y - b.box.y),
        )
      const [first, second, third] = columns
      if (!first || !second || !third) throw new Error('there are no three cards')
      // from the empty ground right of the last column into its second card
      const from = { x: first.box.right + 12, y: first.box.y + 4 }
      const frame = async (end: () => Promise<unknown>) => {
        await page.keyboard.down('Shift')
        await page.mouse.move(from.x, from.y)
        await page.mouse.down()
        await page.mouse.move(second.box.x + 40, second.box.y + 10, { steps: 4 })
        await page.locator('.marquee').waitFor()
        await expect.poll(() => page.locator('.node.touched').count()).toBe(2)
        await end()
        await page.keyboard.up('Shift')
        await page.locator('.marquee').waitFor({ state: 'hidden' })
      }

      await frame(async () => {
        await takePicture(page, 'canvas-frame')
        await page.keyboard.press('Escape')
        await page.mouse.up()
      })
      expect(await page.locator('.node.picked').count()).toBe(0)
      await frame(() => page.mouse.up())
      await page.getByRole('complementary', { name: '2 services selected' }).waitFor()
      expect(Math.round((await boxOf(`.node[data-name="${first.name}"]`)).x)).toBe(Math.round(first.box.x))
      await card(third.name).click({ modifiers: ['Shift'] })
      await page.getByRole('complementary', { name: '3 services selected' }).waitFor()
      await page.keyboard.press('Delete')

      for (const { name } of [first, second, third]) await card(name).waitFor({ state: 'detached' })
      expect(faults).toEqual([])
    })

    it('looks at wires of one kind; the rest fades', async () => {
      await page.getByRole('combobox', { name: 'Wires' }).selectOption({ label: 'Metrics' })

      await page.locator('.wire:not(.faded)').first().waitFor()
      const shown = await page
        .locator('.wire:not(.faded)')
        .evaluateAll((wires) => wires.map((wire) => wire.getAttribute('aria-label')))
      expect(shown.every((label) => label?.includes(', metrics,'))).toBe(true)
      expect(await page.locator('.wire.faded').count()).toBeGreaterThan(0)
      await takePicture(page, 'canvas-lens')
    })

    it('has panels that are resized by hand and by key, and stay so', async () => {
      const width = async () => Math.round((await boxOf('.catalog')).width)
      const edge = page.getByRole('separator', { name: 'Width of the catalogue' })
      expect(await width()).toBe(224)

      const at = middleOf(await boxOf('.splitter.of-catalog'))
      await page.mouse.move(at.x, at.y)
      await page.mouse.down()
      await page.mouse.move(at.x + 76, at.y, { steps: 4 })
      await page.mouse.up()
      await expect.poll(width).toBe(300)

      await edge.focus()
      await page.keyboard.press('ArrowLeft')
      await expect.poll(width).toBe(284)
      expect(await edge.getAttribute('aria-valuenow')).toBe('284')
      await page.reload()
      await page.locator('.node').first().waitFor()
      expect(await width()).toBe(284)

      await edge.dblclick()
      await expect.poll(width).toBe(224)
      await page.getByRole('separator', { name: 'Height of problems and files' }).press('ArrowUp')
      await expect.poll(async () => Math.round((await boxOf('.drawer')).height)).toBe(256)
      await page.getByRole('separator', { name: 'Width of the settings' }).press('Home')
      await expect.poll(async () => Math.round((await boxOf('.inspector')).width)).toBe(264)
      await page.getByRole('button', { name: 'Hide problems and files' }).click()
      await expect.poll(async () => Math.round((await boxOf('.drawer')).height)).toBe(36)
      expect(faults).toEqual([])
    })
  })

  describe('with a large plant', () => {
    it('has a minimap that leads anywhere', async () => {
      await open(largePlantFile(40))
      for (let step = 0; step < 4; step++) await page.keyboard.press('+')
      await expect.poll(percent).toBeGreaterThan(100)
      const map = await boxOf('.minimap')

      await page.mouse.click(map.x + 10, map.y + map.height / 2)

      await expect.poll(async () => (await boxOf('.node[data-name="edge"]')).x).toBeGreaterThan(map.x - 1200)
      const stage = await boxOf('.stage')
      const edge = middleOf(await boxOf('.node[data-name="edge"]'))
      expect(edge.x).toBeGreaterThan(stage.x)
      expect(edge.x).toBeLessThan(stage.x + stage.width)
      await takePicture(page, 'canvas-minimap')
      expect(faults).toEqual([])
    })

    it('folds what has very many wires until somebody asks', async () => {
      await open(largePlantFile(40))
      const bundle = page.getByRole('button', { name: /^route × \d+ wires: all automatic; from edge, reverse-proxy/ })
      const before = await page.locator('.wire').count()
      expect(await bundle.getByText('wires: all automatic').isVisible()).toBe(false)
      await bundle.hover()
      await bundle.getByText('wires: all automatic').waitFor()

      await bundle.click()

      await expect.poll(() => page.locator('.wire').count()).toBeGreaterThan(before + 8)
      expect(await bundle.getAttribute('aria-expanded')).toBe('true')
    })

    it.each(['light', 'dark'])('has no serious accessibility fault in the %s theme', async (theme) => {
      await open(largePlantFile(40), {}, theme)
      await takePicture(page, `canvas-large-${theme}`)
      expect(await seriousFaults(page)).toEqual([])
      await card('mail').click()
      await card('sso').click({ modifiers: ['Control'] })
      await page.getByRole('complementary', { name: '2 services selected' }).waitFor()
      await pressUntil('-', 'dots')
      await takePicture(page, `canvas-far-${theme}`)
      expect(await seriousFaults(page)).toEqual([])
      expect(faults).toEqual([])
    })
  })

  it('is moved with fingers on a tablet, and its panels lie over it', async () => {
    await open(await template('full-iiot'), { viewport: { width: 1024, height: 768 }, hasTouch: true })
    const before = await percent()
    const { x, y } = middleOf(await boxOf('.stage'))
    const touch = await context.newCDPSession(page)
    const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: x - apart, y, id: 1 },
                { x: x + apart, y, id: 2 },
              ],
      })

    await fingers('touchStart', 40)
    for (const apart of [50, 60, 70, 80]) await fingers('touchMove', apart)
    await fingers('touchEnd', 0)

    await expect.poll(percent).toBeGreaterThan(before * 1.5)
    await page.getByRole('button', { name: 'Fit' }).tap()
    await expect.poll(percent).toBe(before)
    await page.getByRole('button', { name: 'Add a service' }).tap()
    await page
      .getByRole('complementary', { name: 'Catalogue' })
      .getByRole('button', { name: 'Valkey', exact: true })
      .tap()
    await card('valkey').waitFor()
    await page.getByRole('complementary', { name: 'valkey' }).waitFor()
    await takePicture(page, 'canvas-tablet')
    const sheet = await boxOf('.inspector')
    await expect.poll(async () => (await boxOf('.node[data-name="valkey"]')).x + 40).toBeLessThan(sheet.x)
    expect(await seriousFaults(page)).toEqual([])
    expect(faults).toEqual([])
  })

  it('prints as a summary of what there is', async () => {
    await open(await template('full-iiot'))
    expect(await page.locator('.paper').count()).toBe(0)

    // the browser takes what is there as soon as the event has been heard
    const count = "document.querySelectorAll('.paper').length"
    expect(await page.evaluate(`dispatchEvent(new Event('beforeprint')), ${count}`)).toBe(1)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await page.locator('.paper').waitFor({ state: 'detached' })
    await page.emulateMedia({ media: 'print' })
    await page
      .locator('.paper')
      .getByRole('cell', { name: /^PostgreSQL/, includeHidden: true })
      .waitFor()
    await takePicture(page, 'canvas-paper')
  })

  it('moves nothing by itself where motion is not wanted', async () => {
    await open(await template('full-iiot'), { reducedMotion: 'reduce' })

    // read in the same moment, because a move is over soon
    const moving = () =>
      page.evaluate<[boolean, string]>(`
        dispatchEvent(new KeyboardEvent('keydown', { key: '+' }));
        [
          document.querySelector('.stage').classList.contains('gliding'),
          getComputedStyle(document.querySelector('.scaled')).transitionDuration,
        ]`)

    // the first keys may come before anybody listens
    await expect.poll(moving).toEqual([true, '0s'])
  })
})
