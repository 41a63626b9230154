import { CommandLine } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { ask } from '../server.ts'
import { useText } from '../text/text.tsx'
import { Panel } from './panel.tsx'

interface Told {
  readonly version: string
  /** What `/readyz` tells besides its status. */
  readonly ready: Readonly<Record<string, unknown>>
}

async function readServer(signal: AbortSignal): Promise<Told> {
  const [{ info }, ready] = await Promise.all([
    ask<{ info: { version: string } }>('/api/v1/openapi.json', { signal }),
    ask<Record<string, unknown>>('/readyz', { signal }),
  ])
  return { version: info.version, ready }
}

/** What the server tells about itself; nothing that it does not tell. */
export function Server() {
  const text = useText()
  const loaded = useLoad('', readServer)
  return (
    <div className="page">
      <div className="cols-3">
        <Panel title={text('thisServer')}>
          <Whole loaded={loaded} what={text('thisServer')} command="ign doctor" rows={3}>
            {(value) => (
              <div className="box">
                <dl className="facts wide">
                  <dt>{text('version')}</dt>
                  <dd className="mono">{value.version}</dd>
                  <dt>{text('address')}</dt>
                  <dd className="mono">{location.origin}</dd>
                  <dt>TLS</dt>
                  <dd>{text(location.protocol === 'https:' ? 'tlsOn' : 'tlsOff')}</dd>
                  {facts(value.ready).map(([name, fact]) => (
                    <Fact key={name} name={name} fact={fact} />
                  ))}
                </dl>
              </div>
            )}
          </Whole>
        </Panel>
        <Panel title={text('apiDocs')}>
          <div className="box">
            <p className="t2">{text('apiDocsText')}</p>
            <div className="row wrap">
              <a className="btn" href="/api/docs">
                {text('openApiDocs')}
              </a>
              <a className="btn quiet" href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
                {text('openApiFile')}
              </a>
            </div>
          </div>
        </Panel>
      </div>
      <Panel title={text('settings')}>
        <div className="box">
          <p className="t2">{text('serverSettingsText')}</p>
          <CommandLine line={text('serverCommand')} />
        </div>
      </Panel>
    </div>
  )
}

/** Texts and numbers of an answer, also those one level down. */
function facts(ready: Told['ready']): readonly (readonly [string, string])[] {
  return Object.entries(ready).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([inner, one]) => [`${name} ${inner}`, String(one)] as const)
      : [[name, String(value)] as const],
  )
}

function Fact({ name, fact }: { readonly name: string; readonly fact: string }) {
  const text = useText()
  const title = name === 'status' ? text('ready') : name === 'database' ? text('stateDatabase') : name
  return (
    <>
      <dt>{title}</dt>
      <dd className="mono">{fact}</dd>
    </>
  )
}
