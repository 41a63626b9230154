const units: Record<string, number> = {
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
}

/**
 * Bytes of a size as users and Docker write it: `512MiB`, `2g`, `64M`. Docker counts all of its units in powers of
 * 1024, so `MB` and `MiB` are the same here. Undefined when the text is not a size.
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?) ?([A-Za-z]{1,3})$/.exec(text)
  const unit = units[match?.[2]?.toLowerCase() ?? '']
  if (!match || unit === undefined) return undefined
  return Math.round(Number(match[1]) * unit)
}

/** A size as Compose takes it, in the largest unit that loses nothing: `2G`, `512M`, `1000B`. */
export function formatComposeSize(bytes: number): string {
  if (bytes % 1024 ** 3 === 0) return `${bytes / 1024 ** 3}G`
  if (bytes % 1024 ** 2 === 0) return `${bytes / 1024 ** 2}M`
  return `${bytes}B`
}
