import { z } from 'zod'
import { type DatabaseOffer, roleName } from '../../abilities/database/ability.ts'
import type { OidcOffer } from '../../abilities/oidc-login/ability.ts'
import { storeSecrets } from '../../abilities/secret-store/consumer.ts'
import {
  type Instance,
  type Job,
  type Parts,
  type PasswordNeed,
  password,
  type ServiceContext,
  type ServiceDefinition,
  secretPath,
} from '../../model.ts'
import { secretOption, userName } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { adminScript, loginScript } from './files.ts'

/** Gitea and Forgejo come from one root: same variables, files and command line. */

export const ForgeOptions = z.strictObject({
  adminUser: userName
    .refine((name) => !reserved.includes(name.toLowerCase()), 'is a name that the program keeps for itself')
    .default('plant-admin')
    .describe('Name of the first administrator'),
  password: secretOption.optional(),
  open: z.boolean().default(false).describe('Let everybody who reaches the page look at public repositories'),
})
export type ForgeOptions = z.output<typeof ForgeOptions>

const reserved = ['admin', 'api', 'assets', 'attachments', 'explore', 'ghost', 'user', 'users', 'org', 'repo', 'new']

/** How one of the programs differs from the other. */
export interface ForgeBrand {
  /** Its command line. */
  readonly program: 'gitea' | 'forgejo'
}

type Forge = Instance<ForgeOptions>

const adminPassword = ({ name, options }: Forge): PasswordNeed =>
  password(`${name}.admin-password`, options.password, options.adminUser)
const metricsToken = ({ name }: Instance): PasswordNeed => password(`${name}.metrics-token`)

/** 43 letters and digits are the base64 of 32 bytes, which is what the program wants here. */
const signingKey = (name: string): PasswordNeed => ({ kind: 'password', name, length: 43 })

export const forgeVolumes = { data: '/data' }

type Common = Pick<
  ServiceDefinition<ForgeOptions>,
  | 'ports'
  | 'options'
  | 'older'
  | 'volumes'
  | 'user'
  | 'startsAsRoot'
  | 'toolbox'
  | 'resources'
  | 'multiple'
  | 'health'
  | 'parts'
  | 'accepts'
>

export const forge = (brand: ForgeBrand): Common => ({
  ports: {
    http: { container: 3000, protocol: 'http', title: 'Repositories', host: 3002 },
    ssh: { container: 22, protocol: 'tcp', title: 'Git over SSH', host: 2222 },
  },
  options: ForgeOptions,
  older: {
    options: { username: 'adminUser', admin_username: 'adminUser', password: 'password', admin_password: 'password' },
    ports: { port: 'http', http_port: 'http', ssh_port: 'ssh' },
  },
  volumes: forgeVolumes,
  // started as root, which reads the settings; the program itself runs as this user
  user: { uid: 1000, gid: 1000, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 512, cpus: 1 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 3000, '/api/healthz'),
    intervalS: 10,
    timeoutS: 5,
    retries: 12,
    startPeriodS: 60,
  }),
  parts: (context) => forgeParts(context, brand),
  accepts: {
    database: {
      providers: ['postgres', 'timescaledb', 'mariadb'],
      connect: ({ instance }, offer) => connectDatabase(instance, offer),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 3000 },
          login: 'own',
          healthPath: '/api/healthz',
        },
      }),
    },
    'oidc-login': {
      connect: (context, offer) => connectLogin(context as ServiceContext<ForgeOptions>, offer, brand),
    },
    mail: {
      connect: ({ instance, site }, offer) => ({
        claim: { from: site.mail.from },
        parts: {
          environment: {
            GITEA__mailer__ENABLED: 'true',
            GITEA__mailer__PROTOCOL: 'smtp',
            GITEA__mailer__SMTP_ADDR: offer.host,
            GITEA__mailer__SMTP_PORT: String(offer.port),
            GITEA__mailer__FROM: `${instance.name} <${site.mail.from}>`,
          },
        },
      }),
    },
    metrics: {
      connect: ({ instance }) => ({
        claim: { port: 3000, token: metricsToken(instance) },
        parts: {
          environment: { GITEA__metrics__ENABLED: 'true' },
          secrets: [{ need: metricsToken(instance), pathIn: 'GITEA__metrics__TOKEN__FILE' }],
        },
      }),
    },
    'secret-store': {
      connect: ({ instance }, offer) => {
        const need = adminPassword(instance as Forge)
        const { claim, parts } = storeSecrets(instance, offer, [{ purpose: 'admin-password', need }])
        return { claim, parts: { ...parts, secrets: [...(parts.secrets ?? []), { need }] } }
      },
    },
  },
})

function forgeParts({ instance, site, accepted }: ServiceContext<ForgeOptions>, { program }: ForgeBrand): Parts {
  const { name, options, ports } = instance
  const { href, host } = site.url(instance)
  const database = accepted('database').length > 0
  return {
    environment: {
      TZ: site.timezone,
      GITEA__server__ROOT_URL: `${href}/`,
      GITEA__server__DOMAIN: host,
      GITEA__server__SSH_DOMAIN: host,
      GITEA__server__SSH_PORT: String(ports.ssh?.published?.port ?? 22),
      GITEA__server__OFFLINE_MODE: 'true',
      GITEA__security__INSTALL_LOCK: 'true',
      GITEA__service__DISABLE_REGISTRATION: 'true',
      GITEA__service__REQUIRE_SIGNIN_VIEW: String(!options.open),
      GITEA__openid__ENABLE_OPENID_SIGNIN: 'false',
      GITEA__openid__ENABLE_OPENID_SIGNUP: 'false',
      GITEA__picture__DISABLE_GRAVATAR: 'true',
      GITEA__cron_0X2E_update_checker__ENABLED: 'false',
      GITEA__session__COOKIE_SECURE: String(site.url(instance).secure),
      GITEA__log__MODE: 'console',
      ...(database ? {} : { GITEA__database__DB_TYPE: 'sqlite3', GITEA__database__PATH: '/data/gitea/gitea.db' }),
    },
    secrets: [
      { need: password(`${name}.secret-key`), pathIn: 'GITEA__security__SECRET_KEY__FILE' },
      { need: password(`${name}.internal-token`), pathIn: 'GITEA__security__INTERNAL_TOKEN__FILE' },
      { need: signingKey(`${name}.jwt-secret`), pathIn: 'GITEA__oauth2__JWT_SECRET__FILE' },
      { need: signingKey(`${name}.lfs-secret`), pathIn: 'GITEA__server__LFS_JWT_SECRET__FILE' },
    ],
    jobs: [
      forgeJob({
        name: 'setup',
        title: 'makes the first administrator',
        script: adminScript(program, {
          user: options.adminUser,
          email: `${options.adminUser}@${site.domain}`,
          passwordPath: secretPath({ need: adminPassword(instance) }),
        }),
        needs: [adminPassword(instance)],
      }),
    ],
    stopGraceS: 30,
  }
}

/** Jobs work on the program's own files, as the program's user; it refuses to run as root. */
function forgeJob({
  name,
  title,
  script,
  needs,
}: {
  readonly name: string
  readonly title: string
  readonly script: string
  readonly needs: readonly PasswordNeed[]
}): Job {
  return {
    name,
    title,
    when: 'after',
    user: '1000:1000',
    entrypoint: ['/bin/sh', `/etc/plantwright/${name}.sh`],
    environment: { HOME: '/data/git', USER: 'git', GITEA_CUSTOM: '/data/gitea', GITEA_WORK_DIR: '/data/gitea' },
    files: [{ path: `${name}.sh`, mount: `/etc/plantwright/${name}.sh`, content: script }],
    secrets: needs.map((need) => ({ need })),
    volumes: forgeVolumes,
  }
}

function connectDatabase(instance: Instance, offer: DatabaseOffer) {
  const role = roleName(instance.name)
  const need = password(`${instance.name}.database-password`)
  return {
    claim: { database: role, role, password: need, access: 'owner' as const },
    parts: {
      environment: {
        GITEA__database__DB_TYPE: offer.engine === 'mariadb' ? 'mysql' : 'postgres',
        GITEA__database__HOST: `${offer.host}:${offer.port}`,
        GITEA__database__NAME: role,
        GITEA__database__USER: role,
        ...(offer.engine === 'mariadb' ? {} : { GITEA__database__SSL_MODE: 'disable' }),
      },
      secrets: [{ need, pathIn: 'GITEA__database__PASSWD__FILE' }],
    },
  }
}

/** The name of the login in addresses and on its button. */
const loginName = 'stack'

function connectLogin({ instance, site }: ServiceContext<ForgeOptions>, offer: OidcOffer, { program }: ForgeBrand) {
  const secret = password(`${instance.name}.oidc-secret`)
  const root = site.url(instance).href
  const admins = `${instance.name}-admin`
  return {
    claim: {
      clientId: instance.name,
      title: `${instance.service.title} (${instance.name})`,
      secret,
      rootUrl: root,
      redirectUris: [`${root}/user/oauth2/${loginName}/callback`],
      postLogoutUri: `${root}/`,
      roles: [{ name: admins, description: `Administers ${instance.name}` }],
      login: { port: 3000, path: `/user/oauth2/${loginName}` },
      // it sends no proof of the code exchange
      pkce: false,
    },
    parts: {
      environment: {
        GITEA__oauth2_client__ENABLE_AUTO_REGISTRATION: 'true',
        GITEA__oauth2_client__USERNAME: 'nickname',
        // an account that has the name already is taken over only by who knows its password
        GITEA__oauth2_client__ACCOUNT_LINKING: 'login',
        GITEA__oauth2_client__UPDATE_AVATAR: 'false',
      },
      // the container holds what the probe asks the provider with
      secrets: [{ need: secret }],
      jobs: [
        forgeJob({
          name: 'login',
          title: 'sets up the single sign-on',
          script: loginScript(program, {
            name: loginName,
            clientId: instance.name,
            secretPath: secretPath({ need: secret }),
            discoveryUrl: offer.discoveryUrl,
            scopes: offer.scopes,
            rolesClaim: offer.rolesClaim,
            admins,
          }),
          needs: [secret],
        }),
      ],
    },
  }
}
