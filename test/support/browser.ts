import type { FastifyInstance, InjectOptions } from 'fastify'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: the body of any endpoint
  readonly body: any
  /** The body as it came. */
  readonly raw: Buffer
}

type Method = Exclude<InjectOptions['method'], undefined>

/** A browser as far as signing in goes: keeps cookies, and sends the value of its session with what changes things. */
export class Browser {
  readonly #server: FastifyInstance
  readonly cookies = new Map<string, string>()
  csrf: string | undefined
  address = '127.0.0.1'
  /** Sent with every request, over what a browser sends by itself. */
  headers: Record<string, string> = {}

  constructor(server: FastifyInstance) {
    this.#server = server
  }

  async ask(method: Method, url: string, payload?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#server.inject({
      method,
      url,
      remoteAddress: this.address,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(method === 'GET' || this.csrf === undefined ? {} : { 'x-csrf-token': this.csrf }),
        ...this.headers,
        ...headers,
      },
      ...(payload ? { payload } : {}),
    })
    this.#keep(response.headers['set-cookie'])
    const isJson = /json/.test(String(response.headers['content-type']))
    const body = isJson && response.body ? response.json() : response.body
    if (typeof body?.csrf === 'string') this.csrf = body.csrf
    return { status: response.statusCode, headers: response.headers, body, raw: response.rawPayload }
  }

  get = (url: string, headers?: Record<string, string>) => this.ask('GET', `/api/v1${url}`, undefined, headers)
  post = (url: string, payload: object = {}, headers?: Record<string, string>) =>
    this.ask('POST', `/api/v1${url}`, payload, headers)
  patch = (url: string, payload: object) => this.ask('PATCH', `/api/v1${url}`, payload)
  delete = (url: string, payload?: object, headers?: Record<string, string>) =>
    this.ask('DELETE', `/api/v1${url}`, payload, headers)

  signIn = (name: string, password: string) => this.post('/session', { name, password })

  /** Another browser that holds the same cookies. */
  twin(server = this.#server): Browser {
    const other = new Browser(server)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    other.csrf = this.csrf
    return other
  }

  #keep(header: string | string[] | undefined): void {
    for (const line of [header ?? []].flat()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}
