import {
  type Camera,
  centredOn,
  fitted,
  type Insets,
  kept,
  type Level,
  levelOf,
  type Point,
  panned,
  type Rect,
  revealing,
  type Size,
  seenBy,
  steppedZoom,
  zoomedAt,
} from './camera.ts'

/** What stands on the stage itself and must not cover a picture that is fitted. */
const insets: Insets = { top: 44, side: 16, bottom: 48 }
/** A picture that is moved settles when nothing has come for this long; then its text is drawn sharply again. */
const settleMs = 140
/** How far a pointer moves before it drags: less is a click by a hand that is not steady. */
export const dragFromPx = 5
const wheelLinePx = 16

/**
 * Moves a picture on its stage without asking React: a pointer that moves changes one transform and nothing else. Who
 * shows where the camera stands, subscribes.
 */
export class CameraControl {
  #camera: Camera = { x: 0, y: 0, zoom: 1 }
  #picture: Size = { width: 1, height: 1 }
  #stage: Size = { width: 0, height: 0 }
  #level: Level = 'cards'
  /** True until somebody moves the camera: then a picture or stage of another size is fitted anew. */
  #isFitted = true
  #host: HTMLElement | undefined
  #layer: HTMLElement | undefined
  #dots: HTMLElement | undefined
  #settling: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()
  readonly #pointers = new Map<number, Point>()

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell)
    return () => void this.#listeners.delete(tell)
  }

  /** The point of the picture under a pointer. */
  pointAt(event: MouseEvent): Point {
    const { x, y } = this.#at(event)
    const { zoom, ...offset } = this.#camera
    return { x: (x - offset.x) / zoom, y: (y - offset.y) / zoom }
  }

  readonly zoom = (): number => this.#camera.zoom
  readonly level = (): Level => this.#level
  readonly seen = (): Rect => seenBy(this.#camera, this.#stage)
  readonly fit = (): void => {
    this.#isFitted = true
    this.#glide(this.#fitted())
  }

  step(by: 1 | -1): void {
    const middle = { x: this.#stage.width / 2, y: this.#stage.height / 2 }
    this.#isFitted = false
    this.#glide(zoomedAt(this.#camera, steppedZoom(this.#camera.zoom, by), middle))
  }

  /**
   * Brings a part of the picture into sight.
   *
   * @param coveredPx  how much of the right side of the stage something lies over
   */
  reveal(part: Rect, coveredPx = 0): void {
    const free = { ...this.#stage, width: this.#stage.width - coveredPx }
    const next = revealing(this.#camera, part, free, insets)
    if (next !== this.#camera) this.#glide(next)
  }

  lookAt(point: Point): void {
    this.#isFitted = false
    this.#set(centredOn(this.#camera, point, this.#stage))
  }

  moveBy(by: Point): void {
    this.#isFitted = false
    this.#glide(panned(this.#camera, by))
  }

  setPicture(picture: Size): void {
    this.#picture = picture
    if (this.#isFitted) this.#set(this.#fitted())
    else this.#set(this.#camera)
  }

  /** Takes over a stage with its picture; what it gives back lets go of it. */
  attach(host: HTMLElement, layer: HTMLElement, dots: HTMLElement): () => void {
    this.#host = host
    this.#layer = layer
    this.#dots = dots
    const size = new ResizeObserver(([entry]) => {
      if (!entry) return
      this.#stage = { width: entry.contentRect.width, height: entry.contentRect.height }
      this.#set(this.#isFitted ? this.#fitted() : this.#camera)
    })
    const { width, height } = host.getBoundingClientRect()
    this.#stage = { width, height }
    this.#set(this.#isFitted ? this.#fitted() : this.#camera)
    size.observe(host)
    const hung = [
      ['wheel', this.#onWheel],
      ['pointerdown', this.#onDown],
      ['pointermove', this.#onMove],
      ['pointerup', this.#onUp],
      ['pointercancel', this.#onUp],
    ] as const
    for (const [name, listener] of hung) host.addEventListener(name, listener as EventListener, { passive: false })
    return () => {
      size.disconnect()
      clearTimeout(this.#settling)
      for (const [name, listener] of hung) host.removeEventListener(name, listener as EventListener)
    }
  }

  readonly #fitted = (): Camera => fitted(this.#picture, this.#stage, insets)

  /** Slowly enough to be followed with the eye; at once where motion is not wanted. */
  #glide(camera: Camera): void {
    this.#host?.classList.add('gliding')
    this.#set(camera)
    this.#settleSoon()
  }

  #set(camera: Camera): void {
    if (this.#stage.width === 0) return
    this.#camera = kept(camera, this.#picture, this.#stage)
    const { x, y, zoom } = this.#camera
    if (!this.#host || !this.#layer || !this.#dots) return
    this.#layer.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) scale(${zoom})`
    this.#dots.style.transform = `translate(${Math.round(x % 16)}px, ${Math.round(y % 16)}px)`
    const level = levelOf(zoom)
    const isOther = level !== this.#level || this.#host.dataset.level === undefined
    this.#level = level
    if (isOther) this.#host.dataset.level = level
    // the size of text follows the zoom when the picture rests, because that draws every card anew
    if (isOther || !this.#host.classList.contains('moving')) this.#settle()
    for (const tell of this.#listeners) tell()
  }

  /** While it moves, the picture is a layer of its own that is only shifted; afterwards it is drawn for its zoom. */
  #move(camera: Camera): void {
    this.#isFitted = false
    this.#host?.classList.remove('gliding')
    this.#host?.classList.add('moving')
    this.#set(camera)
    this.#settleSoon()
  }

  #settleSoon(): void {
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => {
      this.#host?.classList.remove('moving', 'gliding')
      this.#settle()
    }, settleMs + 40)
  }

  #settle(): void {
    this.#host?.style.setProperty('--zoom', String(this.#camera.zoom))
  }

  #at({ clientX, clientY }: MouseEvent): Point {
    const box = this.#host?.getBoundingClientRect()
    return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) }
  }

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? wheelLinePx : 1
    const [byX, byY] = [event.deltaX * unit, event.deltaY * unit]
    // a trackpad that pinches reports a wheel with Ctrl
    if (event.ctrlKey || event.metaKey)
      this.#move(zoomedAt(this.#camera, this.#camera.zoom * Math.exp(-byY / 300), this.#at(event)))
    else this.#move(panned(this.#camera, event.shiftKey ? { x: -byY, y: -byX } : { x: -byX, y: -byY }))
  }

  #began: Point | undefined
  #isDragging = false

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button > 1) return
    // a mouse on a card moves the card; the middle button moves the picture from anywhere
    if (event.pointerType === 'mouse' && event.button === 0 && (event.target as Element).closest('.node')) return
    if (event.button === 1) event.preventDefault()
    this.#pointers.set(event.pointerId, this.#at(event))
    this.#began = this.#at(event)
    this.#isDragging = this.#pointers.size > 1
  }

  readonly #onMove = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId)
    if (!before || !this.#began) return
    const now = this.#at(event)
    if (!this.#isDragging) {
      if (Math.hypot(now.x - this.#began.x, now.y - this.#began.y) < dragFromPx) return
      this.#isDragging = true
    }
    // from here on the pointer is ours, and what is under it gets no click
    this.#host?.setPointerCapture(event.pointerId)
    this.#host?.classList.add('grabbing')
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1]
    this.#pointers.set(event.pointerId, now)
    if (other) this.#move(pinched(this.#camera, other, before, now))
    else this.#move(panned(this.#camera, { x: now.x - before.x, y: now.y - before.y }))
  }

  readonly #onUp = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId)
    if (this.#pointers.size > 0) return
    this.#began = undefined
    this.#isDragging = false
    this.#host?.classList.remove('grabbing')
  }
}

/** One finger rests and one moves: the picture grows and goes with them. */
function pinched(camera: Camera, rest: Point, before: Point, now: Point): Camera {
  const apart = (point: Point): number => Math.max(1, Math.hypot(point.x - rest.x, point.y - rest.y))
  const middle = { x: (rest.x + now.x) / 2, y: (rest.y + now.y) / 2 }
  const moved = panned(camera, { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 })
  return zoomedAt(moved, camera.zoom * (apart(now) / apart(before)), middle)
}
