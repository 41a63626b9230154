import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { onTestFinished } from 'vitest'

export const clientSecret = 'a secret of the client'

/** What the provider tells of a user, by the name that was typed into its form. */
export type Accounts = Record<string, Record<string, unknown>>

export interface OpenIdProvider {
  readonly issuer: string
  /** Signs in as a person does: follows the address, fills in the forms. @returns the address of the way back */
  readonly signIn: (address: string, name: string) => Promise<string>
}

/** A real OpenID provider of another maker, on a port of its own, until the running test has finished. */
export async function startOpenIdProvider(accounts: Accounts, redirectUri: string): Promise<OpenIdProvider> {
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const provider = quietly(
    () =>
      new Provider(issuer, {
        clients: [
          {
            client_id: 'plantwright',
            client_secret: clientSecret,
            redirect_uris: [redirectUri],
            token_endpoint_auth_method: 'client_secret_post',
          },
        ],
        claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups'], email: ['email'] },
        ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
        cookies: { keys: ['key of a test'] },
        findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...accounts[id] }) }),
      }),
  )
  http.on('request', provider.callback())
  return { issuer, signIn: (address, name) => walk(address, name, redirectUri) }
}

/** It warns about what is right for a test only. */
function quietly<T>(make: () => T): T {
  const { warn, info } = console
  console.warn = console.info = () => {}
  try {
    return make()
  } finally {
    Object.assign(console, { warn, info })
  }
}

async function walk(address: string, name: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>()
  let at = address
  let form: Record<string, string> | undefined
  for (let step = 0; step < 12; step++) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    form = undefined
    for (const line of response.headers.getSetCookie()) {
      const [key = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(key, value)
    }
    const next = response.headers.get('location')
    if (next !== null) {
      at = new URL(next, at).href
      if (at.startsWith(redirectUri)) return at
      continue
    }
    const page = await response.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (action === undefined || prompt === undefined) throw new Error(`no form at ${at}: ${page.slice(0, 500)}`)
    at = new URL(action, at).href
    form = { prompt, login: name, password: 'anything' }
  }
  throw new Error(`the provider does not come to an end: ${at}`)
}
