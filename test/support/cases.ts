import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parsePlant, planPlant } from '../../src/stack/index.ts'
import { build, formatted, type Project, root } from './project.ts'

/**
 * A golden case is a folder: `plant.yaml` and what comes of it, `expected/` (the project with masked secrets) or
 * `expected-issues.txt` (every issue as a terminal shows it), or both for a plant that is built with a warning.
 * `files.txt` restricts the comparison to the path prefixes it lists, one a line.
 */
export interface GoldenCase {
  /** `services/grafana: draws from every store`. */
  readonly title: string
  readonly folder: string
}

const catalog = join(root, 'src', 'catalog')

/** Every case of every service and ability. */
export const goldenCases: readonly GoldenCase[] = ['services', 'abilities'].flatMap((kind) =>
  foldersIn(join(catalog, kind)).flatMap((owner) =>
    foldersIn(join(catalog, kind, owner, 'cases')).map((name) => ({
      title: `${kind}/${owner}: ${name.replaceAll('-', ' ')}`,
      folder: join(catalog, kind, owner, 'cases', name),
    })),
  ),
)

/** How many cases each service and ability has. */
export const caseCounts = (kind: 'services' | 'abilities'): ReadonlyMap<string, number> =>
  new Map(foldersIn(join(catalog, kind)).map((owner) => [owner, foldersIn(join(catalog, kind, owner, 'cases')).length]))

/** What a case is compared by: path in its folder -> content. */
export type Golden = ReadonlyMap<string, string>

export interface CaseResult {
  readonly golden: Golden
  /** Absent where the plant has errors. */
  readonly project?: Project
}

/** What comes of the case's plant now. */
export function runCase({ folder }: GoldenCase): CaseResult {
  const parsed = parsePlant(readFileSync(join(folder, 'plant.yaml'), 'utf8'))
  const { issues } = planPlant(parsed)
  const project = build(parsed)
  const prefixes = prefixesOf(folder)
  const compared = project?.tree.files.filter(({ path }) => prefixes.some((prefix) => path.startsWith(prefix))) ?? []
  const golden = new Map(compared.map(({ path, content }) => [`expected/${storedName(path)}`, content]))
  if (issues.length > 0) golden.set('expected-issues.txt', formatted(issues))
  return { golden: sorted(golden), ...(project ? { project } : {}) }
}

/** What the case's folder says should come of it. */
export function readGolden({ folder }: GoldenCase): Golden {
  const files = filesIn(folder).filter((path) => path.startsWith('expected'))
  return sorted(new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')])))
}

/** Makes what comes of the plant now what should come of it. */
export function writeGolden({ folder }: GoldenCase, golden: Golden): void {
  rmSync(join(folder, 'expected'), { recursive: true, force: true })
  rmSync(join(folder, 'expected-issues.txt'), { force: true })
  for (const [path, content] of golden) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

function prefixesOf(folder: string): string[] {
  const list = join(folder, 'files.txt')
  if (!existsSync(list)) return ['']
  return readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}

/** Under its own name a project's `.gitignore` would keep the expected secrets out of this repository. */
const storedName = (path: string): string => (path === '.gitignore' ? 'dot-gitignore' : path)

const sorted = (golden: Golden): Golden => new Map([...golden].sort(([a], [b]) => (a < b ? -1 : 1)))

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}
