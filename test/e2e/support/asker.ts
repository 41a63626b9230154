import type { APIRequestContext } from 'playwright-core'

/** Of everybody whom a scenario makes. */
export const password = 'long enough for a plant'

/** Asks the server as the console does: with the cookies of the context and the proof of the session. */
export class Asker {
  readonly #request: APIRequestContext
  readonly #url: string

  /** @param url  where the server listens */
  constructor(request: APIRequestContext, url: string) {
    this.#request = request
    this.#url = url
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#request.get(`${this.#url}/api/v1${path}`)).json() as Promise<T>
  }

  /** @throws with the answer of the server when it refuses */
  async send<T>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    data: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const { csrf = '' } = await this.get<{ csrf?: string }>('/session')
    const answer = await this.#request.fetch(`${this.#url}/api/v1${path}`, {
      method,
      data,
      headers: { 'x-csrf-token': csrf, ...headers },
    })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  signIn(name: string): Promise<unknown> {
    return this.send('POST', '/session', { name, password })
  }
}
