import { expect, test } from 'vitest'
import { sources } from '../support/sources.ts'

/** What opens connections to elsewhere, with who says where to. Whatever is added stands here, with its reason. */
const outgoing: Readonly<Record<string, string>> = {
  'src/actions/stack/verify.ts':
    'a published port of the stack; its address is one of the plant file, which takes no link-local one',
  'src/containers/engine/client.ts': 'the container engine of DOCKER_HOST, a setting',
  'src/platform/auth/oidc.ts': 'the provider of IGN_OIDC_ISSUER, a setting, by outwardFetch',
  'src/platform/network/fetch.ts': 'outwardFetch, which refuses the machine’s own surroundings',
  'src/platform/storage/postgres.ts': 'the database of IGN_DATABASE_URL, a setting',
}

const connecting = /^(node:)?(http|https|http2|net|tls|dns|dgram)(\/promises)?$|^(pg|openid-client|undici|ws)$/
/** Of what opens connections, these parts open none. */
const harmless = ['src/api/long-requests.ts', 'src/platform/secrets/certificates.ts']

test('server-side request forgery: nothing but what is listed opens a connection', () => {
  // the console runs in browsers, and the catalogue writes programs that run in containers
  const own = sources().filter(({ room, path }) => room !== 'web' && room !== 'catalog' && !harmless.includes(path))
  const found = own.filter(
    ({ imports, text }) =>
      imports.some(({ kind, specifier }) => kind !== 'type' && connecting.test(specifier)) || /\bfetch\(/.test(text),
  )

  expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(outgoing).sort())
})
