import dns, { type LookupAddress, type LookupOptions } from 'node:dns'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { isOwnSurroundings } from '../../core/address.ts'
import { platformError } from '../errors.ts'

/** No document that this program asks others for is near as long. */
const mostBytes = 1_048_576

export interface OutwardRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/**
 * `fetch` for addresses that come from a setting or from another server: it does not go to the machine's own
 * surroundings, whatever name leads there. The address is looked up once and is the one that is connected to, so that a
 * name cannot lead elsewhere in between. A redirect is an answer and is not followed.
 *
 * @throws platform.address-refused  for link-local addresses and metadata services
 * @throws platform.answer-too-large for more than 1 MiB
 */
export async function outwardFetch(address: string, { method, headers, body, signal }: OutwardRequest = {}) {
  const url = new URL(address)
  // names are checked when they have been looked up; what is an address already is not looked up
  if (isIP(url.hostname.replace(/^\[|\]$/g, ''))) requireOutward(url.hostname, url.hostname)
  const send = url.protocol === 'https:' ? secureRequest : request
  const asked = send(url, {
    method: method ?? 'GET',
    headers: { ...headers },
    agent: false,
    lookup: lookUpOutward,
    ...(signal ? { signal } : {}),
  })
  // what fails after the answer has begun is told by the answer
  asked.on('error', () => {})
  asked.end(body === undefined || body === null ? undefined : String(body))
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const content = await readAll(answer)
  const status = answer.statusCode ?? 500
  return new Response([204, 205, 304].includes(status) ? null : new Uint8Array(content), {
    status,
    headers: headersOf(answer),
  })
}

type LookedUp = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** `dns.lookup` that refuses a name as a whole when any of its addresses is refused. */
function lookUpOutward(name: string, options: LookupOptions, done: LookedUp): void {
  dns.lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, [])
    try {
      for (const { address } of found) requireOutward(address, name)
    } catch (refused) {
      return done(refused as Error, [])
    }
    const [first] = found
    if (options.all) done(null, found)
    else done(null, first?.address ?? '', first?.family)
  })
}

/** @throws platform.address-refused */
function requireOutward(address: string, name: string): void {
  if (isOwnSurroundings(address))
    throw platformError('platform.address-refused', `${name} leads to an address that is no service's`)
}

/** @throws platform.answer-too-large */
async function readAll(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length
    if (bytes > mostBytes) {
      answer.destroy()
      throw platformError('platform.answer-too-large', `an answer has more than ${mostBytes} bytes`)
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

const headersOf = ({ headers }: IncomingMessage): Headers => {
  const told = new Headers()
  for (const [name, value] of Object.entries(headers)) for (const one of [value ?? []].flat()) told.append(name, one)
  return told
}
