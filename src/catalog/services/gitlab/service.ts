import { z } from 'zod'
import { storeSecrets } from '../../abilities/secret-store/consumer.ts'
import { defineService, type Instance, password, type ServiceContext, secretPath } from '../../model.ts'
import { secretOption } from '../../options.ts'
import { gitlabRb } from './files.ts'

const Options = z.strictObject({
  password: secretOption.optional(),
  workers: z
    .int()
    .min(0)
    .max(16)
    .default(0)
    .describe('Processes that answer web requests; 0 is one process that needs the least memory'),
})
type GitlabOptions = z.output<typeof Options>
type Gitlab = Instance<GitlabOptions>

const rootPassword = ({ name, options }: Gitlab) => password(`${name}.root-password`, options.password, 'root')
const oidcSecret = ({ name }: Instance) => password(`${name}.oidc-secret`)

export default defineService<GitlabOptions>({
  id: 'gitlab',
  title: 'GitLab CE',
  category: 'development',
  summary: 'Git repositories with reviews, pipelines and packages; needs several gigabytes of memory.',
  homepage: 'https://about.gitlab.com',
  license: 'MIT',
  image: 'gitlab/gitlab-ce',
  versions: ['19.4.1-ce.0'],
  ports: {
    http: { container: 80, protocol: 'http', title: 'Repositories', host: 8929 },
    ssh: { container: 22, protocol: 'tcp', title: 'Git over SSH', host: 2224 },
  },
  options: Options,
  older: { options: { root_password: 'password' }, ports: { port: 'http', http_port: 'http', ssh_port: 'ssh' } },
  volumes: { config: '/etc/gitlab', logs: '/var/log/gitlab', data: '/var/opt/gitlab' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'bash',
  resources: ({ workers }) => ({ memoryMiB: 4096 + workers * 1024, cpus: 2 }),
  multiple: true,
  health: () => ({
    test: ['CMD', '/opt/gitlab/bin/gitlab-healthcheck', '--fail', '--max-time', '10'],
    intervalS: 30,
    timeoutS: 30,
    retries: 5,
    // the first start sets up the database and takes minutes
    startPeriodS: 900,
  }),
  parts: (context) => ({
    environment: { GITLAB_OMNIBUS_CONFIG: "from_file('/etc/plantwright/gitlab.rb')" },
    files: [{ path: 'gitlab.rb', mount: '/etc/plantwright/gitlab.rb', content: settings(context) }],
    secrets: [{ need: rootPassword(context.instance) }],
    container: { shmMiB: 256 },
    stopGraceS: 120,
  }),
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 80 },
          login: 'own',
          healthPath: '/users/sign_in',
        },
      }),
    },
    'oidc-login': {
      connect: ({ instance, site }) => {
        const root = site.url(instance).href
        const secret = oidcSecret(instance)
        return {
          claim: {
            clientId: instance.name,
            title: `GitLab (${instance.name})`,
            secret,
            rootUrl: root,
            redirectUris: [`${root}/users/auth/openid_connect/callback`],
            postLogoutUri: `${root}/`,
            roles: [],
          },
          // what it does with the offer is in its settings
          parts: { secrets: [{ need: secret }] },
        }
      },
    },
    mail: { connect: ({ site }) => ({ claim: { from: site.mail.from } }) },
    metrics: { connect: () => ({ claim: { port: 80, path: '/-/metrics' } }) },
    'secret-store': {
      connect: ({ instance }, offer) =>
        storeSecrets(instance, offer, [{ purpose: 'root-password', need: rootPassword(instance as Gitlab) }]),
    },
  },
})

function settings({ instance, site, accepted }: ServiceContext<GitlabOptions>): string {
  const [mail] = accepted('mail')
  const [offer] = accepted('oidc-login')
  return gitlabRb({
    url: site.url(instance).href,
    sshPort: instance.ports.ssh?.published?.port ?? 22,
    timezone: site.timezone,
    rootPasswordPath: secretPath({ need: rootPassword(instance) }),
    workers: instance.options.workers,
    metrics: accepted('metrics').length > 0,
    ...(mail ? { mail: { host: mail.host, port: mail.port, from: site.mail.from } } : {}),
    ...(offer
      ? { login: { clientId: instance.name, secretPath: secretPath({ need: oidcSecret(instance) }), offer } }
      : {}),
  })
}
