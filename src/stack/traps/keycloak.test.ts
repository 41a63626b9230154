import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codesOf, gateway, issuesOf, type Project, project, type SmallPlant } from '../../../test/support/project.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'

/** Generated stacks: single sign-on. What others got wrong, and what is required instead. */

interface Realm {
  readonly realm: string
  readonly sslRequired: string
  readonly smtpServer?: Readonly<Record<string, string>>
  readonly roles: { readonly realm: readonly { readonly name: string }[] }
  readonly clients: readonly {
    readonly clientId: string
    readonly rootUrl: string
    readonly redirectUris: readonly string[]
    readonly webOrigins: readonly string[]
    readonly secret: string
    readonly directAccessGrantsEnabled: boolean
    readonly implicitFlowEnabled: boolean
    readonly publicClient: boolean
    readonly attributes: Readonly<Record<string, string>>
  }[]
  readonly users: readonly {
    readonly username: string
    readonly realmRoles: readonly string[]
    readonly credentials: readonly { readonly value: string; readonly temporary: boolean }[]
  }[]
}

const realmOf = (one: Project, name: string) => JSON.parse(one.file(`config/${name}/realm.json`)) as Realm

const withUsers = (
  users: readonly object[],
  services: SmallPlant['services'] = { login: 'keycloak', charts: 'grafana' },
) => ({
  services,
  integrations: { oidc: { users } },
})

describe('Keycloak traps', () => {
  it('D-K1: Keycloak has a database and a role of its own in the stack’s PostgreSQL, made before it starts', () => {
    const one = project({ services: { sso: 'keycloak', 'plant-db': { uses: 'postgres', ports: { postgres: 5433 } } } })
    const sql = one.file('config/plant-db/setup.sql')

    expect(one.service('sso').environment).toMatchObject({
      KC_DB: 'postgres',
      KC_DB_URL_HOST: 'plant-db',
      KC_DB_URL_PORT: '5432',
      KC_DB_URL_DATABASE: 'sso',
      KC_DB_USERNAME: 'sso',
    })
    expect(sql).toContain('CREATE ROLE "sso"')
    expect(sql).toContain('CREATE DATABASE "sso" OWNER "sso"')
    expect(one.service('sso').depends_on).toMatchObject({
      'plant-db-setup': { condition: 'service_completed_successfully' },
    })
    expect(one.service('plant-db-setup').depends_on).toMatchObject({ 'plant-db': { condition: 'service_healthy' } })
    expect(one.file('config/sso/start.sh')).toContain('KC_DB_PASSWORD=$(</run/secrets/sso.database-password)')
    for (const reader of ['sso', 'plant-db-setup'])
      expect(one.service(reader).secrets).toContain('sso.database-password')
  })

  it('D-K1: without a database one is added, and switched off it is an error', () => {
    const one = project({ services: { sso: 'keycloak' } })

    expect(one.detection.added).toMatchObject([{ service: 'postgres' }])
    expect(one.service('sso').environment?.KC_DB_URL_HOST).toBe('postgres')
    expect(codesOf({ services: { sso: { uses: 'keycloak', connect: { database: [] } } } })).toEqual([
      'stack.unmet-need',
    ])
  })

  it('D-K2: browsers are sent to the public address, services ask inside the stack, and the issuer is one', () => {
    const one = project({
      services: { charts: 'grafana', sso: 'keycloak', proxy: 'traefik' },
      settings: { domain: 'plant.internal', tls: 'internal-ca' },
    })
    const { environment = {} } = one.service('charts')

    expect(environment.GF_AUTH_GENERIC_OAUTH_AUTH_URL).toBe(
      'https://sso.plant.internal/realms/plant/protocol/openid-connect/auth',
    )
    expect(environment.GF_AUTH_GENERIC_OAUTH_TOKEN_URL).toBe(
      'http://sso:8080/realms/plant/protocol/openid-connect/token',
    )
    expect(environment.GF_AUTH_GENERIC_OAUTH_API_URL).toBe(
      'http://sso:8080/realms/plant/protocol/openid-connect/userinfo',
    )
    expect(environment.GF_AUTH_SIGNOUT_REDIRECT_URL).toMatch(/^https:\/\/sso\.plant\.internal\//)
    expect(one.service('sso').environment).toMatchObject({
      KC_HOSTNAME: 'https://sso.plant.internal',
      KC_HOSTNAME_BACKCHANNEL_DYNAMIC: 'true',
    })
    // the certificate of the public name is for the browser; inside, the name leads to the proxy
    expect(one.service('proxy').networks).toMatchObject({
      proxy: { aliases: expect.arrayContaining(['sso.plant.internal']) },
    })
  })

  it('D-K3: addresses use the name of the instance, not the one of the catalogue', () => {
    const one = project({ services: { charts: 'grafana', sso: 'keycloak', db: 'postgres' } })

    const values = Object.values(one.service('charts').environment ?? {}).filter((value) => value.includes('/realms/'))

    expect(values.length).toBeGreaterThan(3)
    for (const value of values) expect(value).toMatch(/^http:\/\/(sso:8080|localhost:8081)\//)
    expect(one.file('docker-compose.yml')).not.toMatch(/\/\/keycloak[:/]/)
  })

  it('D-K4: redirect, root and README address are the one that a browser really has', () => {
    const open = project({ services: { charts: { uses: 'grafana', ports: { http: 3010 } }, sso: 'keycloak' } })
    const proxied = project({
      services: {
        'my-charts': { uses: 'grafana', host: 'boards.plant.internal' },
        sso: 'keycloak',
        proxy: { uses: 'traefik', ports: { web: 8000 } },
      },
      settings: { domain: 'plant.internal' },
    })

    for (const [one, name, url] of [
      [open, 'charts', 'http://localhost:3010'],
      [proxied, 'my-charts', 'http://boards.plant.internal:8000'],
    ] as const) {
      const client = realmOf(one, 'sso').clients[0]
      expect(client).toMatchObject({ clientId: name, rootUrl: url, redirectUris: [`${url}/login/generic_oauth`] })
      expect(client?.attributes['post.logout.redirect.uris']).toBe(`${url}/login`)
      expect(one.service(name).environment?.GF_SERVER_ROOT_URL).toBe(`${url}/`)
      expect(one.file('README.md')).toContain(`| ${url} |`)
    }
  })

  it('D-K5: the realm is imported from where it is mounted, also when it has users and no client', () => {
    const one = project(withUsers([{ username: 'ada', email: 'ada@example.com' }], { sso: 'keycloak' }))

    expect(one.service('sso').volumes).toContain(
      './config/sso/realm.json:/opt/keycloak/data/import/plant-realm.json:ro',
    )
    expect(one.file('config/sso/start.sh')).toMatch(/^exec \/opt\/keycloak\/bin\/kc\.sh start --import-realm$/m)
    expect(realmOf(one, 'sso')).toMatchObject({ realm: 'plant', clients: [], users: [{ username: 'ada' }] })
  })

  it('D-K6: the realm keeps Keycloak’s own scopes, because it names none', () => {
    const one = project({ services: { charts: 'grafana', sso: 'keycloak' } })

    const text = one.file('config/sso/realm.json')

    expect(text).not.toMatch(/clientScopes|defaultDefaultClientScopes|defaultClientScopes|optionalClientScopes/)
    expect(one.service('charts').environment).toMatchObject({
      GF_AUTH_GENERIC_OAUTH_SCOPES: 'openid profile email',
      GF_AUTH_GENERIC_OAUTH_LOGIN_ATTRIBUTE_PATH: 'preferred_username',
    })
  })

  it('D-K7: a service that cannot be set up from outside is told to be done by hand, with no invented variables', () => {
    const one = project({ services: { sso: 'keycloak', flows: 'node-red', gw: gateway('8.1') } })

    const byHand = one.blueprint.wires.filter(({ status, ability }) => status === 'manual' && ability === 'oidc-login')

    expect(byHand.map(({ id }) => id)).toEqual(['flows.oidc-login.sso', 'gw.oidc-login.sso'])
    for (const { note } of byHand) expect(one.file('README.md')).toContain(note)
    expect(realmOf(one, 'sso').clients).toMatchObject([{ clientId: 'gw' }])
    expect(Object.keys(one.service('flows').environment ?? {})).toEqual(['TZ'])
  })

  it('D-K7: Portainer gets its single sign-on through its API, and no variable', () => {
    const one = project({ services: { sso: 'keycloak', containers: 'portainer' } })

    expect(one.service('containers').environment).toBeUndefined()
    expect(one.file('config/containers/login.sh')).toContain('ask PUT /api/settings')
    expect(realmOf(one, 'sso').clients).toMatchObject([{ clientId: 'containers' }])
  })

  it('D-K8: mail is set in the realm, not in variables that Keycloak does not read', () => {
    const one = project({
      services: { sso: 'keycloak', post: { uses: 'mailpit', ports: { smtp: 2025 } } },
      integrations: { mail: { from: 'login@plant.example.com' } },
    })

    expect(realmOf(one, 'sso').smtpServer).toMatchObject({
      host: 'post',
      port: '1025',
      from: 'login@plant.example.com',
    })
    expect(Object.keys(one.service('sso').environment ?? {}).filter((name) => name.includes('SMTP'))).toEqual([])
  })

  it('D-K9: Keycloak starts for production, behind the proxy and under the names of its version', () => {
    const one = project({
      services: { sso: 'keycloak', proxy: 'traefik' },
      settings: { domain: 'plant.example.com', tls: 'acme', acme: { email: 'it@example.com' } },
    })
    const { environment = {} } = one.service('sso')

    expect(one.file('config/sso/start.sh')).not.toContain('start-dev')
    expect(environment).toMatchObject({
      KC_HOSTNAME: 'https://sso.plant.example.com',
      KC_PROXY_HEADERS: 'xforwarded',
      KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
    })
    expect(Object.keys(environment).filter((name) => name.startsWith('KEYCLOAK_'))).toEqual([])
    expect(one.file('.env')).toMatch(/^SSO_IMAGE_TAG=26\.\d+\.\d+$/m)
    expect(codesOf({ services: { sso: 'keycloak' }, settings: { domain: 'plant.example.com' } })).toContain(
      'stack.weak-security',
    )
  })

  it('D-K10: users without a name, with an unknown role or named twice are refused', () => {
    const email = 'a@example.com'

    expect(issuesOf(withUsers([{ username: '', email }]))).toMatchObject([
      { code: 'stack.invalid-value', path: ['integrations', 'oidc', 'users', 0, 'username'] },
    ])
    expect(issuesOf(withUsers([{ username: 'ada', email, roles: ['grafana-admn'] }]))).toContainEqual(
      expect.objectContaining({ code: 'stack.unknown-role', hint: 'Did you mean "grafana-admin"?' }),
    )
    expect(
      codesOf(
        withUsers([
          { username: 'ada', email },
          { username: 'ada', email: 'b@example.com' },
        ]),
      ),
    ).toContain('stack.duplicate-name')
    expect(
      codesOf(
        withUsers([
          { username: 'ada', email },
          { username: 'max', email },
        ]),
      ),
    ).toContain('stack.duplicate-name')
  })

  it('D-K10: first passwords are generated and temporary', () => {
    const one = project(withUsers([{ username: 'ada', email: 'ada@example.com', roles: ['grafana-admin'] }]))

    expect(realmOf(one, 'login').users).toMatchObject([
      {
        realmRoles: ['default-roles-plant', 'grafana-admin'],
        credentials: [{ value: '${REALM_USER_0_PASSWORD}', temporary: true }],
      },
    ])
    expect(one.blueprint.needs).toContainEqual(
      expect.objectContaining({ kind: 'password', name: 'login.ada.user-password' }),
    )
  })

  it('D-K10: clients may do what they need and no more', () => {
    const { clients } = realmOf(project({ services: { charts: 'grafana', boards: 'grafana', sso: 'keycloak' } }), 'sso')

    expect(clients.map(({ clientId }) => clientId)).toEqual(['boards', 'charts'])
    for (const client of clients) {
      expect(client).toMatchObject({
        publicClient: false,
        directAccessGrantsEnabled: false,
        implicitFlowEnabled: false,
        webOrigins: [client.rootUrl],
      })
      expect(client.attributes['pkce.code.challenge.method']).toBe('S256')
      expect([...client.redirectUris, ...client.webOrigins].filter((uri) => /[*+]/.test(uri))).toEqual([])
      expect(client.secret).toMatch(/^\$\{REALM_CLIENT_\d_SECRET\}$/)
    }
  })

  it('D-K10: a name can bring no placeholder into the realm, whose text Keycloak fills from its environment', () => {
    const user = { username: 'ada', email: 'ada@example.com', firstName: '${KC_DB_PASSWORD}' }

    expect(issuesOf(withUsers([user]))).toMatchObject([
      { code: 'stack.invalid-value', path: ['integrations', 'oidc', 'users', 0, 'firstName'] },
    ])
  })

  it.runIf(spawnSync('bash', ['-c', ':']).status === 0)(
    'D-K10: a password that somebody chose does not end the string it is put into',
    () => {
      const one = project(withUsers([{ username: 'ada', email: 'ada@example.com', password: 'env:ADA' }]))
      const chosen = 'a"b\\c$d`e\'f&g\\"h'
      // the function as the script has it, with a file of ours
      const script = /^in_json\(\) \{[\s\S]*?^\}$/m.exec(one.file('config/login/start.sh'))?.[0] ?? ''

      const file = join(temporaryFolder(), 'password')
      writeFileSync(file, `${chosen}\n`)
      const { stdout } = spawnSync('bash', ['-c', `${script}\nin_json "$0"`, file], { encoding: 'utf8' })

      expect(JSON.parse(`"${stdout}"`)).toBe(chosen)
      expect(one.file('config/login/start.sh')).toContain(
        'REALM_USER_0_PASSWORD=$(in_json /run/secrets/login.ada.user-password)',
      )
    },
  )
})
