import { z } from 'zod'
import { defineService, type Parts, type ServiceContext } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { alloyConfig } from './files.ts'

const Options = z.strictObject({})

export default defineService<z.output<typeof Options>>({
  id: 'alloy',
  title: 'Grafana Alloy',
  category: 'monitoring',
  summary: 'Collects the logs of all containers of the stack and sends them to Loki.',
  homepage: 'https://grafana.com/oss/alloy-opentelemetry-collector',
  license: 'Apache-2.0',
  image: 'grafana/alloy',
  versions: ['v1.18.1'],
  ports: { http: { container: 12345, protocol: 'http', title: 'State of the collector' } },
  options: Options,
  aliases: {
    promtail:
      'Promtail reached its end of life on 2026-03-02 and gets no more updates; Alloy, its successor, takes its place',
  },
  older: { ids: ['promtail'], ports: { port: 'http', http_port: 'http' } },
  volumes: { data: '/var/lib/alloy/data' },
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 512, cpus: 0.5 }),
  multiple: true,
  health: () => ({
    test: httpHealth('bash', 12345, '/-/ready'),
    intervalS: 10,
    timeoutS: 5,
    retries: 6,
    startPeriodS: 20,
  }),
  parts: (context) => base(context),
  accepts: {
    'docker-api': {
      required: { add: 'docker-socket-proxy', because: 'Alloy asks the Docker Engine for containers and their logs' },
      connect: () => ({ claim: { sections: ['containers', 'networks'] } }),
    },
    logs: {
      required: { add: 'loki', because: 'Alloy collects logs and needs a store to send them to' },
      connect: ({ site }) => ({ claim: { labels: { stack: site.name } } }),
    },
    metrics: { connect: () => ({ claim: { port: 12345 } }) },
    'reverse-proxy': {
      connect: ({ instance, site }) => ({
        claim: {
          host: site.publicHost(instance) ?? instance.name,
          upstream: { host: instance.name, port: 12345 },
          login: 'operator',
          healthPath: '/-/ready',
        },
      }),
    },
  },
})

function base({ site, accepted }: ServiceContext): Parts {
  const [docker] = accepted('docker-api')
  return {
    command: [
      'run',
      '--server.http.listen-addr=0.0.0.0:12345',
      '--storage.path=/var/lib/alloy/data',
      '--disable-reporting',
      '/etc/alloy/config.alloy',
    ],
    files: [
      {
        path: 'config.alloy',
        mount: '/etc/alloy/config.alloy',
        content: alloyConfig({
          stack: site.name,
          docker: docker?.url ?? 'tcp://docker-socket-proxy:2375',
          pushUrls: accepted('logs').map(({ pushUrl }) => pushUrl),
        }),
      },
    ],
  }
}
