import { checkPlant, type ParsedPlant, type StackSpec, translateRequest } from '../../src/stack/index.ts'
import { tenServices } from '../support/plants.ts'

/** Every service once and a second gateway, as they come: what the targets speak of. */
export const tenPlainServices = {
  instances: tenServices.instances.map(({ app_id, instance_name }) => ({ app_id, instance_name })),
  global_settings: tenServices.global_settings,
}

/** The same with TLS from an authority of its own and with chosen passwords, as a value. */
export const tenServicePlant = specOf(checkPlant(translateRequest(tenServices).plant))

/**
 * A plant of `count` services: the ten above, then production lines of ten more, each with a database, a broker and
 * dashboards of its own for five gateways and two flow engines. Wires grow with the services, as they do in a plant.
 */
export function largePlant(count: number): StackSpec {
  const services = { ...tenServicePlant.services }
  for (let line = 1; Object.keys(services).length < count; line++) {
    const own = (name: string) => `${name}-${line}`
    const connect = { database: own('db'), 'mqtt-broker': own('mq') }
    const entries: Record<string, unknown> = {
      [own('db')]: { uses: 'postgres', connect: { dashboards: own('screens') } },
      [own('mq')]: { uses: 'mosquitto' },
      [own('screens')]: { uses: 'grafana' },
      [own('flow-a')]: { uses: 'node-red', connect: { 'mqtt-broker': own('mq') } },
      [own('flow-b')]: { uses: 'node-red', connect: { 'mqtt-broker': own('mq') } },
    }
    for (const cell of ['a', 'b', 'c', 'd', 'e'])
      entries[own(`cell-${cell}`)] = { uses: 'ignition', options: { acceptEula: true }, connect }
    const { services: more } = specOf(checkPlant({ version: 1, name: 'line', services: entries }))
    for (const [name, entry] of Object.entries(more)) {
      if (Object.keys(services).length < count) services[name] = entry
    }
  }
  return { ...tenServicePlant, services }
}

function specOf({ spec, issues }: ParsedPlant): StackSpec {
  if (!spec) throw new Error(JSON.stringify(issues))
  return spec
}

/** A plant file of `count` services: what every line shares, then production lines as in `largePlant`. */
export function largePlantFile(count: number): string {
  const services: Record<string, unknown> = {
    edge: { uses: 'traefik', ports: { web: 8088 } },
    sso: { uses: 'keycloak' },
    mail: { uses: 'mailpit' },
    metrics: { uses: 'prometheus' },
    logs: { uses: 'loki' },
    vault: { uses: 'openbao' },
  }
  for (let line = 1; Object.keys(services).length < count; line++) {
    const own = (name: string) => `${name}-${line}`
    const connect = { database: own('db'), 'mqtt-broker': own('mq') }
    const entries: Record<string, unknown> = {
      [own('screens')]: { uses: 'grafana' },
      [own('db')]: { uses: 'postgres', connect: { dashboards: own('screens') } },
      [own('mq')]: { uses: 'mosquitto' },
      [own('flow')]: { uses: 'node-red', connect: { 'mqtt-broker': own('mq') } },
    }
    for (const cell of ['a', 'b', 'c', 'd', 'e'])
      entries[own(`cell-${cell}`)] = { uses: 'ignition', options: { acceptEula: true }, connect }
    for (const [name, entry] of Object.entries(entries))
      if (Object.keys(services).length < count) services[name] = entry
  }
  const lines = Object.entries(services).map(([name, entry]) => `  ${name}: ${JSON.stringify(entry)}`)
  return `version: 1\nname: large\nservices:\n${lines.join('\n')}\n`
}
