import { z } from 'zod'
import { defineService, type Parts, type ServiceContext } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { containerRules } from './files.ts'

const Options = z.strictObject({})

export default defineService<z.output<typeof Options>>({
  id: 'cadvisor',
  title: 'cAdvisor',
  category: 'monitoring',
  summary: 'Metrics of every container of the machine: processor, memory, network, disk.',
  homepage: 'https://github.com/google/cadvisor',
  license: 'Apache-2.0',
  image: 'ghcr.io/google/cadvisor',
  versions: ['0.60.5'],
  ports: { metrics: { container: 8080, protocol: 'http', title: 'Prometheus metrics' } },
  options: Options,
  older: { ports: { port: 'metrics', http_port: 'metrics' } },
  volumes: {},
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 256, cpus: 0.5 }),
  multiple: false,
  health: () => ({
    test: httpHealth('busybox', 8080, '/healthz'),
    intervalS: 15,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  parts: (context) => base(context),
  accepts: {
    'docker-api': {
      required: { add: 'docker-socket-proxy', because: 'cAdvisor asks the Docker Engine for the names of containers' },
      connect: () => ({ claim: { sections: ['containers', 'images', 'info'] } }),
    },
    metrics: { connect: () => ({ claim: { port: 8080, rules: containerRules } }) },
  },
})

/** The folders that the program counts in, without `/run`, where the engine's socket is. */
function base({ accepted }: ServiceContext): Parts {
  return {
    command: [
      ...accepted('docker-api').map(({ url }) => `--docker=${url}`),
      '--docker_only=true',
      '--housekeeping_interval=15s',
      '--store_container_labels=false',
      '--whitelisted_container_labels=com.docker.compose.project,com.docker.compose.service',
      '--disable_metrics=advtcp,cpu_topology,cpuset,hugetlb,memory_numa,percpu,process,referenced_memory,resctrl,sched,tcp,udp',
    ],
    container: {
      hostMounts: [
        { from: '/', to: '/rootfs' },
        { from: '/sys', to: '/sys' },
        { from: '/var/lib/docker', to: '/var/lib/docker' },
        { from: '/dev/disk', to: '/dev/disk' },
      ],
      devices: ['/dev/kmsg'],
      privileged: true,
    },
  }
}
