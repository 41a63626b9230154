import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Project, project } from '../../../test/support/project.ts'

/** Generated stacks: Grafana and Prometheus. What others got wrong, and what is required instead. */

interface Datasource {
  readonly name: string
  readonly uid: string
  readonly type: string
  readonly url: string
  readonly user?: string
  readonly isDefault: boolean
  readonly jsonData: Readonly<Record<string, unknown>>
  readonly secureJsonData?: Readonly<Record<string, string>>
}

const datasourcesOf = (one: Project, name: string) =>
  (parse(one.file(`config/${name}/datasources.yaml`)) as { datasources: Datasource[] }).datasources

describe('Grafana traps', () => {
  it('D-G1: the data sources are mounted where Grafana looks for them', () => {
    const one = project({ services: { charts: 'grafana', metrics: 'prometheus' } })

    expect(one.service('charts').volumes).toContain(
      './config/charts/datasources.yaml:/etc/grafana/provisioning/datasources/stack.yaml:ro',
    )
    expect(datasourcesOf(one, 'charts')).toHaveLength(1)
  })

  it('D-G2: files of an instance are under its own name', () => {
    const one = project({ services: { dash: 'grafana', metrics: 'prometheus' } })

    const paths = one.tree.files.map(({ path }) => path).filter((path) => path.startsWith('config/'))

    expect(paths).toEqual([
      'config/dash/dashboards.yaml',
      'config/dash/dashboards/overview.json',
      'config/dash/datasources.yaml',
      'config/metrics/alerts.yml',
      'config/metrics/prometheus.yml',
    ])
  })

  it('D-G3: a data source asks the port in the container, whatever port the host has', () => {
    const one = project({
      services: {
        charts: 'grafana',
        db: { uses: 'postgres', ports: { postgres: 5433 } },
        metrics: { uses: 'prometheus', ports: { http: 9999 } },
      },
    })

    expect(datasourcesOf(one, 'charts').map(({ url }) => url)).toEqual(['db:5432', 'http://metrics:9090'])
  })

  it('D-G4: data source, database and setup job name the same database, role and password', () => {
    const one = project({ services: { charts: 'grafana', db: { uses: 'postgres', options: { database: 'tags' } } } })
    const [source] = datasourcesOf(one, 'charts')
    const sql = one.file('config/db/setup.sql')

    expect(source).toMatchObject({
      type: 'grafana-postgresql-datasource',
      user: 'charts_reader',
      jsonData: { database: 'tags' },
    })
    expect(source?.secureJsonData).toEqual({ password: '$__file{/run/secrets/db.charts.reader-password}' })
    expect(one.service('db').environment?.POSTGRES_DB).toBe('tags')
    expect(sql).toContain('GRANT CONNECT ON DATABASE "tags" TO "charts_reader";')
    expect(sql).toContain('`cat /run/secrets/db.charts.reader-password`')
    for (const reader of ['charts', 'db-setup'])
      expect(one.service(reader).secrets).toContain('db.charts.reader-password')
  })

  it('D-G5: names and uids are the instances’, one is the default, and the dialect follows the version', () => {
    const one = project({
      services: {
        inner: 'prometheus',
        charts: 'grafana',
        outer: 'prometheus',
        db: 'postgres',
        old: { uses: 'postgres', version: '16' },
      },
    })

    const sources = datasourcesOf(one, 'charts')

    expect(sources.map(({ uid, name }) => [uid, name])).toEqual(
      ['db', 'inner', 'old', 'outer'].map((name) => [name, name]),
    )
    expect(sources.filter(({ isDefault }) => isDefault).map(({ uid }) => uid)).toEqual(['inner'])
    expect(
      sources.filter(({ type }) => type.includes('postgres')).map(({ jsonData }) => jsonData.postgresVersion),
    ).toEqual([1700, 1600])
  })

  it('D-G6: dashboards read with a role that can only read', () => {
    const sql = project({ services: { charts: 'grafana', db: 'postgres' } }).file('config/db/setup.sql')

    expect(sql).toContain('GRANT SELECT ON ALL TABLES IN SCHEMA public TO "charts_reader";')
    expect(sql).toContain('ALTER ROLE "charts_reader" SET default_transaction_read_only = on;')
    expect(sql).not.toContain('GRANT "plant_owner" TO "charts_reader"')
    expect(sql).toContain('ALTER ROLE "charts_reader" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE')
  })
})

interface PrometheusFile {
  readonly rule_files: readonly string[]
  readonly scrape_configs: readonly {
    readonly job_name: string
    readonly metrics_path?: string
    readonly basic_auth?: { readonly password_file: string }
    readonly static_configs: readonly { readonly targets: readonly string[] }[]
  }[]
}

describe('Prometheus traps', () => {
  const one = project({
    services: {
      watch: { uses: 'prometheus', options: { retention: '90d' } },
      charts: 'grafana',
      login: 'keycloak',
      mail: 'mailpit',
      proxy: 'traefik',
    },
  })

  it('D-P1: everything that exports metrics is scraped, at its port in the container and with its login', () => {
    const { scrape_configs: jobs } = parse(one.file('config/watch/prometheus.yml')) as PrometheusFile

    expect(jobs.map(({ job_name, static_configs }) => `${job_name} ${static_configs[0]?.targets[0]}`)).toEqual([
      'watch localhost:9090',
      'charts charts:3000',
      'login login:9000',
      'mail mail:9090',
      'proxy proxy:8082',
    ])
    expect(jobs[1]?.basic_auth?.password_file).toBe('/run/secrets/charts.metrics-password')
    expect(one.service('watch').secrets).toContain('charts.metrics-password')
    for (const { job_name } of jobs)
      expect(Object.keys(one.service(job_name).networks ?? {}), job_name).toContain('data')
  })

  it('D-P2: there are rules, a retention and a health check', () => {
    const file = parse(one.file('config/watch/prometheus.yml')) as PrometheusFile

    expect(file.rule_files).toEqual(['/etc/prometheus/alerts.yml'])
    expect(one.service('watch').volumes).toContain('./config/watch/alerts.yml:/etc/prometheus/alerts.yml:ro')
    expect(one.file('config/watch/alerts.yml')).toMatch(/^ +expr: up == 0$/m)
    expect(one.service('watch').command).toContain('--storage.tsdb.retention.time=90d')
    expect(one.service('watch').healthcheck?.test.join(' ')).toContain('http://127.0.0.1:9090/-/healthy')
  })
})
