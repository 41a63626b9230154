import { z } from 'zod'
import { storeSecrets } from '../../abilities/secret-store/consumer.ts'
import { defineService, type Instance, password, type ServiceContext, secretPath } from '../../model.ts'
import { secretOption } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { loginScript } from './files.ts'

const Options = z.strictObject({
  password: secretOption.optional(),
  mayChange: z
    .boolean()
    .default(false)
    .describe(
      'Start, stop, create and remove containers; whoever is logged in then is as mighty as root of the machine',
    ),
})
type PortainerOptions = z.output<typeof Options>
type Portainer = Instance<PortainerOptions>

const adminPassword = ({ name, options }: Portainer) => password(`${name}.admin-password`, options.password, 'admin')

export default defineService<PortainerOptions>({
  id: 'portainer',
  title: 'Portainer CE',
  category: 'operations',
  summary: 'Containers, images and volumes of the machine in the browser.',
  homepage: 'https://www.portainer.io',
  license: 'Zlib',
  image: 'portainer/portainer-ce',
  versions: ['2.39.5-alpine'],
  ports: { http: { container: 9000, protocol: 'http', title: 'Containers', host: 9000 } },
  options: Options,
  older: { options: { password: 'password', admin_password: 'password' }, ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/data' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 9000, '/api/system/status'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 30,
  }),
  check: ({ options }) =>
    options.mayChange
      ? [
          {
            severity: 'warning',
            code: 'stack.weak-security',
            path: ['options', 'mayChange'],
            message: 'whoever logs in can do everything that root of the machine can',
            hint: 'Remove mayChange: true where looking is enough.',
          },
        ]
      : [],
  parts: ({ instance, accepted }) => ({
    command: [
      `--admin-password-file=${secretPath({ need: adminPassword(instance) })}`,
      '--http-enabled',
      ...accepted('docker-api').flatMap(({ url }) => ['-H', url]),
    ],
    secrets: [{ need: adminPassword(instance) }],
  }),
  accepts: {
    'docker-api': {
      required: { add: 'docker-socket-proxy', because: 'Portainer shows what the Docker Engine has' },
      connect: ({ instance }) => ({
        claim: {
          sections: ['containers', 'images', 'info', 'networks', 'system', 'volumes'],
          ...((instance as Portainer).options.mayChange ? { mayChange: true } : {}),
        },
      }),
    },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 9000 },
          login: 'own',
          healthPath: '/api/system/status',
        },
      }),
    },
    'oidc-login': {
      connect: (context, offer) => {
        const { instance, site } = context as ServiceContext<PortainerOptions>
        const secret = password(`${instance.name}.oidc-secret`)
        const root = site.url(instance).href
        return {
          claim: {
            clientId: instance.name,
            title: `Portainer (${instance.name})`,
            secret,
            rootUrl: root,
            redirectUris: [root, `${root}/`],
            postLogoutUri: `${root}/`,
            roles: [],
            // its page builds the address in the browser, and it sends no proof of the code exchange
            pkce: false,
          },
          parts: {
            secrets: [{ need: secret }],
            jobs: [
              {
                name: 'login',
                title: 'sets up the single sign-on',
                when: 'after',
                entrypoint: ['/bin/sh', '/etc/plantwright/login.sh'],
                files: [
                  {
                    path: 'login.sh',
                    mount: '/etc/plantwright/login.sh',
                    content: loginScript({
                      host: instance.name,
                      port: 9000,
                      adminPasswordPath: secretPath({ need: adminPassword(instance) }),
                      clientSecretPath: secretPath({ need: secret }),
                      settings: {
                        AuthenticationMethod: 3,
                        OAuthSettings: {
                          ClientID: instance.name,
                          ClientSecret: 'CLIENT_SECRET',
                          AuthorizationURI: offer.authorizationUrl,
                          AccessTokenURI: offer.tokenUrl,
                          ResourceURI: offer.userinfoUrl,
                          RedirectURI: root,
                          LogoutURI: offer.logoutUrl,
                          UserIdentifier: 'preferred_username',
                          Scopes: offer.scopes,
                          OAuthAutoCreateUsers: true,
                          DefaultTeamID: 0,
                          SSO: true,
                          // the client's secret in the body
                          AuthStyle: 1,
                        },
                      },
                    }),
                  },
                ],
                secrets: [{ need: adminPassword(instance) }, { need: secret }],
              },
            ],
          },
        }
      },
    },
    'secret-store': {
      connect: ({ instance }, offer) =>
        storeSecrets(instance, offer, [{ purpose: 'admin-password', need: adminPassword(instance as Portainer) }]),
    },
  },
})
