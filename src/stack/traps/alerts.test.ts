import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Project, project } from '../../../test/support/project.ts'

/** Generated stacks: alerts and push messages. What others got wrong, and what is required instead. */

const alerting = () =>
  project({
    services: {
      bell: 'alertmanager',
      charts: 'grafana',
      metrics: 'prometheus',
      phone: 'ntfy',
      inbox: 'mailpit',
      watch: 'blackbox-exporter',
      history: 'postgres',
    },
  })

interface Alertmanager {
  readonly route: { readonly repeat_interval: string }
  readonly receivers: readonly {
    readonly webhook_configs?: readonly {
      readonly url: string
      readonly http_config: { readonly authorization: object }
    }[]
  }[]
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
}

const yaml = <T>(one: Project, path: string): T => parse(one.file(path)) as T

describe('alert traps', () => {
  it('D-N1: nobody reads or sends messages without a login, and each sender only sends', () => {
    const one = alerting()
    const settings = yaml<Record<string, unknown>>(one, 'config/phone/server.yml')

    expect(settings['auth-default-access']).toBe('deny-all')
    expect(settings['enable-signup']).toBe(false)
    expect(settings['auth-access']).toEqual([
      'bell:alerts:write-only',
      'bell:verify-bell:read-write',
      'charts:alerts:write-only',
      'charts:verify-charts:read-write',
    ])
    expect(one.service('phone').secrets).toEqual(['bell.push-token', 'charts.push-token', 'phone.users'])
    for (const { webhook_configs: hooks = [] } of yaml<Alertmanager>(one, 'config/bell/alertmanager.yml').receivers) {
      for (const { http_config: config } of hooks)
        expect(config.authorization).toEqual({ type: 'Bearer', credentials_file: '/run/secrets/bell.push-token' })
    }
  })

  it('D-N2: nothing reads the topic of the stack, so no message can be a command', () => {
    const texts = alerting()
      .tree.files.filter(({ secret }) => !secret)
      .map(({ content }) => content)
      .join('\n')

    expect(texts).toContain('http://phone/alerts?')
    expect(texts).not.toMatch(/phone(:80)?\/alerts\/(json|sse|ws|raw)/)
  })

  it('D-N1: commands are there only where they are asked for, and only one login may send them', () => {
    const one = project({
      services: { phone: { uses: 'ntfy', options: { commands: true } }, bell: 'alertmanager', metrics: 'prometheus' },
    })
    const { 'auth-access': access } = yaml<{ 'auth-access': string[] }>(one, 'config/phone/server.yml')

    expect(access.filter((rule) => /:commands:.*write/.test(rule))).toEqual(['commander:commands:write-only'])
    expect(one.file('config/phone/start.sh')).not.toContain(':admin')
    expect(alerting().tree.files.some(({ path }) => path.includes('commands'))).toBe(false)
  })

  it('D-N2: commands have a topic of their own, where no answer arrives and nothing old is read', () => {
    const one = project({ services: { phone: { uses: 'ntfy', options: { commands: true } } } })
    const script = one.file('config/phone/commands/listen.sh')

    expect(script.match(/"\$server\/[^"]*"/g)).toEqual(['"$server/alerts"', '"$server/commands/json"'])
  })

  it('D-N3: people are told of changes only, and what they were told is remembered for longer', () => {
    const one = alerting()

    expect(yaml<Alertmanager>(one, 'config/bell/alertmanager.yml').route.repeat_interval).toBe('8760h')
    expect(one.service('bell').command).toContain('--data.retention=8784h')
  })

  it('D-N4: what is down is an alert for each, and none of them counts', () => {
    const rules = yaml<Rules>(alerting(), 'config/metrics/alerts.yml').groups.flatMap((group) => group.rules)
    const down = new Map(rules.map(({ alert, expr }) => [alert, expr]))

    expect(down.get('TargetDown')).toBe('up == 0')
    expect(down.get('DatabaseDown')).toBe('probe_success{kind="database"} == 0')
  })

  it('D-N5: health is a status, never the word "healthy" in a text', () => {
    for (const service of Object.values(alerting().compose.services ?? {}))
      expect(service.healthcheck?.test.join(' ') ?? '').not.toMatch(/grep.*healthy/)
  })
})
