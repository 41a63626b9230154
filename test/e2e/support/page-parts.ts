import type { Page } from 'playwright-core'
import { password } from './asker.ts'

/** Parts of a page by the names that a person reads: of the page of the test, unless another one is given. */
export function partsOf(page: () => Page) {
  const button = (name: string | RegExp, on = page()) =>
    on.getByRole('button', { name, exact: typeof name === 'string' })
  const field = (name: string, on = page()) => on.getByLabel(name, { exact: true })
  const heading = (name: string | RegExp, on = page()) => on.getByRole('heading', { name })
  return {
    button,
    field,
    heading,
    /** Chooses an item of the menu behind a button. */
    fromMenu: async (of: string, item: string) => {
      await button(of).click()
      await button(item).click()
    },
    /** Fills in the page of the sign-in and sends it. */
    signIn: async (name: string, on = page()) => {
      await field('User name', on).fill(name)
      await field('Password', on).fill(password)
      await button('Sign in', on).click()
    },
  }
}
