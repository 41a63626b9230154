const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `84.2 MiB`: at most three digits that count. */
export function sizeOf(bytes: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const value = bytes / 1024 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${units[step]}`
}
