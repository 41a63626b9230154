/** `acceptEula` -> `Accept EULA`, `heapMiB` -> `Heap (MiB)`, `adminUser` -> `Admin user`. */
export function labelOf(name: string): string {
  const unit = /(MiB|GiB|PerS|S|Ms|Bytes|Days)$/.exec(name)?.[1]
  const bare = unit === undefined ? name : name.slice(0, -unit.length)
  const words = bare.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  const text = words.replaceAll(
    /\b(?:eula|tls|acl|url|id|ip|http|https|smtp|mqtt|opc ua|oidc|sql|ui|api|cpu|ttl)\b/g,
    (word) => word.toUpperCase(),
  )
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${unit === undefined ? '' : ` (${units[unit]})`}`
}

const units: Readonly<Record<string, string>> = {
  MiB: 'MiB',
  GiB: 'GiB',
  PerS: 'per second',
  S: 's',
  Ms: 'ms',
  Bytes: 'bytes',
  Days: 'days',
}
