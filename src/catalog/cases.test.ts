import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { caseCounts, goldenCases, readGolden, runCase, writeGolden } from '../../test/support/cases.ts'
import { projectProblems } from '../../test/support/compose-project.ts'
import type { Project } from '../../test/support/project.ts'
import { abilities, services } from './index.ts'

/** `UPDATE_CASES=1 npx vitest run src/catalog/cases.test.ts` writes what comes out now; review the diff like code. */
const isUpdate = process.env.UPDATE_CASES === '1'

describe('golden cases', () => {
  for (const golden of goldenCases) {
    it(golden.title, () => {
      const { golden: now, project } = runCase(golden)
      if (isUpdate) writeGolden(golden, now)

      const expected = readGolden(golden)

      // the list first: a missing or stale file is clearer by its name than by its content
      expect([...now.keys()]).toEqual([...expected.keys()])
      for (const [path, content] of now) expect(content, path).toBe(expected.get(path))
      if (!project) return
      expect(projectProblems(project.tree, project.blueprint, project.spec)).toEqual([])
      expect(scriptProblems(project)).toEqual([])
    })
  }

  it('are there for every service, at least two each', () => {
    const counts = caseCounts('services')

    expect([...counts.keys()]).toEqual([...services.keys()].sort())
    expect([...counts].filter(([, count]) => count < 2)).toEqual([])
  })

  it('are there for every ability', () => {
    const counts = caseCounts('abilities')

    expect([...counts.keys()]).toEqual([...abilities.keys()].sort())
    expect([...counts].filter(([, count]) => count < 1)).toEqual([])
  })
})

const hasShell = spawnSync('bash', ['-c', ':']).status === 0

/** Shell scripts are read by the shell that runs them, where this machine has one. */
function scriptProblems({ tree }: Project): string[] {
  if (!hasShell) return []
  return tree.files
    .filter(({ path }) => path.endsWith('.sh'))
    .flatMap(({ path, content }) => {
      const shell = /^#!\/bin\/(sh|bash)\n/.exec(content)?.[1]
      if (shell === undefined) return [`${path}: does not name its shell`]
      const { status, stderr } = spawnSync(shell, ['-n'], { input: content, encoding: 'utf8' })
      return status === 0 ? [] : [`${path}: ${stderr}`]
    })
}
