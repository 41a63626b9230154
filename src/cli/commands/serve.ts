import { defineCommand, textOption } from '../command.ts'
import { offerSetup, stop } from '../first-run.ts'
import { untilStopped } from '../until-stopped.ts'

export const serve = defineCommand<{ url: string }>({
  words: ['serve'],
  summary: 'Serve the console and the HTTP API until Ctrl-C',
  examples: ['ign serve', 'ign serve --port 8700'],
  options: [
    { flags: '--host <address>', summary: 'Address to listen on (IGN_HOST, 127.0.0.1)' },
    { flags: '--port <number>', summary: 'Port to listen on (IGN_PORT, 8600)' },
  ],
  run: async (input, cli) => {
    const context = await cli.context({ host: textOption(input, 'host'), port: textOption(input, 'port') })
    const { listen } = await import('../../api/listen.ts')
    const server = await listen(context)
    const { watchAuditLength } = await import('../../actions/access/audit-retention.ts')
    const endWatch = watchAuditLength(context)
    // before anybody is told that the server is there, and may stop it
    const stopped = untilStopped(() => endWatch().then(() => stop(server, context)))
    await offerSetup(server.publicUrl, context, cli)
    cli.messages.line(`listening on ${server.url}  (API: ${server.url}/api/v1/openapi.json, Ctrl-C ends)`)
    return { data: { url: server.url }, exitCode: await stopped }
  },
  view: () => {},
})
