import { type IncomingMessage, request } from 'node:http'
import { request as secureRequest } from 'node:https'

export interface Page {
  readonly url: string
  readonly status: number
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

interface Body {
  readonly type: string
  readonly text: string
}

/**
 * As much of a browser as signing in takes: cookies for each host, redirects, forms. Every name is looked up on this
 * machine, as browsers do for names below `localhost`.
 */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>()
  readonly #authority: string | undefined

  /** @param authority  certificate to trust, for pages with TLS */
  constructor(authority?: string) {
    this.#authority = authority
  }

  /** Opens an address and follows redirects. */
  async open(url: string, form?: Record<string, string>): Promise<Page> {
    let page = await this.#ask(
      url,
      form && { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(form).toString() },
    )
    for (let hops = 0; page.location !== undefined && hops < 10; hops++) page = await this.#ask(page.location)
    return page
  }

  /** Fills in and sends the first form of a page. */
  submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
    if (action === undefined) throw new Error(`no form on ${page.url}: ${page.status} ${page.body.slice(0, 300)}`)
    return this.open(new URL(action, page.url).href, fields)
  }

  /** Sends a value as the script of a page would. */
  send(url: string, value: unknown): Promise<Page> {
    return this.#ask(url, { type: 'application/json', text: JSON.stringify(value) })
  }

  #ask(address: string, body?: Body): Promise<Page & { location?: string }> {
    const url = new URL(address)
    const cookies = [...this.#cookies]
      .filter(([host]) => host === url.host || (host.startsWith('.') && url.hostname.endsWith(host)))
      .flatMap(([, jar]) => [...jar].map(([name, value]) => `${name}=${value}`))
      .join('; ')
    const headers = {
      Host: url.host,
      ...(cookies ? { Cookie: cookies } : {}),
      ...(body ? { 'Content-Type': body.type } : {}),
    }
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:'
      const outgoing = (secure ? secureRequest : request)(
        {
          host: '127.0.0.1',
          port: url.port || (secure ? 443 : 80),
          path: url.pathname + url.search,
          method: body ? 'POST' : 'GET',
          headers,
          ...(secure ? { servername: url.hostname, ca: this.#authority } : {}),
        },
        (response) => {
          this.#keep(url.host, response)
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const { location } = response.headers
            resolve({
              url: address,
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks).toString('utf8'),
              ...(location === undefined ? {} : { location: new URL(location, address).href }),
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body?.text)
    })
  }

  /** Cookies of a whole domain are kept under its name with a dot before it. */
  #keep(host: string, response: IncomingMessage): void {
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';')
      const domain = /;\s*domain=\.?([^;]+)/i.exec(line)?.[1]
      const owner = domain === undefined ? host : `.${domain.toLowerCase()}`
      const jar = this.#cookies.get(owner) ?? new Map<string, string>()
      this.#cookies.set(owner, jar)
      const at = pair.indexOf('=')
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
}
