import { z } from 'zod'
import { defineService, password, type SecretMount, secretPath } from '../../model.ts'
import { userName } from '../../options.ts'
import { bootstrapYaml, startScript } from './files.ts'

const Options = z.strictObject({
  username: userName.default('operator').describe('First user, who may do everything; its password is generated'),
})
export type RedpandaOptions = z.output<typeof Options>

export default defineService<RedpandaOptions>({
  id: 'redpanda',
  title: 'Redpanda',
  category: 'messaging',
  summary: 'Log of messages that speaks the protocol of Kafka, without a Java machine.',
  homepage: 'https://www.redpanda.com',
  license: 'BUSL-1.1',
  image: 'docker.redpanda.com/redpandadata/redpanda',
  versions: ['v26.2.1'],
  ports: {
    inside: { container: 9092, protocol: 'tcp', title: 'Kafka protocol, for services of the stack' },
    outside: {
      container: 19092,
      protocol: 'tcp',
      title: 'Kafka protocol, for programs outside the stack',
      host: 19092,
    },
    metrics: { container: 9644, protocol: 'http', title: 'Administration and Prometheus metrics' },
  },
  options: Options,
  older: { options: { username: 'username' }, ports: { port: 'outside', kafka_port: 'outside' } },
  volumes: { data: '/var/lib/redpanda/data' },
  user: { uid: 101, gid: 101, readsSecretsAsRoot: false },
  toolbox: 'bash',
  resources: () => ({ memoryMiB: 2048, cpus: 1 }),
  multiple: true,
  health: () => ({
    test: ['CMD', 'rpk', 'cluster', 'health', '--exit-when-healthy'],
    intervalS: 15,
    timeoutS: 15,
    retries: 8,
    startPeriodS: 60,
  }),
  parts: ({ instance, site }) => {
    const { username } = instance.options
    const login: SecretMount = { need: password(`${instance.name}.user-password`, undefined, username) }
    return {
      entrypoint: ['/bin/bash', '/etc/plantwright/start.sh'],
      environment: { TZ: site.timezone },
      files: [
        { path: 'bootstrap.yaml', mount: '/etc/redpanda/.bootstrap.yaml', content: bootstrapYaml(username) },
        {
          path: 'start.sh',
          mount: '/etc/plantwright/start.sh',
          content: startScript({
            name: instance.name,
            superuser: username,
            passwordPath: secretPath(login),
            outside: site.url(instance, 'outside'),
            memoryMiB: Math.floor((instance.memoryBytes * 0.75) / 1024 ** 2),
          }),
        },
      ],
      secrets: [login],
      stopGraceS: 60,
    }
  },
  accepts: { metrics: { connect: () => ({ claim: { port: 9644, path: '/public_metrics' } }) } },
})
