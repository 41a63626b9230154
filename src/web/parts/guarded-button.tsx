import { type ButtonHTMLAttributes, type PointerEvent, useEffect, useId, useRef, useState } from 'react'

interface GuardedButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Why it cannot be pressed now; it can be where this is left out. */
  readonly obstacle: string | undefined
  /** Id of what tells the obstacle beside the button already, so that nothing need pop up. */
  readonly toldBy?: string | undefined
}

/**
 * A button that says why it is shut. It stays within reach of the keyboard; its reason shows where it is focused, pointed
 * at or tapped, and is read out with it.
 */
export function GuardedButton({ obstacle, toldBy, onClick, children, ...rest }: GuardedButtonProps) {
  const reason = useReason(toldBy === undefined ? obstacle : undefined)
  const shut = obstacle === undefined ? {} : { 'aria-disabled': true, 'aria-describedby': toldBy ?? reason.id }
  return (
    <>
      <button
        type="button"
        {...rest}
        {...reason.handlers}
        {...shut}
        onClick={obstacle === undefined ? onClick : undefined}
      >
        {children}
      </button>
      {reason.tip}
    </>
  )
}

/** Words that show while the control that they are about is focused, pointed at or tapped; Escape takes them away. */
export function useReason(words: string | undefined) {
  const id = useId()
  const tip = useRef<HTMLSpanElement>(null)
  const [about, setAbout] = useState<HTMLElement>()
  useEffect(() => {
    if (words === undefined) return setAbout(undefined)
    const shown = tip.current
    if (!shown || !about) return
    const put = () => place(shown, about)
    const onPress = ({ target }: globalThis.PointerEvent) =>
      !about.contains(target as Node) && !shown.contains(target as Node) && setAbout(undefined)
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && setAbout(undefined)
    shown.showPopover()
    put()
    // whatever scrolls, the words stay beside what they are about
    addEventListener('scroll', put, { capture: true, passive: true })
    addEventListener('resize', put)
    addEventListener('keydown', onKey, { capture: true })
    addEventListener('pointerdown', onPress)
    return () => {
      shown.hidePopover()
      removeEventListener('scroll', put, { capture: true })
      removeEventListener('resize', put)
      removeEventListener('keydown', onKey, { capture: true })
      removeEventListener('pointerdown', onPress)
    }
  }, [about, words])
  const hide = () => setAbout(undefined)
  const leave = (to: EventTarget | null) =>
    !(to instanceof Node && (tip.current?.contains(to) || about?.contains(to))) && hide()
  const show = ({ currentTarget }: { readonly currentTarget: HTMLElement }) => setAbout(currentTarget)
  const handlers = {
    onFocus: show,
    onBlur: hide,
    onPointerEnter: show,
    onPointerUp: show,
    onPointerLeave: ({ relatedTarget, pointerType }: PointerEvent) => pointerType !== 'touch' && leave(relatedTarget),
  }
  return {
    id,
    handlers: words === undefined ? {} : handlers,
    tip: words !== undefined && (
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        className="reason"
        onPointerLeave={({ relatedTarget }) => leave(relatedTarget)}
      >
        <span>{words}</span>
      </span>
    ),
  }
}

const edge = 8

/** Below what it is about, or above where there is no room; beside an entry of a menu, so that the next one stays free. */
function place(tip: HTMLElement, about: HTMLElement): void {
  const { width, height } = tip.getBoundingClientRect()
  const { left, top, bottom } = about.getBoundingClientRect()
  const isBeside = about.closest('.menu-list') !== null && left - width >= edge
  const isBelow = bottom + height + edge <= innerHeight
  tip.style.top = `${isBeside ? top : isBelow ? bottom : top - height}px`
  tip.style.left = `${isBeside ? left - width : Math.max(edge, Math.min(left, innerWidth - width - edge))}px`
}
