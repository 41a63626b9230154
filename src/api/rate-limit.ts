const minuteMs = 60_000
/** Addresses that are remembered; the ones not seen for the longest time are forgotten first. */
const mostAddresses = 10_000

/** So many a minute for each address, counted in this process; a burst of half of them may come at once. */
export class RateLimit {
  readonly #burst: number
  readonly #eachMs: number
  /** When an address will have nothing left on its account. */
  readonly #busyUntil = new Map<string, number>()

  constructor(perMinute: number) {
    this.#eachMs = minuteMs / perMinute
    this.#burst = perMinute / 2
  }

  /** @returns 0, or how many milliseconds the address has to wait */
  take(address: string, now: number): number {
    const until = Math.max(this.#busyUntil.get(address) ?? 0, now)
    const waitMs = until - now - (this.#burst - 1) * this.#eachMs
    if (waitMs > 0) return waitMs
    this.#busyUntil.delete(address)
    this.#busyUntil.set(address, until + this.#eachMs)
    if (this.#busyUntil.size > mostAddresses) this.#busyUntil.delete(this.#busyUntil.keys().next().value as string)
    return 0
  }
}
