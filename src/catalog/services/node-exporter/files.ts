import type { AlertRule } from '../../abilities/metrics/ability.ts'

/** File systems that hold data; those in memory and those of containers come and go. */
const disks = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"'

export const hostRules: readonly AlertRule[] = [
  {
    alert: 'DiskAlmostFull',
    expr: `node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < 0.1`,
    for: '5m',
    severity: 'critical',
    summary: 'Less than a tenth of {{ $labels.mountpoint }} is free',
  },
  {
    alert: 'DiskFilling',
    expr: `predict_linear(node_filesystem_avail_bytes{${disks}}[6h], 86400) < 0`,
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.mountpoint }} will be full within a day',
  },
  {
    alert: 'MemoryShort',
    expr: 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1',
    for: '10m',
    severity: 'warning',
    summary: 'Less than a tenth of the memory is available',
  },
  {
    alert: 'HostBusy',
    expr: 'node_load15 / count without (cpu, mode) (node_cpu_seconds_total{mode="idle"}) > 2',
    for: '15m',
    severity: 'warning',
    summary: 'The machine has had twice as much to do as it can for a quarter of an hour',
  },
]
