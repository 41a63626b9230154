import { z } from 'zod'
import { defineService } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { hostRules } from './files.ts'

const Options = z.strictObject({})

export default defineService<z.output<typeof Options>>({
  id: 'node-exporter',
  title: 'Node Exporter',
  category: 'monitoring',
  summary: 'Metrics of the machine under the stack: processors, memory, disks.',
  homepage: 'https://github.com/prometheus/node_exporter',
  license: 'Apache-2.0',
  image: 'prom/node-exporter',
  versions: ['v1.12.1'],
  ports: { metrics: { container: 9100, protocol: 'http', title: 'Prometheus metrics' } },
  options: Options,
  older: { ids: ['node_exporter'], ports: { port: 'metrics', http_port: 'metrics' } },
  volumes: {},
  user: { uid: 65534, gid: 65534, readsSecretsAsRoot: false },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 64, cpus: 0.25 }),
  // two would tell the same about the same machine
  multiple: false,
  health: () => ({
    test: httpHealth('busybox', 9100, '/'),
    intervalS: 15,
    timeoutS: 5,
    retries: 4,
    startPeriodS: 10,
  }),
  parts: () => ({
    command: ['--path.rootfs=/host'],
    container: { hostMounts: [{ from: '/', to: '/host' }], pid: 'host' },
  }),
  accepts: { metrics: { connect: () => ({ claim: { port: 9100, rules: hostRules } }) } },
})
