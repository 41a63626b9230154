import { z } from 'zod'
import { roleName } from '../../abilities/database/ability.ts'
import { storeSecrets } from '../../abilities/secret-store/consumer.ts'
import { type Companion, defineService, type Instance, password, type ServiceContext } from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { adminSql, printSchema, setupScript } from './files.ts'

const Options = z.strictObject({
  adminUser: userName.default('admin').describe('Name of the first administrator'),
  password: secretOption.optional(),
})
type GuacamoleOptions = z.output<typeof Options>
type Guacamole = Instance<GuacamoleOptions>

const adminPassword = ({ name, options }: Guacamole) =>
  password(`${name}.admin-password`, options.password, options.adminUser)

export default defineService<GuacamoleOptions>({
  id: 'guacamole',
  title: 'Apache Guacamole',
  category: 'operations',
  summary: 'Remote desktops and terminals of the plant in the browser: RDP, VNC and SSH.',
  homepage: 'https://guacamole.apache.org',
  license: 'Apache-2.0',
  image: 'guacamole/guacamole',
  versions: ['1.6.0'],
  ports: { http: { container: 8080, protocol: 'http', title: 'Desktops', host: 8085 } },
  options: Options,
  older: {
    options: { username: 'adminUser', admin_username: 'adminUser', password: 'password', admin_password: 'password' },
    ports: { port: 'http', http_port: 'http' },
  },
  volumes: {},
  user: { uid: 1001, gid: 1001, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 768, cpus: 1 }),
  multiple: true,
  health: () => ({
    test: httpHealth('bash', 8080, '/'),
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 90,
  }),
  parts: ({ instance, site }) => ({
    environment: {
      TZ: site.timezone,
      GUACD_HOSTNAME: `${instance.name}-guacd`,
      GUACD_PORT: '4822',
      // at the root of its address, not below /guacamole/
      WEBAPP_CONTEXT: 'ROOT',
    },
    companions: [guacd(instance)],
    jobs: [
      {
        name: 'schema',
        title: 'prints the tables that this version wants',
        when: 'before',
        user: '0:0',
        entrypoint: ['/bin/sh', '/etc/plantwright/schema.sh'],
        files: [{ path: 'schema.sh', mount: '/etc/plantwright/schema.sh', content: printSchema }],
        volumes: { schema: '/schema' },
      },
    ],
  }),
  accepts: {
    database: {
      required: { add: 'postgres', because: 'Guacamole keeps its users and connections in a database' },
      providers: ['postgres', 'timescaledb'],
      connect: (context, offer) => {
        const instance = context.instance as Guacamole
        const role = roleName(instance.name)
        const need = password(`${instance.name}.database-password`)
        return {
          claim: { database: role, role, password: need, access: 'owner' },
          parts: {
            environment: {
              POSTGRESQL_ENABLED: 'true',
              POSTGRESQL_HOSTNAME: offer.host,
              POSTGRESQL_PORT: String(offer.port),
              POSTGRESQL_DATABASE: role,
              POSTGRESQL_USERNAME: role,
            },
            secrets: [{ need, pathIn: 'POSTGRESQL_PASSWORD_FILE' }],
            jobs: [
              {
                name: 'setup',
                title: 'makes the tables and the first administrator',
                when: 'before',
                from: { image: 'postgres', version: '17.11' },
                entrypoint: ['/bin/sh', '/etc/plantwright/setup.sh'],
                environment: { PGHOST: offer.host, PGPORT: String(offer.port), PGUSER: role, PGDATABASE: role },
                files: [
                  { path: 'setup.sh', mount: '/etc/plantwright/setup.sh', content: setupScript(need) },
                  {
                    path: 'admin.sql',
                    mount: '/etc/plantwright/admin.sql',
                    content: adminSql(instance.options.adminUser, adminPassword(instance)),
                  },
                ],
                secrets: [{ need }, { need: adminPassword(instance) }],
                volumes: { schema: '/schema' },
              },
            ],
          },
        }
      },
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8080 },
          login: 'own',
          healthPath: '/',
        },
        parts: { environment: { REMOTE_IP_VALVE_ENABLED: 'true' } },
      }),
    },
    'oidc-login': {
      connect: (context, offer) => {
        const { instance, site } = context as ServiceContext<GuacamoleOptions>
        const root = site.url(instance).href
        const secret = password(`${instance.name}.oidc-secret`)
        return {
          claim: {
            clientId: instance.name,
            title: `Guacamole (${instance.name})`,
            secret,
            rootUrl: root,
            redirectUris: [root, `${root}/`],
            postLogoutUri: `${root}/`,
            roles: [],
            // it takes an ID token from the browser and asks the provider for nothing
            flow: 'implicit',
            pkce: false,
          },
          parts: {
            environment: {
              OPENID_ENABLED: 'true',
              OPENID_AUTHORIZATION_ENDPOINT: offer.authorizationUrl,
              OPENID_JWKS_ENDPOINT: offer.jwksUrl,
              OPENID_ISSUER: offer.issuer,
              OPENID_CLIENT_ID: instance.name,
              OPENID_REDIRECT_URI: `${root}/`,
              OPENID_USERNAME_CLAIM_TYPE: 'preferred_username',
              OPENID_GROUPS_CLAIM_TYPE: offer.rolesClaim,
              OPENID_SCOPE: offer.scopes,
              POSTGRESQL_AUTO_CREATE_ACCOUNTS: 'true',
              // its own form first, with a link to the single sign-on
              EXTENSION_PRIORITY: '*, openid',
            },
            // the container holds what the probe asks the provider with
            secrets: [{ need: secret }],
          },
        }
      },
    },
    'secret-store': {
      connect: ({ instance }, offer) => {
        const need = adminPassword(instance as Guacamole)
        const { claim, parts } = storeSecrets(instance, offer, [{ purpose: 'admin-password', need }])
        return { claim, parts: { ...parts, secrets: [...(parts.secrets ?? []), { need }] } }
      },
    },
  },
})

/** Speaks RDP, VNC and SSH; only the web application talks to it. */
const guacd = ({ version }: Guacamole): Companion => ({
  name: 'guacd',
  title: 'speaks the protocols of desktops and terminals',
  from: { image: 'guacamole/guacd', version },
  health: {
    test: ['CMD', 'nc', '-z', '127.0.0.1', '4822'],
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  },
  resources: { memoryMiB: 512, cpus: 1 },
  order: 'first',
})
