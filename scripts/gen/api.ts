import { randomBytes } from 'node:crypto'
import type { Context } from '../../src/actions/action.ts'
import { buildServer } from '../../src/api/server.ts'
import { anonymous } from '../../src/platform/auth/actor.ts'
import { readConfig } from '../../src/platform/config.ts'
import { Vault } from '../../src/platform/secrets/vault.ts'
import { code, fenced, page, section, table } from './markdown.ts'

interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly requestBody?: unknown
  readonly 'x-access'?: string
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** `docs/reference/api.md`, from the server's own OpenAPI document. */
export async function apiPage(): Promise<string> {
  const server = await buildServer(describing)
  await server.ready()
  const { paths = {} } = server.swagger() as { paths?: Paths }
  await server.close()
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  )
  const tags = [...new Set(operations.flatMap((operation) => operation.tags ?? []))]
  return page(
    '# HTTP API',
    'What `ign serve` offers, by default on `http://127.0.0.1:8600`. The whole description is at `/api/v1/openapi.json` (OpenAPI 3.1).',
    'What only computes needs no sign-in as long as the server listens for this machine only; elsewhere it needs the role viewer. Everything else needs a sign-in, everywhere: the cookie of a session, or `Authorization: Bearer ign_…` with a token of [ign user token create](cli/user-token-create.md). See [sign-in](../guide/sign-in.md).',
    fenced('sh', [
      'curl http://127.0.0.1:8600/api/v1/catalog/grafana',
      'curl http://127.0.0.1:8600/api/v1/stacks/check --json \'{"plant": {"version": 1, "name": "demo", "services": {"charts": {"uses": "grafana"}}}}\'',
    ]),
    ...tags.map((tag) =>
      section(
        tag[0]?.toUpperCase() + tag.slice(1),
        notes[tag] ?? '',
        table(
          ['Request', 'What it does', 'For whom'],
          operations
            .filter((operation) => operation.tags?.includes(tag))
            .map(({ method, path, summary = '', 'x-access': access = '' }) => [
              code(`${method} ${path}`),
              `${summary}.`,
              whom[access] ?? access,
            ]),
        ),
      ),
    ),
    section(
      'Health',
      table(
        ['Request', 'What it answers'],
        [
          [code('GET /healthz'), 'The process answers.'],
          [code('GET /readyz'), 'It takes requests.'],
          [code('GET /api/v1/openapi.json'), 'The OpenAPI document.'],
        ],
      ),
    ),
    section(
      'Errors',
      'Errors are problem documents of RFC 9457 (`application/problem+json`) with `code`, `hint` and `issues[]`; `type` links to the code on the page [errors](errors.md). `path` of an issue is a JSON pointer into the plant.',
      fenced('json', [
        '{',
        '  "type": "…/docs/reference/errors.md#stackinvalid",',
        '  "title": "the plant file has an error",',
        '  "status": 422,',
        '  "detail": "the plant file has an error",',
        '  "instance": "/api/v1/stacks/check",',
        '  "code": "stack.invalid",',
        '  "hint": "Mend the problems listed and try again.",',
        '  "issues": [{ "path": "/name", "severity": "error", "code": "stack.invalid-name", "message": "…" }]',
        '}',
      ]),
    ),
  )
}

const notes: Readonly<Record<string, string>> = {
  stacks:
    'Bodies are JSON: `{"plant": …}` with a [plant file](plant-file.md) as text (YAML) or as a value. References to secrets of this machine (`env:`, `file:`, `vault:`) are refused.',
  session:
    'A browser gets a cookie that no script can read. With everything but GET it sends `csrf` of the answer as `X-CSRF-Token`, from the console’s own origin. Where a second factor is set up, the session opens nothing but the second step until that is done.',
  'own account': 'What concerns the own account is done in a session; a token cannot do it.',
  users: 'Lists are `{"items": […], "nextCursor": …}`; give `nextCursor` as `cursor` for the next page.',
  audit:
    'Everything that was asked for with a sign-in, or refused for want of one. A line that stays `begun` belongs to a change that the server did not live to finish.',
  'older clients':
    'For programs that speak the older request shape (`instances`, `global_settings`, `integration_settings`). [ign stack convert](cli/stack-convert.md) turns such a request into a plant file.',
}

/** `x-access` of an operation, for people. */
const whom: Readonly<Record<string, string>> = {
  visitor: 'everybody',
  computes: 'everybody of this machine',
  'any-session': 'a session',
  'second-factor': 'a session before its second step',
  person: 'a session',
}

/** Nothing of it is used for a description. */
const describing: Context = {
  config: readConfig({}, {}),
  environment: {},
  version: '0.0.0',
  now: () => new Date(0),
  random: randomBytes,
  vault: () => new Vault('/nowhere'),
  engine: () => {
    throw new Error('a description needs no engine')
  },
  database: () => Promise.reject(new Error('a description needs no database')),
  actor: anonymous,
  progress: () => {},
}
