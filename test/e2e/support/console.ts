import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

/** The browser that the machine has; undefined where there is none. */
export const browserProgram = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Pictures of every view, for eyes; named after what they show. */
const pictures = join(import.meta.dirname, '../../../.runtime/pictures')

export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

export type Theme = 'light' | 'dark'

/** The page as it is, looked at in one theme after the other. */
export async function inEachTheme(page: Page, look: (theme: Theme) => Promise<void>): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    await look(theme)
  }
}

/** Why a control is shut, as it is read out with it; empty where nothing is said. */
export async function reasonOf(control: Locator): Promise<string> {
  const id = await control.getAttribute('aria-describedby')
  return (id && (await control.page().locator(`[id="${id}"]`).textContent())) || ''
}

/** Everything that the page itself complains about from now on. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  return faults
}

/** Rules of WCAG A and AA that the page breaks seriously, with the elements. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: { run: (options: unknown) => Promise<Findings> } }).axe
    type Findings = { violations: { id: string; impact: string; nodes: { html: string }[] }[] }
    const { violations } = await run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}
