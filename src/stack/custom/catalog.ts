import { LineCounter } from 'yaml'
import { services } from '../../catalog/index.ts'
import type { Issue, Path } from '../../core/issue.ts'
import { didYouMean } from '../../core/nearest.ts'
import type { StackCode } from '../errors.ts'
import { readYaml } from '../read-yaml.ts'
import { type Catalog, issue } from '../resolve.ts'
import { printable } from '../schema-issues.ts'
import type { StackSpec } from '../spec.ts'
import { defineCustom } from './define.ts'
import { allowedNames } from './names.ts'
import type { CustomService } from './spec.ts'
import { templateParts } from './template.ts'

/** `closed`: nobody looks for it, as in requests from outside. */
export type FolderState = 'read' | 'missing' | 'closed'

/**
 * Our catalogue with the services that a plant defines, and what is wrong with those; undefined where it defines none.
 * What is wrong is not in the catalogue.
 */
export function catalogOf(
  section: StackSpec['catalog'] | undefined,
  folder: FolderState,
): { readonly catalog: Catalog; readonly issues: readonly Issue[] } | undefined {
  if (!section || (section.folder === undefined && Object.keys(section.services).length === 0)) return undefined
  const issues: Issue[] = []
  if (section.folder !== undefined && folder !== 'read') {
    const at = ['catalog', 'folder']
    const missing = `there is no folder "${printable(section.folder)}" beside the plant file`
    issues.push(
      folder === 'missing'
        ? issue('stack.unknown-reference', at, missing, 'Correct the path; it is relative to the plant file.')
        : issue(
            'stack.not-possible',
            at,
            'a folder cannot be read from here',
            'Write the definitions below catalog.services.',
          ),
    )
  }
  const catalog = new Map(services)
  for (const [id, definition] of Object.entries(section.services)) {
    const found = checkDefinition(id, definition)
    issues.push(...found)
    if (found.length === 0) catalog.set(id, defineCustom(id, definition))
  }
  return { catalog, issues }
}

/** Folder in which a plant has definitions, as far as its text can be read. */
export function catalogFolder(text: string): string | undefined {
  if (!/catalog/.test(text)) return undefined
  const { value } = readYaml(text, new LineCounter())
  const folder = (value as { catalog?: { folder?: unknown } | null } | null | undefined)?.catalog?.folder
  return typeof folder === 'string' && folder !== '' ? folder : undefined
}

function checkDefinition(id: string, definition: CustomService): Issue[] {
  const base: Path = ['catalog', 'services', id]
  const at = (...steps: Path): Path => [...base, ...steps]
  return [
    ...checkId(id, base),
    ...checkPorts(definition, at),
    ...checkOptions(definition, at),
    ...checkVariables(definition, at),
    ...checkMounts(definition, at),
    ...checkProviders(definition, at),
    ...checkTemplates(definition, at),
  ]
}

type At = (...steps: Path) => Path

function checkId(id: string, path: Path): Issue[] {
  const owner = [...services.values()].find(
    (one) => one.id === id || Object.hasOwn(one.aliases ?? {}, id) || one.older?.ids?.includes(id),
  )
  if (!owner) return []
  const message = `"${printable(id)}" is already a name of ${owner.title} in the catalogue`
  return [issue('stack.name-clash', path, message, 'Give the service another name.')]
}

function checkPorts({ ports, health, accepts, toolbox }: CustomService, at: At): Issue[] {
  const issues: Issue[] = []
  const known = Object.keys(ports)
  const need = (port: string, path: Path) => {
    if (known.includes(port)) return
    const hint = didYouMean(port, known, known.length > 0 ? `Ports: ${known.join(', ')}.` : 'Add it under ports.')
    issues.push(issue('stack.unknown-port', path, `the service has no port "${printable(port)}"`, hint))
  }
  if ('http' in health) need(health.port, at('health', 'port'))
  if ('tcp' in health) need(health.tcp, at('health', 'tcp'))
  if (!('command' in health) && toolbox === 'none') {
    const message = 'an image with nothing but the program cannot be asked over the network from inside'
    const hint = 'Name its toolbox (bash, busybox or node), or give health a command that the program itself knows.'
    issues.push(issue('stack.option-conflict', at('health'), message, hint))
  }
  if (accepts['reverse-proxy']) need('http', at('accepts', 'reverse-proxy'))
  if (accepts.metrics) need(accepts.metrics.port, at('accepts', 'metrics', 'port'))
  return issues
}

function checkOptions({ options, secrets }: CustomService, at: At): Issue[] {
  return Object.entries(options).flatMap(([name, option]) => {
    const wrong = (key: string, message: string, hint: string, code: StackCode = 'stack.invalid-value') => [
      issue(code, at('options', name, key), message, hint),
    ]
    if (Object.hasOwn(secrets, name)) {
      return wrong('type', `"${name}" is also the name of a secret`, 'Rename one of the two.', 'stack.duplicate-name')
    }
    if (option.type === 'choice' && option.default !== undefined && !option.values.includes(option.default)) {
      return wrong('default', `"default" is none of the values`, `Choose one of: ${option.values.join(', ')}.`)
    }
    if (option.type !== 'integer') return []
    const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = option
    if (min > max) return wrong('max', '"max" is less than "min"', 'Swap them.')
    return option.default !== undefined && (option.default < min || option.default > max)
      ? wrong('default', `"default" is not between ${min} and ${max}`, 'Choose a value within the limits.')
      : []
  })
}

/** Each variable is set at one place: two would be a matter of luck. */
function checkVariables({ environment, options, secrets, accepts }: CustomService, at: At): Issue[] {
  const places: [string, Path][] = [
    ...Object.keys(environment).map((name): [string, Path] => [name, at('environment', name)]),
    ...Object.entries({ ...options }).flatMap(([key, { variable }]): [string, Path][] =>
      variable === undefined ? [] : [[variable, at('options', key, 'variable')]],
    ),
    ...Object.entries(secrets).flatMap(([key, { variable }]): [string, Path][] =>
      variable === undefined ? [] : [[variable, at('secrets', key, 'variable')]],
    ),
    ...environmentsOf(accepts).flatMap(([ability, variables]) =>
      Object.keys(variables).map((name): [string, Path] => [name, at('accepts', ability, 'environment', name)]),
    ),
  ]
  const seen = new Set<string>()
  return places.flatMap(([name, path]) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [issue('stack.duplicate-name', path, `the variable "${name}" is set at another place too`, 'Set it once.')]
  })
}

function checkMounts({ files, volumes }: CustomService, at: At): Issue[] {
  const issues: Issue[] = []
  const [paths, mounts] = [new Set<string>(), new Set(Object.values(volumes))]
  if (mounts.size < Object.keys(volumes).length) {
    issues.push(issue('stack.duplicate-name', at('volumes'), 'two volumes have the same path', 'Change one of them.'))
  }
  for (const [index, { path, mount }] of files.entries()) {
    if (paths.has(path)) {
      const message = `two files have the path "${printable(path)}"`
      issues.push(issue('stack.duplicate-name', at('files', index, 'path'), message, 'Change one of them.'))
    }
    if (mounts.has(mount)) {
      const message = `something else is mounted on "${printable(mount)}"`
      issues.push(issue('stack.duplicate-name', at('files', index, 'mount'), message, 'Change one of them.'))
    }
    if ([...paths].some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`))) {
      const message = `"${printable(path)}" would be a file and a folder`
      issues.push(issue('stack.option-conflict', at('files', index, 'path'), message, 'Change one of the paths.'))
    }
    paths.add(path)
    mounts.add(mount)
  }
  return issues
}

function checkProviders({ accepts }: CustomService, at: At): Issue[] {
  return (['database', 'mqtt-broker'] as const).flatMap((ability) =>
    (accepts[ability]?.providers ?? []).flatMap((id, index) => {
      const able = [...services.values()].filter(({ offers }) => offers?.[ability]).map((one) => one.id)
      if (able.includes(id)) return []
      const message = `"${printable(id)}" is no service of the catalogue that offers ${ability}`
      const hint = didYouMean(id, able, `Services that offer it: ${able.join(', ')}.`)
      return [issue('stack.unknown-reference', at('accepts', ability, 'providers', index), message, hint)]
    }),
  )
}

const environmentsOf = (accepts: CustomService['accepts']): [string, Readonly<Record<string, string>>][] =>
  Object.entries(accepts).flatMap(([ability, accept]) =>
    accept && 'environment' in accept ? [[ability, accept.environment]] : [],
  )

/** Every placeholder must be one that has a value where it stands. */
function checkTemplates(definition: CustomService, at: At): Issue[] {
  const { environment, entrypoint = [], command = [], files, health, accepts } = definition
  const own = allowedNames(definition)
  const texts: [string, Path, readonly string[]][] = [
    ...Object.entries(environment).map(([name, text]) => entry(text, at('environment', name), own)),
    ...entrypoint.map((text, index) => entry(text, at('entrypoint', index), own)),
    ...command.map((text, index) => entry(text, at('command', index), own)),
    ...files.map(({ content }, index) => entry(content, at('files', index, 'content'), own)),
    ...('command' in health ? health.command : []).map((text, index) =>
      entry(text, at('health', 'command', index), own),
    ),
    ...environmentsOf(accepts).flatMap(([ability, variables]) =>
      Object.entries(variables).map(([name, text]) =>
        entry(text, at('accepts', ability, 'environment', name), allowedNames(definition, ability)),
      ),
    ),
  ]
  return texts.flatMap(([text, path, known]) => {
    const { names, isOpen } = templateParts(text)
    const open = isOpen
      ? [
          issue(
            'stack.invalid-value',
            path,
            'a "${" has no end',
            'Close it with "}", or write "$${" for the characters.',
          ),
        ]
      : []
    const unknown = [...new Set(names)].filter((name) => !known.includes(name))
    return [
      ...open,
      ...unknown.map((name) =>
        issue(
          'stack.unknown-reference',
          path,
          `there is no placeholder "${printable(name)}" here`,
          didYouMean(name, known, `Placeholders here: ${known.join(', ')}.`),
        ),
      ),
    ]
  })
}

const entry = (text: string, path: Path, known: readonly string[]): [string, Path, readonly string[]] => [
  text,
  path,
  known,
]
