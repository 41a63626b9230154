import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand, flagOption, textOption } from '../command.ts'
import { offerSetup, stop } from '../first-run.ts'
import { untilStopped } from '../until-stopped.ts'

interface Demo {
  readonly folder: string
  readonly url?: string
}

export const demo = defineCommand<Demo>({
  words: ['demo'],
  summary: 'Generate an example plant into ./demo and serve the HTTP API',
  examples: ['ign demo', 'ign demo --template secure --output /tmp/demo --no-serve'],
  options: [
    { flags: '-t, --template <id>', summary: 'Template to use (default: full-iiot)' },
    { flags: '-o, --output <folder>', summary: 'Folder to write (default: ./demo)' },
    { flags: '--no-serve', summary: 'Generate only' },
    { flags: '--port <number>', summary: 'Port to listen on (IGN_PORT, 8600)' },
  ],
  run: async (input, cli) => {
    const { stackInit } = await import('../../actions/stack/templates.ts')
    const { stackGenerate } = await import('../../actions/stack/generate.ts')
    const { writeOver } = await import('../../platform/index.ts')
    const context = await cli.context({ port: textOption(input, 'port') })
    const folder = textOption(input, 'output') ?? 'demo'
    const { plant } = (await stackInit.run({ template: textOption(input, 'template') ?? 'full-iiot' }, context)).data
    const { data, issues = [] } = await stackGenerate.run(
      { plant: { text: plant, file: join(folder, 'plant.yaml') }, output: folder, dryRun: false },
      context,
    )
    mkdirSync(folder, { recursive: true })
    writeOver(join(folder, 'plant.yaml'), plant, 0o644)
    const { out } = cli
    const ign = cli.environment.npm_command === undefined ? 'ign' : 'npm run --silent ign --'
    if (!cli.flags.json) {
      out.line(`${out.style('bold', 'An example plant and its project are in')} ${data.folder}`)
      out.table(
        data.urls.filter(({ url }) => url.startsWith('http')).map(({ service, url, note }) => [service, url, note]),
        '  ',
      )
      out.line()
      out.line('What to do next:')
      out.line(`  look at   ${folder}/plant.yaml, ${folder}/docker-compose.yml and ${folder}/README.md`)
      out.line(`  start it  docker compose --project-directory ${folder} up --detach --wait`)
      out.line(`  prove it  ${ign} stack verify ${folder}/plant.yaml`)
    }
    if (flagOption(input, 'serve') === false) return { data: { folder: data.folder }, issues }
    const { listen } = await import('../../api/listen.ts')
    const server = await listen(context)
    const { watchAuditLength } = await import('../../actions/access/audit-retention.ts')
    const endWatch = watchAuditLength(context)
    const stopped = untilStopped(() => endWatch().then(() => stop(server, context)))
    if (!cli.flags.json) {
      out.line(`  ask it    curl ${server.url}/api/v1/catalog`)
      out.line()
    }
    await offerSetup(server.publicUrl, context, cli)
    cli.messages.line(`listening on ${server.url}, Ctrl-C ends`)
    return { data: { folder: data.folder, url: server.url }, issues, exitCode: await stopped }
  },
  view: () => {},
})
