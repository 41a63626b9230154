import { z } from 'zod'
import { defineService, type Instance, password, secretPath } from '../../model.ts'
import { secretOption } from '../../options.ts'
import { httpHealth } from '../../toolbox.ts'
import { prepareScript, startScript } from './files.ts'

const Options = z.strictObject({
  file: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, 'must be a file name of letters, digits, "_", "-" and "."')
    .default('plant.db')
    .describe('File in the volume that is shown; an empty one is made where there is none'),
  readOnly: z.boolean().default(true).describe('Show only, change nothing'),
  password: secretOption.optional(),
})
type Options = z.output<typeof Options>

const pagePassword = (instance: Instance<Options>) =>
  password(`${instance.name}.password`, instance.options.password, instance.name)

export default defineService<Options>({
  id: 'sqlite-web',
  title: 'SQLite Web',
  category: 'database',
  summary: 'Web page for one SQLite file: tables, rows and queries.',
  homepage: 'https://github.com/coleifer/sqlite-web',
  license: 'MIT',
  image: 'ghcr.io/coleifer/sqlite-web',
  versions: ['0.8.0'],
  ports: { http: { container: 8080, protocol: 'http', title: 'SQLite file', host: 8083 } },
  options: Options,
  older: { ids: ['sqlite'], ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/data' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 128, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 8080, '/login/'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 10,
  }),
  parts: ({ instance }) => {
    const { file, readOnly } = instance.options
    const secret = { need: pagePassword(instance) }
    return {
      entrypoint: ['/bin/sh', '/etc/plantwright/start.sh'],
      command: ['--host=0.0.0.0', '--port=8080', '--password', ...(readOnly ? ['--read-only'] : []), `/data/${file}`],
      files: [{ path: 'start.sh', mount: '/etc/plantwright/start.sh', content: startScript(secretPath(secret)) }],
      secrets: [secret],
      jobs: [
        {
          name: 'prepare',
          title: 'makes the file where there is none',
          when: 'before',
          entrypoint: ['/bin/sh', '/etc/plantwright/prepare.sh'],
          files: [{ path: 'prepare.sh', mount: '/etc/plantwright/prepare.sh', content: prepareScript(file) }],
          volumes: { data: '/data' },
        },
      ],
    }
  },
  accepts: {
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 8080 },
          login: 'own',
          healthPath: '/login/',
        },
      }),
    },
  },
})
