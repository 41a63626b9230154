import type { APIRequestContext } from 'playwright-core'
import type { Server } from './server.ts'

export const password = 'long enough for a plant'

/** What a console that is in use holds. */
export interface Seeded {
  /** Whole, with three versions. */
  readonly bottling: string
  /** Whole, one version. */
  readonly utilities: string
  /** Cannot be generated: two services publish one port. */
  readonly lab: string
  /** A job that has failed: the stack of the plant does not run. */
  readonly job: string
}

const broken = `version: 1
name: lab
services:
  charts: { uses: grafana, ports: { dashboards: 8025 } }
  mail: { uses: mailpit, ports: { page: 8025 } }
`

/** Asks the server as the console does: with the cookies of the context and the proof of the session. */
export class Asker {
  readonly #request: APIRequestContext
  readonly #url: string

  constructor(request: APIRequestContext, server: Server) {
    this.#request = request
    this.#url = server.url
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#request.get(`${this.#url}/api/v1${path}`)).json() as Promise<T>
  }

  /** @throws with the answer of the server when it refuses */
  async send<T>(method: 'POST' | 'PUT', path: string, data: unknown, headers: Record<string, string> = {}): Promise<T> {
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

/** Makes `ada`, the first administrator, who is signed in afterwards. */
export async function setUp(server: Server, asker: Asker): Promise<void> {
  const token = new URL(server.setupLink).hash.replace('#token=', '')
  await asker.send('POST', '/setup', { token, name: 'ada', password })
}

/** People of every role, plants whole and broken, versions, and a job. */
export async function seed(asker: Asker): Promise<Seeded> {
  for (const [name, displayName, role] of [
    ['grace', 'Grace Hopper', 'engineer'],
    ['m.keller', 'Marta Keller', 'operator'],
    ['walter', '', 'viewer'],
  ] as const)
    await asker.send('POST', '/users', { name, role, password, ...(displayName ? { displayName } : {}) })
  const template = async (id: string) => (await asker.get<{ plant: string }>(`/templates/${id}`)).plant
  const make = async (name: string, text: string, note: string) =>
    (await asker.send<{ id: string }>('POST', '/plants', { name, text, note })).id
  const whole = await template('full-iiot')
  const bottling = await make('bottling', whole, 'from the template full-iiot')
  const flows = '  flows-2: { uses: node-red }\n'
  const versions = [
    [1, whole.replace(/^services:\n/m, `services:\n${flows}`), 'a second flow engine'],
    [2, whole, 'one flow engine is enough'],
  ] as const
  for (const [version, text, note] of versions)
    await asker.send('PUT', `/plants/${bottling}`, { text, note }, { 'if-match': `"${version}"` })
  const utilities = await make('utilities', await template('monitoring'), '')
  const lab = await make('lab', broken, 'two pages on one port')
  const { id: job } = await asker.send<{ id: string }>('POST', `/plants/${utilities}/verify`, {})
  return { bottling, utilities, lab, job }
}
