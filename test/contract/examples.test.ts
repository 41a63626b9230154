import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasErrors } from '../../src/core/issue.ts'
import { templates } from '../../src/stack/templates.gen.ts'
import { projectProblems } from '../support/compose-project.ts'
import { exampleText, formatted, project, root } from '../support/project.ts'

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

describe('the examples', () => {
  it('are those that the product promises', () => {
    expect(examples).toEqual(
      expect.arrayContaining([
        'basic-scada',
        'development',
        'edge-gateway',
        'full-iiot',
        'historian',
        'monitoring',
        'scale-out',
        'secure',
        'three-gateways',
        'unified-namespace',
      ]),
    )
    for (const name of examples) expect(existsSync(join(root, 'examples', name, 'plant.yaml')), name).toBe(true)
  })

  it('are the templates that "ign stack init" begins with', () => {
    expect(templates.map(({ id }) => id)).toEqual(examples)
    for (const { id, plant } of templates) expect(plant, id).toBe(exampleText(id))
  })
})

describe.each(examples)('examples/%s', (name) => {
  const built = project(exampleText(name))

  it('passes its check without an error or a warning', () => {
    const worth = built.issues.filter(({ severity }) => severity !== 'info')

    expect(hasErrors(built.issues)).toBe(false)
    expect(formatted(worth)).toBe('')
  })

  it('renders to a project in which everything fits', () => {
    expect(projectProblems(built.tree, built.blueprint, built.spec)).toEqual([])
  })

  it('renders to the same bytes every time', () => {
    expect(project(exampleText(name)).tree.files).toEqual(built.tree.files)
  })

  it('bears its own name and begins with a comment that says what it is', () => {
    expect(built.spec.name).toBe(name)
    expect(exampleText(name)).toMatch(/^# [A-Z].*\.\n/)
  })
})
