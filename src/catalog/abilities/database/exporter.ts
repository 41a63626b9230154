import { z } from 'zod'
import {
  type Companion,
  type Instance,
  type PasswordNeed,
  password,
  type SecretMount,
  type ServiceProblem,
} from '../../model.ts'
import { roleName } from './ability.ts'

/** Option of servers that have an exporter beside them on request. */
export const metricsOption = z
  .boolean()
  .default(false)
  .describe('Add an exporter of Prometheus metrics with a login of its own')

/** Login of a server's exporter: it reads statistics and no data. */
export interface MonitorLogin {
  readonly role: string
  readonly password: PasswordNeed
}

export const monitorLogin = ({ name }: Instance): MonitorLogin => ({
  role: `${roleName(name)}_exporter`,
  password: password(`${name}.exporter-password`),
})

interface ExporterKind extends Pick<Companion, 'from' | 'environment' | 'entrypoint' | 'command' | 'files'> {
  readonly port: number
  /** Metric that is 1 while the server answers. */
  readonly up: string
}

/** Asks the server for its statistics; healthy once its login works. */
export function exporter({ port, up, ...own }: ExporterKind, { need }: SecretMount): Companion {
  return {
    name: 'exporter',
    title: 'Prometheus metrics',
    ...own,
    secrets: [{ need }],
    health: {
      test: ['CMD-SHELL', `wget -q -O - http://127.0.0.1:${port}/metrics | grep -q '^${up} 1'`],
      intervalS: 10,
      timeoutS: 10,
      retries: 6,
      startPeriodS: 60,
    },
    resources: { memoryMiB: 64, cpus: 0.25 },
    order: 'second',
  }
}

/** A collector that is named in the plant file, but no exporter that it could ask. */
export const exporterProblems = (instance: Instance, metrics: boolean): readonly ServiceProblem[] =>
  metrics || (instance.connect.metrics ?? []).length === 0
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.option-conflict',
          path: ['connect', 'metrics'],
          message: 'the server has no exporter whose metrics could be collected',
          hint: 'Set options: { metrics: true }.',
        },
      ]
