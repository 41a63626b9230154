import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Project, project } from '../../../test/support/project.ts'

/** Generated stacks: databases and the pages for them. What others got wrong, and what is required instead. */

interface Datasource {
  readonly type: string
  readonly url: string
  readonly user?: string
  readonly jsonData: Readonly<Record<string, unknown>>
}

const datasourcesOf = (one: Project) =>
  (parse(one.file('config/charts/datasources.yaml')) as { datasources: Datasource[] }).datasources

describe('database traps', () => {
  it('D-G4: MariaDB and SQL Server are asked as the reader that their setup makes', () => {
    const one = project({
      services: {
        charts: 'grafana',
        recipes: { uses: 'mariadb', options: { database: 'batches' } },
        reports: { uses: 'mssql', options: { acceptEula: true, database: 'shifts' } },
      },
    })
    const [recipes, reports] = datasourcesOf(one)

    expect(recipes).toMatchObject({ type: 'mysql', url: 'recipes:3306', user: 'charts_reader' })
    expect(recipes?.jsonData).toMatchObject({ database: 'batches' })
    expect(one.file('config/recipes/setup.sql')).toContain(
      'GRANT SELECT, SHOW VIEW ON `batches`.* TO `charts_reader`@`%`;',
    )
    expect(reports).toMatchObject({ type: 'mssql', url: 'reports:1433', user: 'charts_reader' })
    expect(reports?.jsonData).toMatchObject({ database: 'shifts' })
    expect(one.file('config/reports/setup.sql')).toContain('ALTER ROLE db_datareader ADD MEMBER [charts_reader];')
  })

  it('D-G5: SQL Server that is there is not silently left out', () => {
    const one = project({ services: { charts: 'grafana', reports: { uses: 'mssql', options: { acceptEula: true } } } })

    expect(one.blueprint.wires.map(({ id, status }) => [id, status])).toContainEqual([
      'reports.dashboards.charts',
      'automatic',
    ])
    expect(datasourcesOf(one).map(({ type }) => type)).toEqual(['mssql'])
  })

  it('D-V5: phpMyAdmin asks the port in the container, whatever port the host has', () => {
    const one = project({
      services: { recipes: { uses: 'mariadb', ports: { mariadb: 3307 } }, tables: 'phpmyadmin' },
    })

    expect(one.service('tables').environment).toMatchObject({ PMA_HOSTS: 'recipes', PMA_PORTS: '3306' })
    expect(one.service('recipes').ports).toEqual(['${BIND_ADDRESS:-127.0.0.1}:3307:3306'])
  })

  it('D-V6: pgAdmin knows the servers of the stack, and ports of pages are given out without a clash', () => {
    const one = project({
      services: {
        history: 'timescaledb',
        identity: 'postgres',
        a: 'pgadmin',
        b: 'pgadmin',
        c: 'phpmyadmin',
        d: 'phpmyadmin',
        e: 'adminer',
      },
    })
    const { Servers } = JSON.parse(one.file('config/a/servers.json')) as { Servers: Record<string, { Host: string }> }
    const published = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => one.service(name).ports)

    expect(Object.values(Servers).map(({ Host }) => Host)).toEqual(['history', 'identity'])
    expect(one.file('config/a/start.sh')).toContain("entry 'history:5432:*:a' /run/secrets/a.history.database-password")
    expect(new Set(published).size).toBe(5)
  })
})
