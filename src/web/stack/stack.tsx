import { useAccess } from '../access/access.tsx'
import { readCatalog } from '../api.ts'
import { Failure, Loading, Offline } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { isSignInOver } from '../server.ts'
import { NeedsRole } from '../shell/needs.tsx'
import type { ViewProps } from '../shell/routes.ts'
import { useText } from '../text/text.tsx'
import { Builder } from './builder.tsx'

/** The stack builder, as soon as the catalogue is there. */
export default function Stack({ params }: ViewProps) {
  const text = useText()
  const { session } = useAccess()
  const { value: entries, error, nextTry, reload } = useLoad(session?.user?.name ?? '', readCatalog)
  if (entries) return <Builder entries={entries} view={params.view === 'file' ? 'file' : 'build'} />
  if (nextTry !== undefined) return <Offline nextTry={nextTry} onRetry={reload} />
  // reached from elsewhere, even computing needs somebody to be signed in
  if (isSignInOver(error)) return <NeedsRole title={text('stack')} session={session} needs="viewer" />
  if (error) return <Failure title={text('notRead', { what: text('catalogue') })} error={error} onRetry={reload} />
  return <Loading label={text('loading')} />
}
