import { printJson } from '../../../core/print/json.ts'
import { printYaml } from '../../../core/print/yaml.ts'

/** A data source that a dashboard draws from. */
interface Source {
  readonly type: string
  readonly uid: string
}

interface Query {
  readonly expr: string
  readonly legend?: string
  readonly instant?: boolean
}

interface Panel {
  readonly title: string
  readonly type: 'timeseries' | 'stat' | 'table' | 'logs' | 'state-timeline'
  readonly size: readonly [width: number, height: number]
  readonly queries: readonly Query[]
  readonly unit?: string
  /** Colours by value; the default is green. */
  readonly steps?: readonly { readonly color: string; readonly value: number | null }[]
  /** Words for values: 1 is up. */
  readonly words?: Readonly<Record<string, { readonly text: string; readonly color: string }>>
}

export interface Dashboard {
  readonly path: string
  readonly content: string
}

const downUp = { 0: { text: 'down', color: 'red' }, 1: { text: 'up', color: 'green' } }
const noneIsGood = [
  { color: 'green', value: null },
  { color: 'red', value: 1 },
]
const nearFull = [
  { color: 'green', value: null },
  { color: 'orange', value: 0.8 },
  { color: 'red', value: 0.9 },
]

/** @param has  which exporters are in the stack */
export function metricsDashboards(
  source: Source,
  has: { readonly prober: boolean; readonly machine: boolean; readonly containers: boolean },
): Dashboard[] {
  return [
    dashboard('overview', 'Overview', source, overview(has.prober)),
    ...(has.machine ? [dashboard('machine', 'Machine', source, machine)] : []),
    ...(has.containers ? [dashboard('containers', 'Containers', source, containers)] : []),
  ]
}

export const logsDashboard = (source: Source, stack: string): Dashboard =>
  dashboard('logs', 'Logs', source, logs(stack))

function overview(hasProber: boolean): Panel[] {
  return [
    { title: 'Services that answer', type: 'stat', size: [6, 4], queries: [{ expr: 'sum(up)', instant: true }] },
    {
      title: 'Services that do not',
      type: 'stat',
      size: [6, 4],
      queries: [{ expr: 'count(up) - sum(up)', instant: true }],
      steps: noneIsGood,
    },
    {
      title: 'Alerts',
      type: 'stat',
      size: [6, 4],
      queries: [{ expr: 'count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)', instant: true }],
      steps: noneIsGood,
    },
    {
      title: 'Slowest to answer',
      type: 'stat',
      size: [6, 4],
      unit: 's',
      queries: [{ expr: 'max(scrape_duration_seconds)', instant: true }],
    },
    {
      title: 'Services',
      type: 'state-timeline',
      size: [24, 9],
      queries: [{ expr: 'min by (job) (up)', legend: '{{job}}' }],
      words: downUp,
    },
    ...(hasProber
      ? [
          {
            title: 'Pages, databases, brokers and gateways, asked from outside',
            type: 'state-timeline' as const,
            size: [24, 9] as const,
            queries: [{ expr: 'min by (kind, watched) (probe_success)', legend: '{{kind}} {{watched}}' }],
            words: downUp,
          },
          {
            title: 'Time to answer',
            type: 'timeseries' as const,
            size: [12, 8] as const,
            unit: 's',
            queries: [{ expr: 'max by (watched) (probe_duration_seconds)', legend: '{{watched}}' }],
          },
          {
            title: 'Certificates end in',
            type: 'timeseries' as const,
            size: [12, 8] as const,
            unit: 's',
            queries: [{ expr: 'min by (watched) (probe_ssl_earliest_cert_expiry) - time()', legend: '{{watched}}' }],
          },
        ]
      : []),
    {
      title: 'What is wrong',
      type: 'table',
      size: [24, 7],
      queries: [{ expr: 'ALERTS{alertstate="firing", alertname!="Watchdog"}', instant: true }],
    },
  ]
}

const disks = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"'

const machine: readonly Panel[] = [
  {
    title: 'Processors in use',
    type: 'timeseries',
    size: [12, 8],
    unit: 'percentunit',
    queries: [{ expr: '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m]))', legend: 'in use' }],
  },
  {
    title: 'Memory in use',
    type: 'timeseries',
    size: [12, 8],
    unit: 'percentunit',
    steps: nearFull,
    queries: [{ expr: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', legend: 'in use' }],
  },
  {
    title: 'Disks in use',
    type: 'timeseries',
    size: [12, 8],
    unit: 'percentunit',
    steps: nearFull,
    queries: [
      {
        expr: `1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}`,
        legend: '{{mountpoint}}',
      },
    ],
  },
  {
    title: 'Disks read and written',
    type: 'timeseries',
    size: [12, 8],
    unit: 'Bps',
    queries: [
      { expr: 'sum by (device) (rate(node_disk_read_bytes_total[5m]))', legend: '{{device}} read' },
      { expr: 'sum by (device) (rate(node_disk_written_bytes_total[5m]))', legend: '{{device}} written' },
    ],
  },
  {
    title: 'Load of 15 minutes for each processor',
    type: 'timeseries',
    size: [24, 7],
    queries: [
      { expr: 'node_load15 / count without (cpu, mode) (node_cpu_seconds_total{mode="idle"})', legend: 'load' },
    ],
  },
]

const byService = 'container_label_com_docker_compose_service'
const container = `${byService}!=""`

const containers: readonly Panel[] = [
  {
    title: 'Processor',
    type: 'timeseries',
    size: [12, 9],
    queries: [
      {
        expr: `sum by (${byService}) (rate(container_cpu_usage_seconds_total{${container}}[5m]))`,
        legend: `{{${byService}}}`,
      },
    ],
  },
  {
    title: 'Memory',
    type: 'timeseries',
    size: [12, 9],
    unit: 'bytes',
    queries: [
      { expr: `sum by (${byService}) (container_memory_working_set_bytes{${container}})`, legend: `{{${byService}}}` },
    ],
  },
  {
    title: 'Memory, as a part of the limit',
    type: 'timeseries',
    size: [12, 9],
    unit: 'percentunit',
    steps: nearFull,
    queries: [
      {
        expr: `max by (${byService}) (container_memory_working_set_bytes{${container}} / (container_spec_memory_limit_bytes{${container}} > 0))`,
        legend: `{{${byService}}}`,
      },
    ],
  },
  {
    title: 'Network received',
    type: 'timeseries',
    size: [12, 9],
    unit: 'Bps',
    queries: [
      {
        expr: `sum by (${byService}) (rate(container_network_receive_bytes_total{${container}}[5m]))`,
        legend: `{{${byService}}}`,
      },
    ],
  },
  {
    title: 'Starts in a day',
    type: 'timeseries',
    size: [24, 7],
    queries: [
      {
        expr: `max by (${byService}) (changes(container_start_time_seconds{${container}}[1d]))`,
        legend: `{{${byService}}}`,
      },
    ],
  },
]

function logs(stack: string): Panel[] {
  const all = `{stack=${JSON.stringify(stack)}}`
  const bad = `${all} |~ "(?i)(error|fatal|panic|exception)"`
  return [
    {
      title: 'Lines in a minute',
      type: 'timeseries',
      size: [12, 8],
      queries: [{ expr: `sum by (service) (count_over_time(${all}[1m]))`, legend: '{{service}}' }],
    },
    {
      title: 'Lines about faults in a minute',
      type: 'timeseries',
      size: [12, 8],
      queries: [{ expr: `sum by (service) (count_over_time(${bad}[1m]))`, legend: '{{service}}' }],
    },
    { title: 'Faults', type: 'logs', size: [24, 9], queries: [{ expr: bad }] },
    { title: 'All lines', type: 'logs', size: [24, 12], queries: [{ expr: all }] },
  ]
}

function dashboard(id: string, title: string, source: Source, panels: readonly Panel[]): Dashboard {
  return {
    path: `${id}.json`,
    content: printJson({
      uid: `stack-${id}`,
      title,
      tags: ['plantwright'],
      editable: false,
      schemaVersion: 39,
      refresh: '30s',
      time: { from: 'now-3h', to: 'now' },
      templating: { list: [] },
      annotations: { list: [] },
      panels: placed(panels).map(({ panel, at }, index) => printed(panel, at, index + 1, source)),
    }),
  }
}

interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** From left to right in rows of 24 columns. */
function placed(panels: readonly Panel[]): { panel: Panel; at: Place }[] {
  let x = 0
  let y = 0
  let rowHeight = 0
  return panels.map((panel) => {
    const [w, h] = panel.size
    if (x + w > 24) {
      x = 0
      y += rowHeight
      rowHeight = 0
    }
    const at = { x, y, w, h }
    x += w
    rowHeight = Math.max(rowHeight, h)
    return { panel, at }
  })
}

const printed = ({ title, type, queries, unit, steps, words }: Panel, gridPos: Place, id: number, source: Source) => ({
  id,
  title,
  type,
  gridPos,
  datasource: source,
  fieldConfig: {
    defaults: {
      ...(unit === undefined ? {} : { unit }),
      ...(steps ? { thresholds: { mode: 'absolute', steps } } : {}),
      ...(words ? { mappings: [{ type: 'value', options: words }] } : {}),
    },
    overrides: [],
  },
  ...(type === 'stat' ? { options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' } } : {}),
  ...(type === 'logs' ? { options: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending' } } : {}),
  targets: queries.map(({ expr, legend, instant }, index) => ({
    refId: String.fromCharCode(65 + index),
    datasource: source,
    expr,
    ...(legend === undefined ? {} : { legendFormat: legend }),
    ...(instant ? { instant: true, range: false } : {}),
    ...(type === 'table' ? { format: 'table' } : {}),
  })),
})

/** Where Grafana finds the files. They follow the plant file, so they cannot be changed in the browser. */
export const dashboardFolder = '/etc/grafana/dashboards'

export const dashboardProvider = (): string =>
  `# Generated by ign stack generate from the plant file; do not edit.\n${printYaml({
    apiVersion: 1,
    providers: [
      {
        name: 'stack',
        orgId: 1,
        folder: 'Stack',
        folderUid: 'stack',
        type: 'file',
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 60,
        options: { path: dashboardFolder },
      },
    ],
  })}`
