import type { ProbedWire, ProbeStep } from '../../model.ts'

/** What nobody may ever do through a proxy, whatever its consumers asked for. */
export const refusalSteps = ({ provider, offer }: ProbedWire<'docker-api'>): ProbeStep[] => [
  {
    what: `${provider.name} refuses what nobody asked for`,
    in: provider.name,
    command: ['wget', '-q', '-T', '5', '-O', '/dev/null', `http://127.0.0.1:${offer.port}/secrets`],
    passes: ({ exitCode, stderr }) => exitCode !== 0 && /403/.test(stderr),
    hint: `The proxy lets everything through: does ${provider.name} run with the generated haproxy.cfg?`,
  },
]
