import { defineCommand, plantArgument, textOption } from '../command.ts'

export const stackPreview = defineCommand<{ files: { path: string; mode: string; content: string }[] }>({
  words: ['stack', 'preview'],
  summary: 'Show the files that would be generated, with secrets masked',
  examples: ['ign stack preview', 'ign stack preview --path docker-compose.yml'],
  arguments: [plantArgument],
  options: [{ flags: '--path <file>', summary: 'One file only, without a heading' }],
  run: async (input, cli) => {
    const { stackPreview: action } = await import('../../actions/stack/preview.ts')
    const path = textOption(input, 'path')
    return action.run(
      { plant: await cli.plant(input.arguments[0]), ...(path === undefined ? {} : { path }) },
      await cli.context(),
    )
  },
  view: ({ files }, view) => {
    const [only, ...others] = files
    if (only && others.length === 0) return view.raw(only.content)
    for (const { path, mode, content } of files) {
      view.line(view.style('bold', `# ${path}  ${mode}`))
      view.raw(content.endsWith('\n') ? content : `${content}\n`)
      view.line()
    }
  },
})
