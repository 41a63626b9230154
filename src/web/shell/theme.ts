import { useSyncExternalStore } from 'react'
import { keep } from '../kept.ts'

export type Theme = 'light' | 'dark'

const turned = 'plantwright:theme'

const themeNow = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light')

export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  keep('theme', theme)
  dispatchEvent(new Event(turned))
}

export const turnTheme = (): void => setTheme(themeNow() === 'dark' ? 'light' : 'dark')

function subscribe(tell: () => void): () => void {
  addEventListener(turned, tell)
  return () => removeEventListener(turned, tell)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, themeNow)
