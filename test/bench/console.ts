/**
 * What people who build a stack in a browser wait for, measured in that browser: Chromium without a window, the program
 * as users start it, a browser context that has seen nothing before.
 */
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { browserProgram } from '../e2e/support/console.ts'
import { Server } from '../e2e/support/server.ts'
import { largePlantFile } from './plants.ts'

export interface ConsoleFigures {
  /** From the start of the navigation until the catalogue can be used; of several first visits. */
  readonly firstLoadMs: readonly number[]
  /** From the answer of the server until all services are painted. */
  readonly layoutMs: readonly number[]
  /** From a key in a field until the problems are painted. */
  readonly conflictsMs: readonly number[]
  /** Frames in a second while the large plant is moved. */
  readonly framesPerS: Readonly<Record<Motion, number>>
}

export const motions = ['pan', 'zoom', 'drag'] as const
export type Motion = (typeof motions)[number]

export const typedServices = 40
export const shownServices = 60
const viewport = { width: 1440, height: 900 }
const inPage = join(import.meta.dirname, 'in-page.js')
const visits = 5
const keys = 20
const motionS = 3

/** Undefined where the machine has no browser. */
export async function measureConsole(): Promise<ConsoleFigures | undefined> {
  if (browserProgram === undefined) return undefined
  const server = new Server()
  await server.start()
  const browser = await chromium.launch({ executablePath: browserProgram, args: ['--no-sandbox'] })
  const inNewContext = async <Result>(work: (context: BrowserContext) => Promise<Result>): Promise<Result> => {
    const context = await browser.newContext({ viewport })
    await context.addInitScript({ path: inPage })
    try {
      return await work(context)
    } finally {
      await context.close()
    }
  }
  const several = async (work: (context: BrowserContext) => Promise<number>): Promise<number[]> => {
    const times: number[] = []
    for (let visit = 0; visit < visits; visit++) times.push(await inNewContext(work))
    return times
  }
  try {
    // the server compiles its code at the first questions; a plant engineer finds one that runs
    await inNewContext(async (context) => (await open(context, server.url, shownServices)).close())
    return {
      firstLoadMs: await several((context) => firstLoad(context, server.url)),
      layoutMs: await several((context) => layoutTime(context, server.url)),
      conflictsMs: await inNewContext((context) => conflictTimes(context, server.url)),
      framesPerS: await inNewContext((context) => frameRates(context, server.url)),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function firstLoad(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  await page.goto(`${url}/stack`, { waitUntil: 'commit' })
  const ms = await page.evaluate<number>('measure.untilCatalogue()')
  // it was not only there, it could be used
  await page.locator('.srv').first().click()
  await page.locator('.node').first().waitFor()
  return ms
}

async function withDraft(context: BrowserContext, services: number): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript((text) => localStorage.setItem('plantwright.draft', text), largePlantFile(services))
  return page
}

async function layoutTime(context: BrowserContext, url: string): Promise<number> {
  const page = await withDraft(context, shownServices)
  await page.goto(`${url}/stack`, { waitUntil: 'commit' })
  return page.evaluate<number>(`measure.untilCards(${shownServices})`)
}

/** A page with a plant of so many services that has come to rest. */
async function open(context: BrowserContext, url: string, services: number, query = ''): Promise<Page> {
  const page = await withDraft(context, services)
  await page.goto(`${url}/stack${query}`)
  await page
    .locator('.node')
    .nth(services - 1)
    .waitFor()
  await page.locator('.files .fl').first().waitFor()
  return page
}

/** Types a port that another service has, and one that nobody has, in turns. */
async function conflictTimes(context: BrowserContext, url: string): Promise<number[]> {
  const page = await open(context, url, typedServices, '?service=mail')
  await page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab', { name: 'Ports' }).click()
  const field = page.locator('.inspector input').first()
  await field.fill('808')
  const times: number[] = []
  const warmUp = 4
  for (let key = 0; key < keys + warmUp; key++) {
    const isClash = key % 2 === 0
    const seen = page.evaluate<number>(`measure.untilProblem('stack.port-clash', ${isClash})`)
    await field.press(isClash ? '8' : 'Backspace')
    times.push(await seen)
  }
  return times.slice(warmUp)
}

async function frameRates(context: BrowserContext, url: string): Promise<Record<Motion, number>> {
  const page = await open(context, url, shownServices)
  const rates: Partial<Record<Motion, number>> = {}
  for (const motion of motions) {
    await page.keyboard.press('0')
    const step = await begun[motion](page)
    await page.evaluate('measure.countFrames()')
    const end = performance.now() + motionS * 1000
    for (let round = 0; performance.now() < end; round++) await step(round)
    rates[motion] = await page.evaluate<number>('measure.framesPerS()')
    await page.mouse.up()
    await page.keyboard.up('Control')
  }
  return rates as Record<Motion, number>
}

/** Brings the pointer to where a motion begins, and gives its steps. */
const begun: Readonly<Record<Motion, (page: Page) => Promise<(round: number) => Promise<void>>>> = {
  pan: async (page) => {
    await overStage(page)
    return (round) => page.mouse.wheel(0, round % 40 < 20 ? 24 : -24)
  },
  zoom: async (page) => {
    await overStage(page)
    await page.keyboard.down('Control')
    return (round) => page.mouse.wheel(0, round % 60 < 30 ? -12 : 12)
  },
  drag: async (page) => {
    const card = await page.locator('.node').nth(20).boundingBox()
    if (!card) throw new Error('there is no card to drag')
    const [x, y] = [card.x + card.width / 2, card.y + card.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    return (round) => page.mouse.move(x, y + 80 * Math.sin(round / 10))
  },
}

async function overStage(page: Page): Promise<void> {
  const stage = await page.locator('.stage').boundingBox()
  if (!stage) throw new Error('there is no canvas')
  await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2)
}
