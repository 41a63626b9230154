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
    'What `ign serve` offers, by default on `http://127.0.0.1:8600`. It only computes: it keeps nothing, reads no secret of this machine and changes nothing, so there is no sign-in. It listens on addresses of this machine only. The whole description is at `/api/v1/openapi.json` (OpenAPI 3.1).',
    fenced('sh', [
      'curl http://127.0.0.1:8600/api/v1/catalog/grafana',
      'curl http://127.0.0.1:8600/api/v1/stacks/check --json \'{"plant": {"version": 1, "name": "demo", "services": {"charts": {"uses": "grafana"}}}}\'',
    ]),
    ...tags.map((tag) =>
      section(
        tag[0]?.toUpperCase() + tag.slice(1),
        notes[tag] ?? '',
        table(
          ['Request', 'What it answers'],
          operations
            .filter((operation) => operation.tags?.includes(tag))
            .map(({ method, path, summary = '' }) => [code(`${method} ${path}`), `${summary}.`]),
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
  'older clients':
    'For programs that speak the older request shape (`instances`, `global_settings`, `integration_settings`). [ign stack convert](cli/stack-convert.md) turns such a request into a plant file.',
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
