import { z } from 'zod'
import type { DatabaseOffer } from '../../abilities/database/ability.ts'
import { typedLogin } from '../../abilities/database/tool.ts'
import { defineService, type Parts } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { type LoginServer, loginServers } from './files.ts'
import { loginSteps } from './probe.ts'

export default defineService<Record<string, never>>({
  id: 'adminer',
  title: 'Adminer',
  category: 'database',
  summary: 'Small web page for every database of the stack: tables, queries, import and export.',
  homepage: 'https://www.adminer.org',
  license: 'Apache-2.0 OR GPL-2.0-only',
  image: 'adminer',
  versions: ['5.5.1'],
  ports: { http: { container: 8080, protocol: 'http', title: 'Databases', host: 8080 } },
  options: z.strictObject({}),
  older: { ports: { port: 'http', http_port: 'http' } },
  volumes: {},
  user: { uid: 100, gid: 101, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 8080, '/'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  parts: (context) => servers(context.accepted('database')),
  accepts: {
    // who logs in is decided by the databases; the page itself is for operators
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8080 },
          login: 'operator',
          healthPath: '/',
        },
      }),
    },
    database: { reach: 'all', connect: typedLogin, probe: loginSteps },
  },
})

const drivers: Record<DatabaseOffer['engine'], LoginServer['driver']> = {
  postgres: 'pgsql',
  mariadb: 'server',
  mssql: 'mssql',
}

function servers(offers: readonly DatabaseOffer[]): Parts {
  if (offers.length === 0) return {}
  const list = offers.map(({ host, engine, port }) => ({
    name: host,
    driver: drivers[engine],
    address: `${host}:${port}`,
  }))
  return {
    files: [{ path: 'servers.php', mount: '/var/www/html/plugins-enabled/servers.php', content: loginServers(list) }],
    notes: [
      'Logins for Adminer are in secrets/: a database has a user named after the instance, who can read the shared database. To change something, log in with another user.',
    ],
  }
}
