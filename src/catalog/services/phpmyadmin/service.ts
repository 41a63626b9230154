import { z } from 'zod'
import type { DatabaseOffer } from '../../abilities/database/ability.ts'
import { mariadbFamily } from '../../abilities/database/families.ts'
import { typedLogin } from '../../abilities/database/tool.ts'
import { defineService } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { loginSteps } from './probe.ts'

const Options = z.strictObject({
  uploadMiB: z.int().min(2).max(2048).default(64).describe('Largest file that can be imported, in MiB'),
})

export default defineService<z.output<typeof Options>>({
  id: 'phpmyadmin',
  title: 'phpMyAdmin',
  category: 'database',
  summary: 'Web page for MariaDB: tables, queries, users, import and export.',
  homepage: 'https://www.phpmyadmin.net',
  license: 'GPL-2.0-only',
  image: 'phpmyadmin',
  versions: ['5.2.3'],
  ports: { http: { container: 80, protocol: 'http', title: 'MariaDB databases', host: 8082 } },
  options: Options,
  older: { ports: { port: 'http', http_port: 'http' } },
  volumes: {},
  // the web server starts as root and answers requests as www-data
  user: { uid: 33, gid: 33, readsSecretsAsRoot: true },
  startsAsRoot: true,
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('bash', 80, '/'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 15,
  }),
  parts: ({ instance, site, accepted }) => ({
    environment: {
      ...servers(accepted('database')),
      UPLOAD_LIMIT: `${instance.options.uploadMiB}M`,
      HIDE_PHP_VERSION: 'true',
      TZ: site.timezone,
    },
  }),
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 80 },
          login: 'own',
          healthPath: '/',
        },
        parts: { environment: { PMA_ABSOLUTE_URI: `${site.url(instance).href}/` } },
      }),
    },
    database: { reach: 'all', providers: mariadbFamily, connect: typedLogin, probe: loginSteps },
  },
})

/** Without a database the image would offer a server "db" that is not there: then any server may be named. */
const servers = (offers: readonly DatabaseOffer[]): Record<string, string> =>
  offers.length === 0
    ? { PMA_ARBITRARY: '1' }
    : {
        PMA_HOSTS: offers.map(({ host }) => host).join(','),
        PMA_PORTS: offers.map(({ port }) => port).join(','),
        PMA_VERBOSES: offers.map(({ host }) => host).join(','),
      }
