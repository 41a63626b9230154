import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { runScript } from '../support/child.ts'
import { sources } from '../support/sources.ts'

const dependencies = Object.keys(packageJson.dependencies)

/** `@scope/name` or `name` of what an import names. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Packages that sources import, of the console or of all that runs on Node. */
const importedBy = (isConsole: boolean): Set<string> =>
  new Set(
    sources()
      .filter(({ room }) => (room === 'web') === isConsole)
      .flatMap(({ imports }) => imports.map(({ specifier }) => specifier))
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map(packageOf),
  )

describe('runtime dependencies', () => {
  test.each(dependencies)('%s can be imported on this Node', async (name) => {
    const { status, stdout, stderr } = await runScript(
      `import 'reflect-metadata'; console.log(Object.keys(await import('${name}')).length)`,
    )

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(Number(stdout)).toBeGreaterThanOrEqual(name === 'reflect-metadata' ? 0 : 1)
  })

  test('are all that the sources import, and nothing more', () => {
    expect([...importedBy(false)].sort()).toEqual([...dependencies].sort())
  })

  test('of the console are built into it, so that nobody has to install them', () => {
    const built = Object.keys(packageJson.devDependencies)
    expect([...importedBy(true)].filter((name) => !built.includes(name) && !dependencies.includes(name))).toEqual([])
  })

  test('are pinned to one version each', () => {
    for (const [name, version] of Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

test('the program asks for the Node it is tested on', () => {
  expect(packageJson.engines.node).toBe('>=24')
})
