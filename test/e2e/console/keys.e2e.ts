import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../support/console-in-browser.ts'
import { seededConsole } from '../support/seeded-console.ts'

describeInBrowser('keys and commands of the console', () => {
  const ign = seededConsole()
  let context: BrowserContext
  let page: Page

  beforeEach(async () => {
    context = await ign.newContextOf('ada', { permissions: ['clipboard-read', 'clipboard-write'] })
    page = await ign.newPage(context)
  })
  afterEach(() => context.close())

  const open = (path: string) => page.goto(`${ign.url}${path}`)
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const card = (name: string) => page.locator('.node', { has: page.getByText(name, { exact: true }) })
  const path = () => new URL(page.url()).pathname
  const palette = () => page.getByRole('dialog', { name: 'Commands' })
  const home = async () => {
    await open('/')
    await page.locator('.plant-link').first().waitFor()
  }
  const stack = async (service: string, plant = ign.seeded.bottling) => {
    await open(`/stack?plant=${plant}`)
    await card(service).click()
    await page.locator('.node.picked', { hasText: service }).waitFor()
  }
  const service = () => page.evaluate<string>('document.activeElement.dataset.name')
  const top = async (name: string) => Math.round((await card(name).boundingBox())?.y ?? Number.NaN)
  const focused = () => page.evaluate<string>('document.activeElement.textContent')

  /** Every line of the sheet: how it is shown there, and that it does what it says. */
  const keys: Record<string, () => Promise<unknown>> = {
    'Search or run a command: Ctrl K': async () => {
      await home()
      await press('Control+k')
      await palette().waitFor()
    },
    'Copy the command line of what is chosen there: Ctrl C': async () => {
      await home()
      await press('Control+k')
      await page.keyboard.type('what was refused')
      await page.getByRole('option', { name: /^Show what was refused/ }).waitFor()
      await press('Control+c')
      await page.getByText('Copied: ign audit --outcome refused --outcome failed').waitFor()
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(
        'ign audit --outcome refused --outcome failed',
      )
    },
    'This sheet: ?': async () => {
      await home()
      await press('?')
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    },
    'Switch theme: Ctrl Shift L': async () => {
      await home()
      const theme = () => page.evaluate<string>('document.documentElement.dataset.theme')
      const before = await theme()
      await press('Control+Shift+l')
      expect(await theme()).not.toBe(before)
    },
    'Close, clear selection: Esc': async () => {
      await stack('charts')
      await press('Control+k')
      await palette().waitFor()
      await press('Escape')
      await palette().waitFor({ state: 'detached' })
      await press('Escape')
      await page.getByRole('complementary', { name: 'Plant settings' }).waitFor()
    },
    ...Object.fromEntries(
      (
        [
          ['Home', 'H', '/'],
          ['Stack', 'S', '/stack'],
          ['Jobs', 'J', '/jobs'],
          ['Audit', 'U', '/audit'],
          ['Settings', ',', '/settings'],
        ] as const
      ).map(([title, letter, to]) => [
        `${title}: G then ${letter}`,
        async () => {
          await open('/api/docs')
          await page.locator('.docs-one').waitFor()
          await press('g', letter.toLowerCase())
          await expect.poll(path).toBe(to)
        },
      ]),
    ),
    'Find a service to add: A': async () => {
      await stack('charts')
      await press('a')
      expect(await page.evaluate<string>('document.activeElement.getAttribute("placeholder")')).toBe('Add a service')
    },
    'Save: Ctrl S': async () => {
      await stack('charts')
      await press('d')
      await card('charts-2').waitFor()
      await press('Control+s')
      await page.getByRole('dialog', { name: 'Save' }).waitFor()
    },
    'Undo: Ctrl Z': async () => {
      await stack('mail')
      await press('d')
      await card('mail-2').waitFor()
      await press('Control+z')
      await card('mail-2').waitFor({ state: 'detached' })
    },
    'Redo: Ctrl Shift Z': async () => {
      await stack('mail')
      await press('d')
      await card('mail-2').waitFor()
      await press('Control+z')
      await card('mail-2').waitFor({ state: 'detached' })
      await press('Control+Shift+z')
      await card('mail-2').waitFor()
    },
    'Duplicate the selected service: D': async () => {
      await stack('flows')
      await press('d')
      await card('flows-2').waitFor()
    },
    'Rename the selected service: F2': async () => {
      await stack('flows')
      await press('F2')
      expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('flows')
    },
    'Remove the selected service: Delete': async () => {
      await stack('flows')
      await press('Delete')
      await card('flows').waitFor({ state: 'detached' })
    },
    'Next or previous problem: F8 Shift F8': async () => {
      await stack('mail', ign.seeded.lab)
      const picked = () => page.locator('.node.picked').textContent()
      await press('F8')
      await expect.poll(picked).toContain('charts')
      await press('F8')
      await expect.poll(picked).toContain('mail')
      await press('Shift+F8')
      await expect.poll(picked).toContain('charts')
    },
    'Zoom in, out, fit: + - 0': async () => {
      await stack('charts')
      const percent = async () => Number.parseInt((await page.locator('.zoom .pc').textContent()) ?? '', 10)
      const whole = await percent()
      await press('+')
      await expect.poll(percent).toBeGreaterThan(whole)
      await press('-', '-')
      await expect.poll(percent).toBeLessThan(whole)
      await press('0')
      await expect.poll(percent).toBe(whole)
    },
    'Tidy: T': async () => {
      await stack('mail')
      const usual = await top('mail')
      await press('Alt+ArrowDown')
      await expect.poll(() => top('mail')).not.toBe(usual)
      await press('t')
      await expect.poll(() => top('mail')).toBe(usual)
    },
    'As a list or as a picture: L': async () => {
      await stack('charts')
      await press('l')
      await page.locator('section.canvas table').waitFor()
      await press('l')
      await card('charts').waitFor()
    },
    'Follow wires, go through the column: ← → ↑ ↓': async () => {
      await stack('proxy')
      await press('ArrowRight')
      const right = await service()
      expect(right).not.toBe('proxy')
      await press('ArrowDown')
      expect(await service()).not.toBe(right)
      await press('ArrowUp')
      expect(await service()).toBe(right)
      await press('ArrowLeft')
      expect(await service()).toBe('proxy')
    },
    'Go through the wires of a card: E': async () => {
      await stack('charts')
      await press('e')
      await page.locator('.wire:focus').waitFor()
    },
    'Move a card in its column: Alt ↑ Alt ↓': async () => {
      await stack('mail')
      const before = await top('mail')
      await press('Alt+ArrowDown')
      await expect.poll(() => top('mail')).toBeGreaterThan(before)
      await press('Alt+ArrowUp')
      await expect.poll(() => top('mail')).toBe(before)
    },
    'Select all services: Ctrl A': async () => {
      await stack('charts')
      await press('Control+a')
      await page.getByRole('complementary', { name: /services selected/ }).waitFor()
    },
    'Select the cards in a frame: Shift drag': async () => {
      await stack('charts')
      await press('Escape')
      const stage = await page.locator('.stage').boundingBox()
      if (!stage) throw new Error('there is no picture')
      await page.keyboard.down('Shift')
      await page.mouse.move(stage.x + 4, stage.y + stage.height / 2)
      await page.mouse.down()
      await page.mouse.move(stage.x + stage.width - 4, stage.y + stage.height / 2 + 4, { steps: 4 })
      await page.mouse.up()
      await page.keyboard.up('Shift')
      await page.getByRole('complementary', { name: /services selected/ }).waitFor()
    },
    'Next or previous row: J K': async () => {
      await home()
      await press('j')
      expect(await focused()).toBe('bottling')
      await press('j')
      expect(await focused()).toBe('lab')
      await press('k')
      expect(await focused()).toBe('bottling')
    },
    'Open the row: Enter': async () => {
      await home()
      await press('j', 'Enter')
      await expect.poll(() => page.url()).toContain(`/stack?plant=${ign.seeded.bottling}`)
    },
    'Filter: /': async () => {
      await open('/settings/users')
      await page.getByRole('cell', { name: /^ada/ }).waitFor()
      await press('/')
      await page.keyboard.type('grace')
      await expect.poll(() => new URL(page.url()).search).toBe('?q=grace')
    },
  }

  it('the sheet lists exactly what is tried here', async () => {
    await home()
    await press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()

    const listed = await page.locator('dialog.keys dl').evaluateAll((lists) =>
      lists.flatMap((list) =>
        [...list.querySelectorAll('dd')].map((ways) => {
          const what = ways.previousElementSibling?.textContent
          const said = [...ways.querySelectorAll('.chord')].map((way) =>
            [...way.children].map(({ textContent }) => textContent?.trim()).join(' '),
          )
          return `${what}: ${said.join(' ')}`
        }),
      ),
    )
    expect(listed.toSorted()).toEqual(Object.keys(keys).toSorted())
  })

  it.each(Object.keys(keys))('%s', async (line) => {
    await keys[line]?.()
  })

  it('a row that the keys have reached opens in every list', async () => {
    for (const [address, shows] of [
      ['/jobs', 'dialog, .inspector'],
      [`/stack/versions?plant=${ign.seeded.bottling}`, '.change'],
      ['/audit', '.detail'],
      ['/api/docs', '.docs-one'],
    ] as const) {
      await open(address)
      await page.locator('[data-row]').first().waitFor()
      await press('j', 'j', 'Enter')
      await page.locator(shows).first().waitFor()
    }
  })

  it('the palette goes to a plant, those opened last first, and stays in the view', async () => {
    for (const plant of [ign.seeded.lab, ign.seeded.utilities, ign.seeded.bottling]) {
      await open(`/stack/versions?plant=${plant}`)
      await page.locator('.change .ln').first().waitFor()
    }
    await press('Control+k')
    const offered = palette().getByRole('group', { name: 'Plants' }).getByRole('option')
    await expect.poll(() => offered.allTextContents()).toEqual(['utilities version 1', 'lab 3 to mend'])

    await press('Enter')

    await expect.poll(() => page.url()).toBe(`${ign.url}/stack/versions?plant=${ign.seeded.utilities}`)
  })

  it('the plant in the breadcrumb leads to the other ones', async () => {
    await open(`/stack/versions?plant=${ign.seeded.bottling}`)
    await page.getByRole('button', { name: 'Switch plant, bottling is open' }).click()
    await page.getByRole('link', { name: /^lab/ }).click()

    await expect.poll(() => page.url()).toBe(`${ign.url}/stack/versions?plant=${ign.seeded.lab}`)
  })

  it.each([
    ['/', 'New plant', () => expect.poll(path).toBe('/stack')],
    ['/', 'API', () => expect.poll(path).toBe('/api/docs')],
    ['/', 'Settings, Appearance', () => expect.poll(path).toBe('/settings/appearance')],
    ['/jobs', 'Add user', () => page.getByRole('dialog', { name: 'Add user' }).waitFor()],
    ['/jobs', 'Create token', () => page.getByLabel('What it is for').waitFor()],
  ] as const)('from %s the palette does: %s', async (address, command, isDone) => {
    await open(address)
    await page.locator('[data-row]').first().waitFor()
    await press('Control+k')
    await page.keyboard.type(command)
    await palette().getByRole('option', { name: command }).first().waitFor()
    await press('Enter')

    await isDone()
  })

  it('the palette offers what the view that is open can do', async () => {
    const offers = async (address: string, command: string) => {
      await open(address)
      await page.locator('main h1').waitFor()
      await press('Control+k')
      await palette().getByRole('option', { name: command }).first().waitFor()
    }
    await offers(`/stack/verify?plant=${ign.seeded.bottling}`, 'Verify every wire of bottling')
    await offers(`/stack/versions?plant=${ign.seeded.bottling}&version=1`, 'Make version 1 the newest')
    await offers(`/stack?plant=${ign.seeded.utilities}`, 'Download monitoring as ZIP')
    await offers('/', 'Import')
  })
})
