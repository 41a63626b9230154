import { useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { useStable } from '../parts/use-stable.ts'
import { useText } from '../text/text.tsx'

type Sheet = 'catalog' | 'settings'

const isNarrow = (): boolean => matchMedia('(max-width: 1279px)').matches

/** In a narrow window the panels lie over the canvas, one at a time, and the drawer begins as a bar. */
export function useSheets() {
  const [sheet, open] = useState<Sheet>()
  const [isDrawerOpen, setDrawerOpen] = useState(() => !isNarrow())
  const toggleDrawer = useStable(() => setDrawerOpen((before) => !before))
  return { sheet, open, isDrawerOpen, toggleDrawer }
}

/** Opens what a wide window shows beside the canvas. */
export function SheetButtons({
  sheet,
  onOpen,
}: {
  readonly sheet: Sheet | undefined
  readonly onOpen: (sheet: Sheet | undefined) => void
}) {
  const text = useText()
  const button = (one: Sheet, icon: 'plus' | 'settings', label: string) => (
    <button
      type="button"
      className="btn s only-narrow"
      aria-expanded={sheet === one}
      onClick={() => onOpen(sheet === one ? undefined : one)}
    >
      <Icon name={icon} />
      {label}
    </button>
  )
  return (
    <>
      {button('catalog', 'plus', text('addService'))}
      {button('settings', 'settings', text('plantSettings'))}
    </>
  )
}
