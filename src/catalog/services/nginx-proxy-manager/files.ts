import { corsHeaders, corsMethods, type Route } from '../../abilities/reverse-proxy/route.ts'
import type { Site } from '../../model.ts'
import { operatorName } from '../../operator.ts'

export interface HostsOptions {
  readonly api: string
  readonly admin: { readonly email: string; readonly passwordFile: string }
  readonly site: Site
  readonly routes: readonly Route[]
  /** Port that browsers use for the pages: HTTPS where TLS is on. */
  readonly frontPort: number
  /** Password of the operator, where a page asks for it. */
  readonly operatorFile?: string
  readonly certificate?: { readonly certFile: string; readonly keyFile: string }
}

/** Stands in settings for the number of the access list, which only the program knows. */
const accessList = '@ACCESS_LIST@'

/** What the script wants to be there; the words of a host are those of the program's API. */
export function hostsFile({ site, routes, frontPort, certificate, ...rest }: HostsOptions): string {
  const secure = site.tls !== 'off'
  const isUsual = frontPort === (secure ? 443 : 80)
  const hosts = routes.map((route) => ({
    login: route.isGuarded,
    host: {
      domain_names: [route.host],
      forward_scheme: 'http',
      forward_host: route.upstream.host,
      forward_port: route.upstream.port,
      // its redirect goes to port 443
      ssl_forced: secure && isUsual,
      hsts_enabled: secure && isUsual,
      hsts_subdomains: false,
      http2_support: secure,
      trust_forwarded_proto: false,
      block_exploits: false,
      caching_enabled: false,
      allow_websocket_upgrade: true,
      enabled: true,
      locations: [],
      advanced_config: isUsual && isPlain(route) ? '' : location(route, secure, isUsual ? undefined : frontPort),
    },
  }))
  return `${JSON.stringify(
    {
      api: rest.api,
      admin: rest.admin,
      ...(rest.operatorFile === undefined
        ? {}
        : { operator: { username: operatorName, passwordFile: rest.operatorFile } }),
      ...(certificate ? { certificate } : {}),
      publicCertificates: site.tls === 'acme',
      hosts,
    },
    null,
    2,
  )}\n`
}

const isPlain = ({ cors, headers }: Route): boolean => cors === undefined && Object.keys(headers).length === 0

/**
 * A location of our own instead of the program's, where that cannot say what the plant wants. Headers stand inside: nginx
 * forgets those of the server where a location has some.
 *
 * @param port  the port that browsers use, where it is not the usual one
 */
function location({ isGuarded, cors, headers }: Route, secure: boolean, port: number | undefined): string {
  const inside = [
    ...(secure
      ? ['if ($scheme = "http") {', `  return 301 https://$host${port ? `:${port}` : ''}$request_uri;`, '}']
      : []),
    ...(cors ? ['if ($pw_preflight = "abc") {', '  return 204;', '}'] : []),
    ...(isGuarded
      ? [
          'auth_basic "Authorization required";',
          `auth_basic_user_file /data/access/${accessList};`,
          'proxy_set_header Authorization "";',
        ]
      : []),
    ...(secure ? ['add_header Strict-Transport-Security "max-age=31536000" always;'] : []),
    ...Object.entries(headers).flatMap(([name, value]) => [
      `proxy_hide_header ${name};`,
      `add_header ${name} "${value}" always;`,
    ]),
    ...(cors ? corsAnswers : []),
    'proxy_http_version 1.1;',
    'proxy_set_header Upgrade $http_upgrade;',
    'proxy_set_header Connection $http_connection;',
    'proxy_set_header Host $http_host;',
    'proxy_set_header X-Forwarded-Host $http_host;',
    'proxy_set_header X-Forwarded-Scheme $scheme;',
    'proxy_set_header X-Forwarded-Proto $scheme;',
    'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    'proxy_set_header X-Real-IP $remote_addr;',
    'proxy_pass $forward_scheme://$server:$port$request_uri;',
  ]
  return [...(cors ? corsQuestions(cors.origins) : []), 'location / {', ...inside.map((line) => `  ${line}`), '}'].join(
    '\n',
  )
}

/** An empty value is a header that is not sent. */
const corsQuestions = (origins: readonly string[]): string[] => [
  'set $pw_origin "";',
  'set $pw_credentials "";',
  'set $pw_methods "";',
  'set $pw_headers "";',
  'set $pw_age "";',
  'set $pw_preflight "";',
  ...origins.flatMap((origin) => [`if ($http_origin = "${origin}") {`, '  set $pw_origin $http_origin;', '}']),
  'if ($request_method = OPTIONS) {',
  '  set $pw_preflight "a";',
  '}',
  'if ($http_access_control_request_method) {',
  '  set $pw_preflight "${pw_preflight}b";',
  '}',
  'if ($pw_origin) {',
  '  set $pw_preflight "${pw_preflight}c";',
  '  set $pw_credentials "true";',
  `  set $pw_methods "${corsMethods.join(', ')}";`,
  `  set $pw_headers "${corsHeaders.join(', ')}";`,
  '  set $pw_age "600";',
  '}',
]

const corsAnswers: readonly string[] = [
  ...Object.entries({
    'Access-Control-Allow-Origin': '$pw_origin',
    'Access-Control-Allow-Credentials': '$pw_credentials',
    'Access-Control-Allow-Methods': '$pw_methods',
    'Access-Control-Allow-Headers': '$pw_headers',
    'Access-Control-Max-Age': '$pw_age',
  }).flatMap(([name, value]) => [`proxy_hide_header ${name};`, `add_header ${name} ${value} always;`]),
  'add_header Vary Origin always;',
]

/**
 * Looks for each thing before it makes it, so that it can be ended at any point and run again. What it made it knows by
 * name, or by a mark in a host's `meta`; everything else is left alone.
 */
export const setupScript = `'use strict'
// Generated by ign stack generate. Runs on every "docker compose up"; safe to run again.
const fs = require('node:fs')

const wanted = JSON.parse(fs.readFileSync(process.argv[2] ?? '/etc/plantwright/hosts.json', 'utf8'))
const secret = (path) => fs.readFileSync(path, 'utf8').trim()
let token

async function ask(method, path, body, refused) {
  const isForm = body instanceof FormData
  const answer = await fetch(wanted.api + path, {
    method,
    headers: {
      ...(token ? { Authorization: 'Bearer ' + token } : {}),
      ...(body && !isForm ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(300000),
  })
  const text = await answer.text()
  if (answer.ok) return text === '' ? undefined : JSON.parse(text)
  // answers about certificates may repeat what was sent
  let reason = ''
  try {
    reason = JSON.parse(text).error.message
  } catch {}
  throw new Error(method + ' ' + path + ': ' + answer.status + ' ' + reason + (refused ? '. ' + refused : ''))
}

async function logIn() {
  const { email, passwordFile } = wanted.admin
  const { setup } = await ask('GET', '/')
  if (!setup) {
    const auth = { type: 'password', secret: secret(passwordFile) }
    const names = { name: 'Administrator', nickname: 'Admin', email }
    await ask('POST', '/users', { ...names, roles: ['admin'], is_disabled: false, auth })
  }
  const answer = await ask(
    'POST',
    '/tokens',
    { identity: email, secret: secret(passwordFile) },
    'The password of the administrator must be the one in ' + passwordFile,
  )
  if (!answer.token) throw new Error('the administrator has a second factor, which this script does not')
  token = answer.token
}

async function operatorList() {
  if (!wanted.operator) return 0
  const { username, passwordFile } = wanted.operator
  const list = {
    name: 'Plantwright operator',
    satisfy_any: false,
    pass_auth: false,
    items: [{ username, password: secret(passwordFile) }],
    clients: [],
  }
  const known = (await ask('GET', '/nginx/access-lists')).find(({ name }) => name === list.name)
  const { id } = known ? await ask('PUT', '/nginx/access-lists/' + known.id, list) : await ask('POST', '/nginx/access-lists', list)
  return id
}

// the program writes an uploaded key to its log, so it is uploaded only when it is new, or when a host does not start
async function ownCertificate(again) {
  const { certFile, keyFile } = wanted.certificate
  const nice_name = 'Plantwright'
  const files = { certificate: fs.readFileSync(certFile, 'utf8'), certificate_key: fs.readFileSync(keyFile, 'utf8') }
  const known =
    (await ask('GET', '/nginx/certificates')).find((one) => one.provider === 'other' && one.nice_name === nice_name) ??
    (await ask('POST', '/nginx/certificates', { provider: 'other', nice_name }))
  const isSame = Object.entries(files).every(([name, text]) => known.meta?.[name] === text)
  if (!isSame || again) {
    const form = new FormData()
    for (const [name, text] of Object.entries(files)) form.append(name, new Blob([text]), name + '.pem')
    await ask('POST', '/nginx/certificates/' + known.id + '/upload', form)
  }
  return known.id
}

async function publicCertificate(host) {
  const known = (await ask('GET', '/nginx/certificates')).find(
    ({ provider, domain_names }) => provider === 'letsencrypt' && domain_names.length === 1 && domain_names[0] === host,
  )
  if (known) return known.id
  console.log('asking for a certificate for ' + host)
  const request = { provider: 'letsencrypt', domain_names: [host], meta: { dns_challenge: false } }
  try {
    return (await ask('POST', '/nginx/certificates', request)).id
  } catch (error) {
    // other services wait for this script: one host without a certificate must not hold up the plant
    console.error(error.message + '. The page stays closed; "docker compose up" asks again')
    return undefined
  }
}

async function proxyHosts(listId, certificateOf) {
  const known = await ask('GET', '/nginx/proxy-hosts')
  for (const { host, login } of wanted.hosts) {
    const [name] = host.domain_names
    const certificate_id = await certificateOf(name)
    if (certificate_id === undefined) continue
    const access_list_id = login ? listId : 0
    const settings = {
      ...host,
      certificate_id,
      access_list_id,
      advanced_config: host.advanced_config.replaceAll('${accessList}', String(access_list_id)),
      meta: { plantwright: true },
    }
    const old = known.find(({ domain_names }) => domain_names.includes(name))
    if (old) await ask('PUT', '/nginx/proxy-hosts/' + old.id, settings)
    else await ask('POST', '/nginx/proxy-hosts', settings)
  }
  const names = wanted.hosts.map(({ host }) => host.domain_names[0])
  const rows = await ask('GET', '/nginx/proxy-hosts')
  for (const { id, meta, domain_names } of rows) {
    if (meta?.plantwright === true && !domain_names.some((name) => names.includes(name))) {
      await ask('DELETE', '/nginx/proxy-hosts/' + id)
    }
  }
  return rows.filter(({ meta, domain_names }) => meta?.nginx_online === false && names.includes(domain_names[0]))
}

async function main() {
  await logIn()
  await ask('PUT', '/settings/default-site', { value: '404', meta: {} })
  const listId = await operatorList()
  let offline = []
  for (const again of [false, true]) {
    const own = wanted.certificate ? await ownCertificate(again) : 0
    offline = await proxyHosts(listId, wanted.publicCertificates ? publicCertificate : () => own)
    if (offline.length === 0) break
  }
  if (offline.length > 0) {
    const reasons = offline.map(({ domain_names, meta }) => domain_names[0] + ': ' + meta.nginx_err)
    throw new Error('nginx does not take the settings of ' + reasons.join('; '))
  }
  console.log('done')
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
`
