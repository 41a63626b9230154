import { z } from 'zod'
import { stackAuthority } from '../../authority.ts'
import { defineService, type NetworkName, type SecretMount, type Site, secretPath } from '../../model.ts'
import { httpHealth } from '../../toolbox.ts'
import { blackboxConfig, modules, probeRules } from './files.ts'

const Options = z.strictObject({})

/** Everywhere where there is something to ask; the Docker Engine is not. */
const everywhere: Partial<Record<NetworkName, readonly string[]>> = { proxy: [], data: [], field: [] }

export default defineService<z.output<typeof Options>>({
  id: 'blackbox-exporter',
  title: 'Blackbox Exporter',
  category: 'monitoring',
  summary: 'Asks every page, database, broker and gateway from the outside, and how long certificates still last.',
  homepage: 'https://github.com/prometheus/blackbox_exporter',
  license: 'Apache-2.0',
  image: 'prom/blackbox-exporter',
  versions: ['v0.28.0'],
  ports: { http: { container: 9115, protocol: 'http', title: 'Web page and metrics' } },
  options: Options,
  older: { ids: ['blackbox', 'blackbox_exporter'], ports: { port: 'http', http_port: 'http' } },
  volumes: {},
  user: { uid: 0, gid: 0, readsSecretsAsRoot: true },
  toolbox: 'busybox',
  resources: () => ({ memoryMiB: 64, cpus: 0.25 }),
  multiple: true,
  health: () => ({
    test: httpHealth('busybox', 9115, '/-/healthy'),
    intervalS: 15,
    timeoutS: 5,
    retries: 4,
    startPeriodS: 10,
  }),
  parts: ({ site }) => {
    const authority = authorityOf(site)
    return {
      command: ['--config.file=/etc/blackbox_exporter/config.yml'],
      files: [
        {
          path: 'config.yml',
          mount: '/etc/blackbox_exporter/config.yml',
          content: blackboxConfig({
            ...(authority ? { authorityPath: secretPath(authority) } : {}),
            anyAuthority: site.tls === 'own',
          }),
        },
      ],
      secrets: authority ? [authority] : [],
      aliases: everywhere,
    }
  },
  accepts: {
    metrics: {
      connect: () => ({ claim: { port: 9115, rules: probeRules, prober: modules } }),
      probe: ({ provider, consumer, offer }) => [
        {
          what: `${provider.name} has answers that ${consumer.name} gathered`,
          in: provider.name,
          command: [
            'wget',
            '-q',
            '-T',
            '5',
            '-O',
            '-',
            `http://127.0.0.1:${offer.port}/api/v1/query?query=${encodeURIComponent(`count(probe_success{job=~"${consumer.name}/.*"})`)}`,
          ],
          passes: ({ stdout }) => /"value":\[[0-9.]+,"[1-9]/.test(stdout),
          retries: 25,
          hint: `${provider.name} has nothing to ask ${consumer.name} for: a stack of exporters alone has no pages, databases or brokers.`,
        },
      ],
    },
  },
})

const authorityOf = (site: Site): SecretMount | undefined =>
  site.tls === 'internal-ca' ? { need: stackAuthority(site), part: 'certificate' } : undefined
