import type { AlertRule } from '../../abilities/metrics/ability.ts'

const service = '{{ $labels.container_label_com_docker_compose_service }}'

export const containerRules: readonly AlertRule[] = [
  {
    alert: 'ContainerOutOfMemory',
    expr: 'increase(container_oom_events_total{name!=""}[10m]) > 0',
    severity: 'critical',
    summary: `${service} was ended because it needed more memory than its limit`,
  },
  {
    alert: 'ContainerMemoryShort',
    expr: 'container_memory_working_set_bytes{name!=""} / (container_spec_memory_limit_bytes{name!=""} > 0) > 0.95',
    for: '10m',
    severity: 'warning',
    summary: `${service} is close to its memory limit`,
  },
  {
    alert: 'ContainerRestarts',
    expr: 'changes(container_start_time_seconds{name!=""}[15m]) > 2',
    severity: 'warning',
    summary: `${service} keeps restarting`,
  },
]
