import { beforeAll } from 'vitest'
import { type Asker, password } from './asker.ts'
import { ConsoleInBrowser, duringTests } from './console-in-browser.ts'

/** What a console that is in use holds. */
export interface Seeded {
  /** Whole, with three versions. */
  readonly bottling: string
  /** Whole, one version. */
  readonly utilities: string
  /** Cannot be generated: two services publish one port. */
  readonly lab: string
  /** A job that has failed: the stack of the plant does not run. */
  readonly job: string
}

const broken = `version: 1
name: lab
services:
  charts: { uses: grafana, ports: { dashboards: 8025 } }
  mail: { uses: mailpit, ports: { page: 8025 } }
`

/** A console that is in use. */
export class SeededConsole extends ConsoleInBrowser {
  #seeded: Seeded | undefined

  get seeded(): Seeded {
    if (!this.#seeded) throw new Error('the console has not been seeded')
    return this.#seeded
  }

  async seed(): Promise<void> {
    const context = await this.newContext()
    this.#seeded = await seed(await this.setUp(context))
    await context.close()
  }
}

/** For the tests of the `describe` that calls it. */
export function seededConsole(): SeededConsole {
  const console = duringTests(new SeededConsole())
  beforeAll(() => console.seed())
  return console
}

/** People of every role, plants whole and broken, versions, and a job. */
async function seed(asker: Asker): Promise<Seeded> {
  for (const [name, displayName, role] of [
    ['grace', 'Grace Hopper', 'engineer'],
    ['m.keller', 'Marta Keller', 'operator'],
    ['walter', '', 'viewer'],
  ] as const)
    await asker.send('POST', '/users', { name, role, password, ...(displayName ? { displayName } : {}) })
  const template = async (id: string) => (await asker.get<{ plant: string }>(`/templates/${id}`)).plant
  const make = async (name: string, text: string, note: string) =>
    (await asker.send<{ id: string }>('POST', '/plants', { name, text, note })).id
  const whole = await template('full-iiot')
  const bottling = await make('bottling', whole, 'from the template full-iiot')
  const flows = '  flows-2: { uses: node-red }\n'
  const versions = [
    [1, whole.replace(/^services:\n/m, `services:\n${flows}`), 'a second flow engine'],
    [2, whole, 'one flow engine is enough'],
  ] as const
  for (const [version, text, note] of versions)
    await asker.send('PUT', `/plants/${bottling}`, { text, note }, { 'if-match': `"${version}"` })
  const utilities = await make('utilities', await template('monitoring'), '')
  const lab = await make('lab', broken, 'two pages on one port')
  const { id: job } = await asker.send<{ id: string }>('POST', `/plants/${utilities}/verify`, {})
  return { bottling, utilities, lab, job }
}
