/**
 * Where clouds tell a machine its own credentials, besides the link-local address that most of them use: Alibaba Cloud,
 * Azure, Oracle Cloud, AWS and Google Cloud over IPv6.
 */
const metadataServices = ['100.100.100.200', '168.63.129.16', '192.0.0.192', '[fd00:ec2::254]', '[fd20:ce::254]']

/** An IPv4 address within an IPv6 one: mapped (RFC 4291) or translated (RFC 6052), as `URL` spells it. */
const embedded = /^\[(?:::(?:ffff:)?|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/

/**
 * Whether an address leads to the machine's own surroundings instead of to a service: link-local addresses (RFC 3927,
 * RFC 4291) and the metadata services of clouds, however they are spelled.
 *
 * @param address IPv4 or IPv6, also in the spellings that only programs take: `2852039166`, `0xa9fea9fe`
 */
export function isOwnSurroundings(address: string): boolean {
  // a zone (`fe80::1%eth0`) says which network and not which address
  const host = address.includes(':') ? `[${address.replace(/^\[|%.*|\]$/g, '')}]` : address
  const spelled = URL.parse(`http://${host}`)?.hostname ?? ''
  const [, high, low] = embedded.exec(spelled) ?? []
  if (high !== undefined && low !== undefined) return isOwnSurroundings(dotted(high, low))
  return /^169\.254\.|^\[fe[89ab][0-9a-f]:/.test(spelled) || metadataServices.includes(spelled)
}

const dotted = (...groups: readonly string[]): string =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 255])
    .join('.')
