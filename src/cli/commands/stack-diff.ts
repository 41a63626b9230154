import type { stackDiff as diffAction } from '../../actions/stack/diff.ts'
import { defineCommand } from '../command.ts'
import type { View } from '../view.ts'

type Diff = Awaited<ReturnType<typeof diffAction.run>>['data']

const causes = { user: 'by hand', both: 'by hand and by the plant' } as const

export const stackDiff = defineCommand<Diff>({
  words: ['stack', 'diff'],
  summary: 'Compare a folder with what would be generated now, and tell changes made by hand from those of the plant',
  examples: ['ign stack diff out', 'ign stack diff out --plant plant.yaml'],
  arguments: [{ name: '<folder>', summary: 'Folder that ign stack generate wrote' }],
  run: async (input, cli) => {
    const { stackDiff: action } = await import('../../actions/stack/diff.ts')
    return action.run({ plant: await cli.plant(), folder: input.arguments[0] ?? '' }, await cli.context())
  },
  view: ({ same, changes }, view) => {
    if (same) return view.line('no difference')
    for (const change of changes) {
      const marks = [change.secret ? 'secret' : '', change.by ? causes[change.by] : ''].filter((mark) => mark !== '')
      view.line(`${change.change.padEnd(8)} ${change.path}${marks.length > 0 ? `  (${marks.join(', ')})` : ''}`)
      if ('before' in change && change.before !== undefined) showLines(change.before, change.after ?? '', view)
    }
  },
})

/** Lines that only one side has, in order; enough to see what a person changed in a generated file. */
function showLines(before: string, after: string, view: View): void {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const [inOld, inFresh] = [new Set(old), new Set(fresh)]
  for (const line of old) if (!inFresh.has(line)) view.line(view.style('red', `    - ${line}`))
  for (const line of fresh) if (!inOld.has(line)) view.line(view.style('green', `    + ${line}`))
}
