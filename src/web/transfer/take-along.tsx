import { useId, useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { projectOf } from '../api.ts'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Icon } from '../parts/icon.tsx'
import type { IconName } from '../parts/icons.ts'
import { Menu } from '../parts/menu.tsx'
import { save } from '../parts/save.ts'
import { CommandLine } from '../parts/states.tsx'
import type { PlantText } from '../plants/api.ts'
import { go, usePlace } from '../shell/place.ts'
import { useText } from '../text/text.tsx'
import { downloadPlant } from './api.ts'
import { BundleDialog } from './bundle-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FailureDialog } from './failure-dialog.tsx'
import type { Held } from './held.ts'

export interface Taking {
  /** The project: with the kept secrets of a plant that is saved, with new ones of a draft. */
  readonly download: () => void
  readonly downloadFresh: () => void
  /** Why the project cannot be had now. */
  readonly obstacle: string | undefined
  readonly isMaking: boolean
  readonly failure: Error | undefined
  readonly forgetFailure: () => void
  /** Name of the project that was taken last, without `.zip`, until somebody has read what to do with it. */
  readonly taken: string | undefined
  readonly forgetTaken: () => void
}

/** Makes projects when they are asked for. */
export function useTaking({ plant, name, newest, isChanged, isReady }: Held): Taking {
  const text = useText()
  const user = useUser()
  const [isMaking, setMaking] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const [taken, setTaken] = useState<string>()
  const take = async (read: () => Promise<Blob>) => {
    setMaking(true)
    setFailure(undefined)
    try {
      save(await read(), `${name}.zip`)
      setTaken(name)
    } catch (error) {
      setFailure(error as Error)
    } finally {
      setMaking(false)
    }
  }
  const obstacleOf = () => {
    const mayTake = user !== undefined && isAtLeast(user.role, 'engineer')
    if (newest && !mayTake) return text('keptNeedsRole', { role: text('engineer'), mine: text(user?.role ?? 'viewer') })
    if (!isReady) return text('cannotDownload')
    return newest && isChanged ? text('keptNeedsSave') : undefined
  }
  const fresh = () => projectOf(plant)
  return {
    download: () => void take(newest ? () => downloadPlant(newest.id) : fresh),
    downloadFresh: () => void take(fresh),
    obstacle: obstacleOf(),
    isMaking,
    failure,
    forgetFailure: () => setFailure(undefined),
    taken,
    forgetTaken: () => setTaken(undefined),
  }
}

/** What to do with the project that was downloaded. */
export function TakenBanner({ taking: { taken, forgetTaken } }: { readonly taking: Taking }) {
  const text = useText()
  if (taken === undefined) return null
  const start = `unzip ${taken}.zip -d ${taken} && docker compose --project-directory ${taken} up --detach --wait`
  return (
    <div className="banner calm" role="status">
      <Icon name="download" />
      <span className="nowrap">{text('zipTaken', { file: `${taken}.zip` })}</span>
      <CommandLine line={start} />
      <span className="spring" />
      <button type="button" className="tool mini" aria-label={text('close')} onClick={forgetTaken}>
        <Icon name="x" />
      </button>
    </div>
  )
}

interface TakeAlongProps {
  readonly held: Held
  readonly taking: Taking
  readonly onDownloadPlant: () => void
}

/** Every way to take a plant out of the browser: the project first, the others in a menu. */
export function TakeAlong({ held, taking, onDownloadPlant }: TakeAlongProps) {
  const text = useText()
  const { newest, isReady } = held
  const { obstacle, isMaking, failure } = taking
  const { query } = usePlace()
  const [asked, setAsked] = useState<'export' | 'bundle'>()
  // a job leads here
  const isBundle = newest !== undefined && (asked === 'bundle' || query.has('bundle'))
  const closeBundle = () => {
    setAsked(undefined)
    if (newest && query.has('bundle')) go(`/stack?plant=${newest.id}`, { replace: true })
  }
  return (
    <>
      <Menu
        label={text('takeAlong')}
        className="btn"
        trigger={
          <>
            {text('takeAlong')}
            <Icon name="down" size={12} />
          </>
        }
      >
        <Way icon="file" title={text('downloadPlant')} help={text('plantFileHelp')} onTake={onDownloadPlant} />
        <Way
          icon="download"
          title={text('freshZip')}
          help={text('freshZipHelp')}
          obstacle={isReady ? undefined : text('cannotDownload')}
          onTake={taking.downloadFresh}
        />
        <KeptWays newest={newest} isReady={isReady} onAsk={setAsked} />
      </Menu>
      <GuardedButton
        className="btn primary"
        obstacle={obstacle ?? (isMaking ? text('making') : undefined)}
        title={obstacle ? undefined : text(newest ? 'keptZip' : 'downloadZip', { version: newest?.version ?? 0 })}
        onClick={taking.download}
      >
        <Icon name="download" />
        {text(isMaking ? 'making' : 'download')}
      </GuardedButton>
      {failure && (
        <FailureDialog
          error={failure}
          command={`ign stack bundle plant.yaml -o ${held.name}.zip`}
          onClose={taking.forgetFailure}
        />
      )}
      {asked === 'export' && newest && <ExportDialog held={held} plant={newest} onClose={() => setAsked(undefined)} />}
      {isBundle && <BundleDialog held={held} plant={newest} onClose={closeBundle} />}
    </>
  )
}

interface KeptWaysProps {
  readonly newest: PlantText | undefined
  readonly isReady: boolean
  readonly onAsk: (what: 'export' | 'bundle') => void
}

/** What takes secrets that are kept. */
function KeptWays({ newest, isReady, onAsk }: KeptWaysProps) {
  const text = useText()
  const user = useUser()
  const mayTake = user !== undefined && isAtLeast(user.role, 'engineer')
  const obstacle = !newest
    ? text('keptNeedsPlant')
    : !mayTake
      ? text('keptNeedsRole', { role: text('engineer'), mine: text(user?.role ?? 'viewer') })
      : isReady
        ? undefined
        : text('cannotDownload')
  const ways = [
    ['export', 'lock', 'closedFile', 'closedFileHelp'],
    ['bundle', 'offline', 'offlineBundle', 'offlineBundleHelp'],
  ] as const
  return ways.map(([what, icon, title, help]) => (
    <Way key={what} icon={icon} title={text(title)} help={text(help)} obstacle={obstacle} onTake={() => onAsk(what)} />
  ))
}

interface WayProps {
  readonly icon: IconName
  readonly title: string
  readonly help: string
  readonly obstacle?: string | undefined
  readonly onTake: () => void
}

function Way({ icon, title, help, obstacle, onTake }: WayProps) {
  const told = useId()
  return (
    <GuardedButton className="way" obstacle={obstacle} toldBy={told} onClick={onTake}>
      <Icon name={icon} />
      <span className="two">
        <span>{title}</span>
        <span id={told} className="xs t3">
          {obstacle ?? help}
        </span>
      </span>
    </GuardedButton>
  )
}
