import { useAccess } from '../access/access.tsx'
import { Blank, Loading } from '../parts/states.tsx'
import { useLoad } from '../parts/use-load.ts'
import { useRepeat } from '../parts/use-repeat.ts'
import { Whole } from '../parts/whole.tsx'
import { readChanges, readJobs, readPlants } from '../plants/api.ts'
import { signInFrom } from '../shell/paths.ts'
import { useText } from '../text/text.tsx'
import { HomeBar } from './home-bar.tsx'
import { Overview, type Seen } from './overview.tsx'

/** Running jobs move on by themselves. */
const askAgainMs = 3000

async function readAll(signal: AbortSignal): Promise<Seen> {
  const [plants, changes, jobs] = await Promise.all([readPlants(signal), readChanges(signal), readJobs({}, signal)])
  return { plants, changes, jobs: jobs.items }
}

/** The first view: the plants of this server, or what a visitor can do. */
export default function Home() {
  const { session } = useAccess()
  const text = useText()
  if (session === undefined)
    return (
      <>
        <header className="pagebar">
          <h1>{text('plants')}</h1>
        </header>
        <Loading label={text('loadingView')} />
      </>
    )
  return session.state === 'signed-in' ? <Plants /> : <Welcome isNew={session.state === 'setup'} />
}

/** Building needs nobody to be signed in; keeping does. */
function Welcome({ isNew }: { readonly isNew: boolean }) {
  const text = useText()
  return (
    <>
      <header className="pagebar">
        <h1>{text('plants')}</h1>
      </header>
      <div className="page">
        <section className="panel">
          <Blank
            icon="stack"
            title={text('welcome')}
            actions={
              <>
                <a className="btn primary" href="/stack">
                  {text('welcomeBuild')}
                </a>
                <a className="btn" href={isNew ? '/setup' : signInFrom('/')}>
                  {text(isNew ? 'setUp' : 'signIn')}
                </a>
              </>
            }
          >
            {text(isNew ? 'welcomeNew' : 'welcomeText')}
          </Blank>
        </section>
      </div>
    </>
  )
}

/** All plants, what is wrong, what has changed, what runs; each leads to its cause. */
function Plants() {
  const text = useText()
  const loaded = useLoad('home', readAll)
  const { reload } = loaded
  useRepeat(reload, askAgainMs)
  return (
    <>
      <HomeBar onCreated={reload} />
      <Whole loaded={loaded} what={text('plants')} command="ign doctor">
        {(seen) => (seen.plants.length === 0 ? <NoPlants /> : <Overview seen={seen} onChange={reload} />)}
      </Whole>
    </>
  )
}

function NoPlants() {
  const text = useText()
  return (
    <div className="page">
      <section className="panel">
        <Blank
          icon="stack"
          title={text('homeEmpty')}
          actions={
            <a className="btn primary" href="/stack">
              {text('startPlant')}
            </a>
          }
          command="ign stack init --template full-iiot > plant.yaml"
        >
          {text('homeEmptyText')}
        </Blank>
      </section>
    </div>
  )
}
