import { describe, expect, it } from 'vitest'
import { formatted, issuesOf } from '../../test/support/project.ts'
import { maxPlantBytes, parsePlant } from './parse.ts'
import { maxIssues } from './schema-issues.ts'

const head = 'version: 1\nname: p\n'

/** `line:column code` of every issue, in their order. */
const places = (text: string): string[] =>
  issuesOf(text).map(({ code, at }) => `${at ? `${at.line}:${at.column} ` : ''}${code}`)

describe('a plant file', () => {
  it('is read from YAML and from JSON', () => {
    const json = '{"version": 1, "name": "p", "services": {"db": {"uses": "postgres"}}}'

    expect(parsePlant(`${head}services:\n  db: { uses: postgres }\n`).spec).toEqual(parsePlant(json).spec)
  })

  it('gets every default that it leaves out', () => {
    const { spec } = parsePlant(`${head}services: { db: { uses: postgres } }\n`)

    expect(spec).toMatchObject({
      settings: { timezone: 'UTC', domain: 'localhost', tls: 'off', restart: 'unless-stopped' },
      services: { db: { options: {}, ports: {}, connect: {}, after: [] } },
      integrations: { mqtt: { users: {}, acl: [] }, oidc: { realm: 'plant', users: [] } },
    })
  })

  it('may use an anchor for what several services have in common', () => {
    const text = `${head}services:\n  a: { uses: postgres, options: &o { database: tags } }\n  b: { uses: postgres, options: *o }\n`

    expect(parsePlant(text).spec?.services.b?.options).toEqual({ database: 'tags' })
  })

  it('may write a version as a number or a text', () => {
    const versionOf = (version: string) =>
      parsePlant(`${head}services: { gw: { uses: ignition, version: ${version} } }\n`).spec?.services.gw?.version

    expect(versionOf('8.3')).toBe('8.3')
    expect(versionOf('"8.3"')).toBe('8.3')
  })
})

describe('problems of a plant file', () => {
  it('all come at once, each with its line and column, a code and what to do', () => {
    const text = `version: 2
name: My Plant
colour: green
settings:
  timezone: Europe/Berln
  restart: sometimes
  bind: localhost
services:
  charts:
    uses: graphana
  history:
    uses: postgres
    version: "9.6"
    opions: {}
    options: { database: Tags, maxConnections: many }
    ports: { postgres: 70000 }
    memory: lots
    after: [brokr]
  Broker: { uses: mosquitto }
  broker: { uses: mosquitto, connect: { databse: history } }
integrations:
  mail: { from: nobody }
`

    expect(
      formatted(issuesOf(text)),
    ).toBe(`plant.yaml:1:10: error stack.invalid-value at version: "version" is not valid: expected 1
plant.yaml:2:7: error stack.invalid-name at name: "name" must be lower case letters, digits and hyphens, at most 40, beginning with a letter
plant.yaml:3:1: error stack.unknown-key at colour: unknown key "colour"
    Known keys here: version, name, settings, services, integrations, catalog.
plant.yaml:5:13: error stack.invalid-value at settings.timezone: "timezone" must be a time zone of the IANA list, such as Europe/Berlin
plant.yaml:6:12: error stack.invalid-value at settings.restart: "restart" is not valid: expected one of "no"|"always"|"on-failure"|"unless-stopped"
plant.yaml:7:9: error stack.invalid-value at settings.bind: "bind" must be an IPv4 or IPv6 address
plant.yaml:10:11: error stack.unknown-service at services.charts.uses: "graphana" is not in the catalogue
    Did you mean "grafana"?
plant.yaml:13:14: error stack.invalid-version at services.history.version: PostgreSQL has no version "9.6" here
    Listed versions: 17.11, 18.6, 16.15.
plant.yaml:14:5: error stack.unknown-key at services.history.opions: unknown key "opions"
    Did you mean "options"?
plant.yaml:15:26: error stack.invalid-value at services.history.options.database: "database" must begin with a lower case letter and hold only lower case letters, digits and "_"
plant.yaml:15:48: error stack.invalid-value at services.history.options.maxConnections: "maxConnections" is not valid: expected number, received string
plant.yaml:16:24: error stack.invalid-value at services.history.ports.postgres: "postgres" is not valid: too big: expected number to be <=65535
plant.yaml:17:13: error stack.invalid-value at services.history.memory: "memory" must be a size such as 512MiB or 2g
plant.yaml:18:13: error stack.unknown-reference at services.history.after[0]: there is no service "brokr"
    Did you mean "Broker"?
plant.yaml:19:3: error stack.invalid-name at services.Broker: the name "Broker" must be lower case letters, digits and hyphens, at most 40, beginning with a letter
plant.yaml:20:50: error stack.unknown-reference at services.broker.connect.databse: "databse" is not something "broker" accepts
    Eclipse Mosquitto accepts: mqtt-broker.
plant.yaml:22:17: error stack.invalid-value at integrations.mail.from: "from" must be a mail address
`)
  })

  it('do not grow out of each other: what only follows from another one is not told', () => {
    const text = `${head}services:
  history: { uses: postgres, version: "9.6" }
  gateway: { uses: ignition, options: { acceptEula: true }, connect: { database: history }, after: [history] }
  login: { uses: keycloak, connect: { database: history } }
  charts: { uses: grafana, options: { adminUsr: x } }
integrations:
  oidc: { users: [{ username: ada, email: ada@example.com, roles: [grafana-admin] }] }
`

    expect(places(text)).toEqual(['4:39 stack.invalid-version', '7:39 stack.unknown-key'])
  })

  it('are told of other services although one entry makes no sense at all', () => {
    expect(places(`${head}services:\n  a: 5\n  b: { uses: graphana }\n  c: { options: {} }\n`)).toEqual([
      '4:6 stack.invalid-value',
      '5:14 stack.unknown-service',
      '6:3 stack.missing-value',
    ])
  })

  it('name the key for what is missing, and the place of its neighbours', () => {
    expect(places('version: 1\nservices: { db: { uses: postgres } }\n')).toEqual(['1:1 stack.missing-value'])
    expect(places(`${head}services:\n  db:\n    version: "17"\n`)).toEqual(['4:3 stack.missing-value'])
    expect(places('')).toEqual(['1:1 stack.missing-value', '1:1 stack.empty', '1:1 stack.invalid-value'])
  })

  it('are cut off where there are hundreds, with a word about the rest', () => {
    const keys = Array.from({ length: 2 * maxIssues }, (_, index) => `key${index}: 1\n`).join('')

    const issues = issuesOf(`${head}services: { db: { uses: postgres } }\n${keys}`)

    expect(issues).toHaveLength(maxIssues + 1)
    expect(issues.map(({ code }) => code)).toContain('stack.too-many-problems')
  })

  it('show hostile text cut short and without control characters', () => {
    const [issue] = issuesOf(`${head}services: { db: { uses: "\\e[31m${'x'.repeat(90)}" } }\n`)

    expect(issue?.message).toBe(`"\uFFFD[31m${'x'.repeat(52)}…" is not in the catalogue`)
  })
})

describe('text that is no YAML', () => {
  it.each([
    ['an open quote', `${head}services: { db: { uses: "postgres } }\n`, '4:1 stack.unreadable'],
    ['a tab for indentation', `${head}services:\n\tdb: 1\n`, '4:1 stack.unreadable'],
    ['a second document', `${head}---\nname: q\n`, '3:1 stack.unreadable'],
    ['a key that is a list', `${head}[a]: 1\n`, '3:1 stack.unreadable'],
    ['an alias without an anchor', `${head}services: *x\n`, '3:11 stack.unreadable'],
    ['a bracket too many', '}', '1:1 stack.unreadable'],
  ])('is told with its place: %s', (_, text, expected) => {
    expect(places(text)).toContain(expected)
  })

  it('as a word, a list or a number is said to be no mapping', () => {
    for (const text of ['hello', '- a\n- b\n', '42', 'null']) expect(places(text).length, text).toBeGreaterThan(0)
  })

  it('with the same key twice is told at the second', () => {
    const text = `${head}services:\n  db: { uses: postgres }\n  db: { uses: grafana }\nname: q\n`

    expect(places(text)).toEqual(['5:3 stack.duplicate-name', '6:1 stack.duplicate-name'])
  })
})

describe('hostile text', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty'])('with the key %s changes no object', (key) => {
    const text = `${head}services:\n  db: { uses: postgres, options: { ${key}: { database: x } } }\n${key}: { polluted: true }\n`

    expect(places(text)).toEqual(['4:36 stack.unknown-key', '5:1 stack.unknown-key'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('with __proto__ as the name of a service is refused, not passed over', () => {
    expect(places(`${head}services:\n  __proto__: { uses: postgres }\n  db: { uses: postgres }\n`)).toEqual([
      '4:3 stack.unknown-key',
    ])
  })

  it.each(['constructor', 'to-string', 'value-of'])(
    'may be a service named %s, which is a name like any other',
    (name) => {
      expect(places(`${head}services:\n  ${name}: { uses: postgres }\n`)).toEqual([])
    },
  )

  it('whose aliases multiply is refused', () => {
    const levels = Array.from(
      { length: 9 },
      (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}]`,
    )

    expect(places(`l0: &l0 lol\n${levels.join('\n')}\n`)).toEqual(['stack.unreadable'])
  })

  it('with thousands of aliases is refused', () => {
    const aliases = Array.from({ length: 20_000 }, (_, index) => `a${index}: *x\n`).join('')

    expect(places(`x: &x 1\n${aliases}`)).toEqual(['stack.unreadable'])
  })

  it('whose alias leads to itself is refused', () => {
    expect(places(`${head}services: &s\n  a: *s\n`)).toEqual(['4:3 stack.unknown-key', '4:3 stack.missing-value'])
    expect(places(`${head}services:\n  a: { uses: postgres, options: &o { database: *o } }\n`)).toEqual([
      '4:38 stack.invalid-value',
    ])
  })

  it.each([
    ['brackets', '['.repeat(500_000)],
    ['braces', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(500_000)],
    ['question marks', '? '.repeat(500_000)],
    ['indentation', Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('that nests deeper than any plant is refused: %s', (_, text) => {
    expect(places(text)).toEqual(['stack.unreadable'])
  })

  it.each([
    ['closing brackets', '}'],
    ['question marks', '?\n'],
    ['dashes', '-\n'],
    ['the same key', 'a: 1\n'],
    ['empty documents', '---\n'],
    ['commas', ','],
    ['anchors', '&a '],
    ['line breaks', '\n'],
    ['quotes', '"a" '],
  ])('that is a million times %s is refused without a long search', (_, part) => {
    const issues = issuesOf(part.repeat(maxPlantBytes / part.length))

    expect(issues.length).toBeGreaterThan(0)
    expect(issues.length).toBeLessThanOrEqual(maxIssues + 1)
  })

  it('with tens of thousands of different keys is refused without comparing all of them', () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => `key${index}: 1\n`).join('')

    expect(places(keys).length).toBeGreaterThan(0)
  })

  it('above a mebibyte is refused before it is read', () => {
    expect(places(`${head}# ${'x'.repeat(maxPlantBytes)}`)).toEqual(['stack.too-large'])
    expect(places(`${head}# ${'ü'.repeat(maxPlantBytes / 2)}`)).toEqual(['stack.too-large'])
  })

  it('with a value of nearly a megabyte is told at its place, without the value', () => {
    const [issue] = issuesOf(`version: 1\nname: ${'x'.repeat(1_000_000)}\nservices: { db: { uses: postgres } }\n`)

    expect(issue).toMatchObject({ code: 'stack.invalid-name', at: { line: 2, column: 7 } })
    expect(issue?.message.length).toBeLessThan(200)
  })

  it.each([
    ['NUL', '"p\\0"'],
    ['a line break', '"p\\nq"'],
    ['quotes', `"p'q"`],
    ['a dollar', '"$HOME"'],
    ['a path', '"../p"'],
    ['a backtick', '"`id`"'],
    ['nothing', '""'],
    ['half a character', '"\\ud800"'],
  ])('in a name is refused: %s', (_, name) => {
    expect(places(`version: 1\nname: ${name}\nservices: { ${name}: { uses: postgres } }\n`)).toEqual([
      '2:7 stack.invalid-name',
      '3:13 stack.invalid-name',
    ])
  })

  it('in free text reaches no file in half', () => {
    const user = (name: string) =>
      `${head}services: { login: { uses: keycloak } }\nintegrations: { oidc: { users: [{ username: a, email: a@b.c, firstName: ${name} }] } }\n`

    for (const name of ['"a\\nb"', '"a\\0b"', '"\\ud800"', '"${X}"', `"${'x'.repeat(201)}"`])
      expect(places(user(name)), name).toEqual(['4:73 stack.invalid-value'])
    expect(places(user(`"O'Brien \\"x\\" \\\\ $y 日本語"`))).not.toContain('4:73 stack.invalid-value')
  })

  it('in a topic ends no line of the access list', () => {
    const rule = (topic: string) =>
      `${head}services: { b: { uses: mosquitto } }\nintegrations: { mqtt: { users: { u: {} }, acl: [{ user: u, access: read, topic: ${topic} }] } }\n`

    for (const topic of ['"a\\nuser x"', '"a\\rb"', '"a\\0"', '" a"', '"a#"', '"+a/b"', '"#/a"', '""', '"\\udc00"'])
      expect(places(rule(topic)), topic).toEqual(['4:81 stack.invalid-value'])
    expect(places(rule('"a b/+/c/#"'))).toEqual([])
  })
})

describe('values', () => {
  const settings = (text: string) => places(`${head}settings: { ${text} }\nservices: { db: { uses: postgres } }\n`)

  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'US/Eastern', 'Asia/Kolkata'])(
    'of time zones are those of the IANA list: %s',
    (zone) => {
      expect(settings(`timezone: ${zone}`)).toEqual([])
    },
  )

  it.each([
    'Berlin',
    'Europe/Berln',
    'europe/berlin',
    'EUROPE/BERLIN',
    'CET+1',
    '+01:00',
    'Europe/Berlin/x',
    '/etc/passwd',
  ])('that are no time zone, or not as containers know it, are refused: %s', (zone) => {
    expect(settings(`timezone: "${zone}"`)).toEqual(['3:23 stack.invalid-value'])
  })

  it.each(['sometimes', 'ALWAYS', 'true', '3'])('that are no restart policy are refused: %s', (policy) => {
    expect(settings(`restart: ${policy}`)).toEqual(['3:22 stack.invalid-value'])
  })

  it.each(['-a.com', 'a..b', 'A.com', 'a_b.com', 'a.com.', `${'x'.repeat(64)}.com`, 'a b'])(
    'that are no host name are refused: %s',
    (domain) => {
      expect(settings(`domain: "${domain}"`)).toEqual(['3:21 stack.invalid-value'])
    },
  )

  it.each(['0', '65536', '-1', '1.5', 'true', '"80"', '{ prot: 80 }', '{ port: 0 }', '{ address: here }', 'null'])(
    'that are no port are refused: %s',
    (port) => {
      expect(places(`${head}services:\n  db: { uses: postgres, ports: { postgres: ${port} } }\n`)).toHaveLength(1)
    },
  )

  it.each(['169.254.169.254', 'fe80::1', 'FEBF::1', '::ffff:a9fe:a9fe', '0:0:0:0:0:ffff:169.254.169.254'])(
    'that lead to the machine’s own surroundings are refused: %s',
    (address) => {
      expect(settings(`bind: "${address}"`)).toEqual(['3:19 stack.invalid-value'])
      expect(
        places(`${head}services:\n  db: { uses: postgres, ports: { postgres: { address: "${address}" } } }\n`),
      ).toHaveLength(1)
    },
  )

  it.each(['0', '"512"', '512', 'lots', '-1g', '1t', '"1 000m"', '5m', '1b', 'null'])(
    'that are no size are refused: %s',
    (memory) => {
      expect(places(`${head}services:\n  db: { uses: postgres, memory: ${memory} }\n`)).toEqual([
        '4:33 stack.invalid-value',
      ])
    },
  )

  it('of passwords are references, never the password itself', () => {
    const password = (value: string) =>
      places(`${head}services:\n  db: { uses: postgres, options: { password: ${value} } }\n`)

    for (const value of ['geheim', '"env:"', '"env:A B"', '"http://x"', '123456789'])
      expect(password(value), value).toEqual(['4:46 stack.invalid-value'])
    for (const value of ['env:DB_PASSWORD', 'file:./x y', 'vault:db']) expect(password(value), value).toEqual([])
  })
})
