import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { generated, generatedFolder } from '../../scripts/gen/all.ts'
import { abilities, services } from '../../src/catalog/index.ts'
import { formatIssue } from '../../src/core/issue.ts'
import { checkPlant, planPlant } from '../../src/stack/index.ts'
import { finished } from '../support/child.ts'
import { commandLines, commandProblem } from '../support/command-lines.ts'
import { blocks, brokenLinks, headings, type Page, pageAt, pages } from '../support/markdown.ts'
import { root } from '../support/project.ts'
import { temporaryFolder } from '../support/temporary.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const all = pages()
const examples = readdirSync(join(root, 'examples'))

describe('generated files', () => {
  it('are what npm run gen writes now', async () => {
    const wanted = await generated(root)

    const stale = [...wanted].filter(([path, text]) => !existsSync(join(root, path)) || read(path) !== text)

    expect(stale.map(([path]) => path)).toEqual([])
  })

  it('are all that the generated folder holds', async () => {
    const wanted = await generated(root)

    const found = readdirSync(join(root, generatedFolder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))

    expect(found.filter((path) => !wanted.has(path))).toEqual([])
  })

  it('name every environment variable that the program reads', () => {
    // scripts that the catalogue generates run in containers
    const own = sources('src').filter((path) => !path.startsWith('src/catalog/'))
    const names = own.flatMap((path) =>
      [...read(path).matchAll(/\b(?:environment|env)\.([A-Z][A-Z_]+)\b/g)].map(([, name]) => name ?? ''),
    )

    const page = read('docs/reference/settings.md')

    expect([...new Set(names)].filter((name) => !page.includes(name))).toEqual([])
  })
})

describe('the JSON schema of plant files', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(read('docs/reference/plant-file.schema.json')))

  it.each(examples)('accepts the example %s', (name) => {
    const isValid = validate(parse(read(`examples/${name}/plant.yaml`)))

    expect(validate.errors ?? []).toEqual([])
    expect(isValid).toBe(true)
  })

  it.each([
    ['a service that is not in the catalogue', { uses: 'grafanna' }],
    ['an option of another service', { uses: 'grafana', options: { heapMiB: 1024 } }],
    ['a port that the service does not have', { uses: 'grafana', ports: { mqtt: 1883 } }],
    ['an ability that the service does not accept', { uses: 'postgres', connect: { mail: 'post' } }],
    ['a password in the open', { uses: 'grafana', options: { password: 'secret' } }],
  ])('refuses %s', (_, service) => {
    const isValid = validate({ version: 1, name: 'plant', services: { it: service } })

    expect(isValid).toBe(false)
  })
})

describe('readmes of the catalogue', () => {
  it.each([...services.values()])('$id has its sections in order', ({ id, title }) => {
    const page = pageAt(`src/catalog/services/${id}/readme.md`)

    expect(headings(page, 1)).toEqual([title])
    expect(headings(page, 2)).toEqual(['What you get', 'Wires', 'Good to know', 'Example'])
  })

  it.each([...abilities.values()])('$id has its sections in order', ({ id, title }) => {
    const page = pageAt(`src/catalog/abilities/${id}/readme.md`)

    expect(headings(page, 1)).toEqual([title])
    expect(headings(page, 2)).toEqual(['What is set up', 'How it is proven', 'In the plant file'])
  })

  it.each([...services.values()])('$id tells about every ability of the service', ({ id, offers, accepts }) => {
    const { text } = pageAt(`src/catalog/services/${id}/readme.md`)
    const wires = text.slice(text.indexOf('## Wires'), text.indexOf('## Good to know'))

    const missing = [...Object.keys(offers ?? {}), ...Object.keys(accepts ?? {})].filter(
      (ability) => !wires.includes(`abilities/${ability}/readme.md`),
    )

    expect(missing).toEqual([])
  })
})

describe('documentation', () => {
  it('links only to what is there', () => {
    const known = new Map(all.map((page) => [page.path, page]))

    const broken = all.flatMap((page) => brokenLinks(page, known, (path) => existsSync(join(root, path))))

    expect(broken).toEqual([])
  })

  it('shows only command lines that the program understands', () => {
    const problems = all.flatMap((page) =>
      commandLines(page).flatMap((line) => {
        const problem = commandProblem(line)
        return problem === undefined ? [] : [`${page.path}: ${line.text}: ${problem}`]
      }),
    )

    expect(problems).toEqual([])
  })

  it('shows only plant files that can be built', () => {
    const problems = all.flatMap((page) =>
      blocks(page)
        .filter(({ language }) => language === 'yaml')
        .flatMap(({ content, line }) => plantErrors(content).map((problem) => `${page.path}:${line}: ${problem}`)),
    )

    expect(problems).toEqual([])
  })

  it.each(examples)('shows what ign prints for the example %s', async (name) => {
    const page = pageAt(`examples/${name}/readme.md`)
    const home = temporaryFolder()

    const shown = await withOutputs(page, home)

    if (process.env.UPDATE_CASES === '1') writeFileSync(join(root, page.path), shown)
    else expect(page.text).toBe(shown)
  })
})

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => `${folder}/${path}`)
}

/** Errors of a plant or a part of one; what every plant needs is filled in where a page leaves it out. */
function plantErrors(text: string): string[] {
  const value = parse(text) as Record<string, unknown> | null
  if (value === null) return []
  const { issues } = planPlant(
    checkPlant({ version: 1, name: 'page', services: { proxy: { uses: 'traefik' } }, ...value }),
  )
  return issues.filter(({ severity }) => severity === 'error').map(formatIssue)
}

/** The page with what its commands print now below each of them. */
async function withOutputs({ text }: Page, home: string): Promise<string> {
  const parts = text.split(/^(```console\n\$ ign .*\n)[\s\S]*?(?=^```$)/m)
  for (let index = 1; index < parts.length; index += 2) {
    const words = (parts[index] as string).split('\n')[1]?.split(' ').slice(2) ?? []
    const { stdout } = await finished(process.execPath, ['--no-warnings', 'src/cli/main.ts', ...words], {
      cwd: root,
      env: { ...process.env, IGN_HOME: home, NO_COLOR: '1' },
    })
    parts[index] += stdout
  }
  return parts.join('')
}
