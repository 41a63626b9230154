import { defineCommand } from '../command.ts'

export const stackTemplates = defineCommand<{ templates: { id: string; summary: string }[] }>({
  words: ['stack', 'templates'],
  summary: 'List plants to begin with',
  examples: ['ign stack templates'],
  run: async (_, cli) => {
    const { stackTemplates: action } = await import('../../actions/stack/templates.ts')
    return action.run({}, await cli.context())
  },
  view: ({ templates }, view) =>
    view.table(templates.map(({ id, summary }) => [view.style('bold', id.padEnd(16)), summary])),
})
