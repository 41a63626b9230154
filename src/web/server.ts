/** How the console talks to its server: one way to ask, one way to be refused. */

/** A problem document of the server (RFC 9457), as far as the console shows it. */
interface Problem {
  readonly title?: string
  readonly detail?: string
  readonly code?: string
  readonly hint?: string
  readonly requestId?: string
  readonly triesLeft?: number
  readonly issues?: readonly ProblemIssue[]
}

/** One thing that is wrong with what was sent. */
export interface ProblemIssue {
  /** JSON pointer into what was sent. */
  readonly path: string
  readonly message: string
  readonly hint?: string
  readonly line?: number
  readonly column?: number
}

/** The server answered, but not with what was asked for. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly hint: string | undefined
  readonly requestId: string | undefined
  readonly triesLeft: number | undefined
  /** How long the server does not want to be asked again. */
  readonly retryAfterS: number | undefined
  readonly issues: readonly ProblemIssue[]

  constructor(status: number, problem: Problem, retryAfterS?: number) {
    const { detail, issues = [], code = '', title = '', hint, requestId, triesLeft } = problem
    const first = issues[0]?.message
    super([detail ?? `HTTP ${status}`, detail?.includes(first ?? '') ? undefined : first].filter(Boolean).join(': '))
    this.status = status
    this.code = code
    this.title = title
    this.hint = hint
    this.requestId = requestId
    this.triesLeft = triesLeft
    this.retryAfterS = retryAfterS
    this.issues = issues
  }
}

/** Asks for nothing but an answer. @throws as `ask` does */
export const reach = async (): Promise<void> => void (await request('/healthz'))

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Asking {
  readonly method?: Method
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** @throws Refused for an answer that is a problem document; TypeError when there is no answer */
export async function ask<T>(path: string, asking: Asking = {}): Promise<T> {
  const response = await request(path, asking)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** @throws as `ask` does */
export async function request(path: string, { method = 'GET', body, headers, signal }: Asking = {}): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' || proof === undefined ? {} : { 'x-csrf-token': proof }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  if (response.ok) return response
  const retryAfterS = Number(response.headers.get('retry-after')) || undefined
  throw refused(response.status, (await response.json().catch(() => ({}))) as Problem, retryAfterS)
}

function refused(status: number, problem: Problem, retryAfterS?: number): Refused {
  const refusal = new Refused(status, problem, retryAfterS)
  if (isSignInOver(refusal)) for (const tell of ended) tell()
  return refusal
}

/**
 * Sends a file as it is and tells how much of it is on its way, which `fetch` does not.
 *
 * @throws as `ask` does
 */
export function upload<T>(path: string, file: Blob, told: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', path)
    sending.responseType = 'json'
    sending.setRequestHeader('content-type', 'application/octet-stream')
    if (proof !== undefined) sending.setRequestHeader('x-csrf-token', proof)
    sending.upload.addEventListener('progress', ({ loaded, total }) => told(total === 0 ? 1 : loaded / total))
    sending.addEventListener('load', () => {
      const { status, response } = sending
      if (status < 400) resolve(response as T)
      else reject(refused(status, (response ?? {}) as Problem))
    })
    sending.addEventListener('error', () => reject(new TypeError('the server does not answer')))
    sending.addEventListener('abort', () => reject(signal.reason as Error))
    signal.addEventListener('abort', () => sending.abort(), { once: true })
    sending.send(file)
  })
}

/** What proves that a request comes from this page and not from another one that knows the address. */
let proof: string | undefined
export const carryProof = (csrf: string | undefined): void => {
  proof = csrf
}

const ended = new Set<() => void>()

/** Tells when the server says that nobody is signed in, whatever it was asked for. @returns what ends the telling */
export function onSignInOver(tell: () => void): () => void {
  ended.add(tell)
  return () => void ended.delete(tell)
}

export const isSignInOver = (error: unknown): boolean =>
  error instanceof Refused && (error.code === 'auth.session-ended' || error.code === 'auth.sign-in-needed')
