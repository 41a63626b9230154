import { type ReactNode, useEffect, useRef, useState } from 'react'

interface MenuProps {
  readonly label: string
  readonly trigger: ReactNode
  /** Says who or what the menu is about; not an item. */
  readonly head?: ReactNode
  /** Links and buttons. */
  readonly children: ReactNode
  readonly className?: string
}

/** A button that opens a list of things to do. Arrow keys walk, Escape and a click elsewhere close. */
export function Menu({ label, trigger, head, children, className = 'tool' }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const onPress = ({ target }: PointerEvent) => !box.current?.contains(target as Node) && setOpen(false)
    addEventListener('pointerdown', onPress)
    itemsOf(box.current)[0]?.focus()
    return () => removeEventListener('pointerdown', onPress)
  }, [isOpen])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the button and the items in it
    <div
      className="menu"
      ref={box}
      onKeyDown={(event) => {
        if (!isOpen) return
        if (event.key === 'Escape') close()
        else if (event.key === 'ArrowDown') step(box.current, 1)
        else if (event.key === 'ArrowUp') step(box.current, -1)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget && !box.current?.contains(relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {trigger}
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the items take the keys; this closes after any of them
        <div className="menu-list" onClick={({ target }) => !isShut(target as Element) && setOpen(false)}>
          {head && <p className="menu-head">{head}</p>}
          {children}
        </div>
      )}
    </div>
  )
}

/** What cannot be chosen says why, and the menu stays for it. */
const isShut = (target: Element): boolean => target.closest('[aria-disabled="true"], [role="tooltip"]') !== null

const itemsOf = (box: HTMLElement | null): HTMLElement[] => [
  ...(box?.querySelectorAll<HTMLElement>('.menu-list a, .menu-list button') ?? []),
]

function step(box: HTMLElement | null, by: number): void {
  const items = itemsOf(box)
  const at = items.indexOf(document.activeElement as HTMLElement)
  items[(at + by + items.length) % items.length]?.focus()
}
