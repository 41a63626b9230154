import type { Context } from '../actions/action.ts'
import type { Cli } from './cli.ts'

/** Prints the link that makes the first administrator, as long as there is none. */
export async function offerSetup(origin: string, context: Context, cli: Cli): Promise<void> {
  const { setupOffer } = await import('../actions/access/setup.ts')
  const { link } = (await setupOffer.run({ origin }, context)).data
  if (link === undefined) return
  cli.messages.line('There is no user yet. Make the first administrator here, once, within a day:')
  cli.messages.line(`  ${link}`)
}

/** Ends the server and, when all is answered, its state. */
export async function stop(server: { readonly close: () => Promise<void> }, { database }: Context): Promise<void> {
  await server.close()
  await (await database()).close()
}
