/**
 * What people who build a stack in a browser wait for, measured in that browser: Chromium without a window, the program
 * as users start it, a browser context that has seen nothing before. Times begin and end inside the page, so that the
 * remote control of the browser does not count.
 */
import type { BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { browserProgram } from '../e2e/support/console.ts'
import { Server } from '../e2e/support/server.ts'
import { largePlantFile } from './plants.ts'

export interface ConsoleFigures {
  /** From the start of the navigation until the catalogue can be used. */
  readonly firstLoadMs: readonly number[]
  /** From the answer of the server until 60 services are painted. */
  readonly layoutMs: readonly number[]
  /** From a key in a field until the problems are painted, at 40 services. */
  readonly conflictsMs: readonly number[]
  /** Frames in a second while 60 services are moved. */
  readonly framesPerS: Readonly<Record<Motion, number>>
}

export const motions = ['pan', 'zoom', 'drag'] as const
export type Motion = (typeof motions)[number]

const viewport = { width: 1440, height: 900 }
const loads = 5
const layouts = 5
const keystrokes = 20
const motionS = 3

/** Undefined where the machine has no browser. */
export async function measureConsole(): Promise<ConsoleFigures | undefined> {
  if (browserProgram === undefined) return undefined
  const server = new Server()
  await server.start()
  const browser = await chromium.launch({ executablePath: browserProgram, args: ['--no-sandbox'] })
  const fresh = () => browser.newContext({ viewport })
  try {
    const firstLoadMs: number[] = []
    for (let run = 0; run < loads; run++) firstLoadMs.push(await firstLoad(await fresh(), server.url))
    return {
      firstLoadMs,
      layoutMs: await layoutTimes(await fresh(), server.url),
      conflictsMs: await conflictTimes(await fresh(), server.url),
      framesPerS: await frameRates(await fresh(), server.url),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Begins to watch before the page has anything, and notes when the first entry of the catalogue is painted. */
async function firstLoad(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  await page.goto(`${url}/stack`, { waitUntil: 'commit' })
  const ms = await page.evaluate(
    () =>
      new Promise<number>((seen) => {
        const look = () => {
          const entry = document.querySelector('.srv')
          if (entry) requestAnimationFrame(() => setTimeout(() => seen(performance.now())))
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  await page.locator('.srv').first().click()
  await page.locator('.node').first().waitFor()
  await context.close()
  return ms
}

async function open(context: BrowserContext, url: string, services: number, query = ''): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript((text) => localStorage.setItem('plantwright.draft', text), largePlantFile(services))
  await page.goto(`${url}/stack${query}`)
  await page.waitForFunction((count) => document.querySelectorAll('.node').length >= count, services)
  // the files come a little later and are no part of what is measured
  await page.locator('.files .fl').first().waitFor()
  return page
}

async function layoutTimes(context: BrowserContext, url: string): Promise<number[]> {
  const services = 60
  const times: number[] = []
  for (let run = 0; run < layouts; run++) {
    const page = await context.newPage()
    await page.addInitScript((text) => localStorage.setItem('plantwright.draft', text), largePlantFile(services))
    await page.goto(`${url}/stack`, { waitUntil: 'commit' })
    times.push(
      await page.evaluate(
        (count) =>
          new Promise<number>((seen) => {
            const paintedAt = () => {
              const answers = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
              const answer = answers.findLast(({ name }) => name.endsWith('/stacks/outline'))
              seen(performance.now() - (answer?.responseEnd ?? Number.NaN))
            }
            const look = () => {
              if (document.querySelectorAll('.node').length < count) requestAnimationFrame(look)
              else requestAnimationFrame(() => setTimeout(paintedAt))
            }
            look()
          }),
        services,
      ),
    )
    await page.close()
  }
  await context.close()
  return times
}

/** Types a port that another service has, and one that nobody has, in turns. */
async function conflictTimes(context: BrowserContext, url: string): Promise<number[]> {
  const page = await open(context, url, 40, '?service=mail')
  await page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab', { name: 'Ports' }).click()
  const field = page.locator('.inspector input').first()
  await field.fill('880')
  const times: number[] = []
  for (let key = 0; key < keystrokes + 4; key++) {
    const isClash = key % 2 === 0
    const seen = page.evaluate(untilProblems, isClash)
    await field.press(isClash ? '0' : 'Backspace')
    times.push(await seen)
  }
  await context.close()
  return times.slice(4)
}

/** Milliseconds from the next change of a field until the list of problems does or does not have the clash, painted. */
function untilProblems(isClash: boolean): Promise<number> {
  return new Promise((seen) => {
    addEventListener(
      'input',
      () => {
        const begin = performance.now()
        const look = () => {
          const has = document.querySelector('.drawer')?.textContent?.includes('stack.port-clash') === true
          if (has === isClash) setTimeout(() => seen(performance.now() - begin))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      },
      { once: true, capture: true },
    )
  })
}

async function frameRates(context: BrowserContext, url: string): Promise<Record<Motion, number>> {
  const page = await open(context, url, 60)
  const box = await page.locator('.stage').boundingBox()
  if (!box) throw new Error('there is no canvas')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const rates: Partial<Record<Motion, number>> = {}
  for (const motion of motions) rates[motion] = await framesWhile(page, () => moves[motion](page, middle))
  await context.close()
  return rates as Record<Motion, number>
}

interface Point {
  readonly x: number
  readonly y: number
}

const moves: Readonly<Record<Motion, (page: Page, middle: Point) => Promise<void>>> = {
  pan: async (page, { x, y }) => {
    await page.mouse.move(x, y)
    await whileTime((round) => page.mouse.wheel(0, round % 40 < 20 ? 24 : -24))
  },
  zoom: async (page, { x, y }) => {
    await page.mouse.move(x, y)
    await page.keyboard.down('Control')
    await whileTime((round) => page.mouse.wheel(0, round % 60 < 30 ? -12 : 12))
    await page.keyboard.up('Control')
  },
  drag: async (page) => {
    await page.keyboard.press('0')
    const card = await page.locator('.node').nth(20).boundingBox()
    if (!card) throw new Error('there is no card')
    const at = { x: card.x + card.width / 2, y: card.y + card.height / 2 }
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await whileTime((round) => page.mouse.move(at.x, at.y + 80 * Math.sin(round / 10)))
    await page.mouse.up()
  },
}

async function whileTime(step: (round: number) => Promise<void>): Promise<void> {
  const end = performance.now() + motionS * 1000
  for (let round = 0; performance.now() < end; round++) await step(round)
}

/** Frames in a second: how often the page comes to paint while something goes on. */
async function framesWhile(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const counter = { frames: 0, begin: performance.now(), isOn: true }
    const count = () => {
      counter.frames++
      if (counter.isOn) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    Object.assign(globalThis, { counter })
  })
  await work()
  return page.evaluate(() => {
    const { counter } = globalThis as unknown as { counter: { frames: number; begin: number; isOn: boolean } }
    counter.isOn = false
    return (counter.frames * 1000) / (performance.now() - counter.begin)
  })
}
