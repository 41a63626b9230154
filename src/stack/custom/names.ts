import type { CustomService } from './spec.ts'

/** Placeholders that every text of a definition may use. */
const general = ['instance.name', 'instance.version', 'site.name', 'site.domain', 'site.timezone']

/** Placeholders of each ability, which have values where the instance is wired to a provider of it. */
export const abilityNames = {
  'reverse-proxy': ['reverse-proxy.host', 'reverse-proxy.url'],
  database: ['engine', 'host', 'port', 'name', 'user', 'passwordFile'].map((name) => `database.${name}`),
  mail: ['mail.host', 'mail.port', 'mail.from'],
  'mqtt-broker': ['host', 'port', 'tls', 'url', 'user', 'passwordFile', 'caFile'].map((name) => `mqtt-broker.${name}`),
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Names that placeholders may have: of the definition itself, and of the ability whose section the text stands in. */
export function allowedNames({ options, secrets, ports }: CustomService, ability?: string): string[] {
  return [
    ...general,
    ...(Object.hasOwn(ports, 'http') ? ['instance.url'] : []),
    // a secret's placeholder is the path of its file
    ...Object.entries(options).map(([name, { type }]) => (type === 'secret' ? `secret.${name}` : `option.${name}`)),
    ...Object.keys(secrets).map((name) => `secret.${name}`),
    ...(ability !== undefined && Object.hasOwn(abilityNames, ability)
      ? abilityNames[ability as keyof typeof abilityNames]
      : []),
  ]
}
