import { useMemo, useRef, useState } from 'react'
import { useUser } from '../access/access.tsx'
import { isAtLeast } from '../access/role.ts'
import { failureWords } from '../parts/form.tsx'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Glyph, Icon } from '../parts/icon.tsx'
import { useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { Whole } from '../parts/whole.tsx'
import { type PlantText, readVersion, readVersions, restoreVersion } from '../plants/api.ts'
import { Difference } from '../plants/difference.tsx'
import { personOf } from '../plants/person.ts'
import { withQuery } from '../shell/paths.ts'
import { usePlace } from '../shell/place.ts'
import { plantCrumbs, useCommands, useCrumbs } from '../shell/told.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { StackTabs } from './tabs.tsx'

interface VersionsProps {
  readonly plant: PlantText
  readonly onRestored: () => void
}

/** Everything that a plant was before, and what each version changed. */
export function Versions({ plant, onRestored }: VersionsProps) {
  const text = useText()
  const { language } = useLanguage()
  const { query } = usePlace()
  const now = useNow(10_000)
  const shown = Number(query.get('version') ?? plant.version)
  const loaded = useLoad(`${plant.id} ${plant.version}`, (signal) => readVersions(plant.id, signal))
  useCrumbs(...plantCrumbs(text, plant), { label: text('versions') })
  return (
    <>
      <header className="pagebar">
        <h1>{text('stack')}</h1>
        <StackTabs view="versions" plant={plant.id} />
        <span className="spring" />
        <RestoreButton plant={plant} version={shown} onRestored={onRestored} />
      </header>
      <Whole loaded={loaded} what={text('versions')} command="ign doctor">
        {(versions) => (
          <div className="versions">
            <nav className="scroll" aria-label={text('versions')}>
              <ul className="rows">
                {versions.map(({ version, at, by, note, errors }) => (
                  <li key={version} className={version === shown ? 'on' : undefined}>
                    <a
                      className="grow inset"
                      data-row
                      href={withQuery('/stack/versions', '', { plant: plant.id, version: String(version) })}
                      aria-current={version === shown ? 'true' : undefined}
                    >
                      <span className="two">
                        <span>
                          <b>{version}</b> {note || <span className="t3">{text('noNote')}</span>}
                        </span>
                        <span title={moment(at, language)}>
                          {ago(at, now, language)}, {personOf(by)}
                          {version === plant.version && `, ${text('newestVersion')}`}
                        </span>
                      </span>
                      {errors !== null && errors > 0 && (
                        <span className="row xs is-fault">
                          <Glyph state="error" size={10} />
                          {text('versionErrors', { count: errors })}
                        </span>
                      )}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <VersionChange key={shown} plant={plant} version={shown} />
          </div>
        )}
      </Whole>
    </>
  )
}

function VersionChange({ plant, version }: { readonly plant: PlantText; readonly version: number }) {
  const text = useText()
  const loaded = useLoad(`${plant.id} ${version}`, async (signal) => ({
    before: version > 1 ? await readVersion(plant.id, version - 1, signal) : '',
    after: await readVersion(plant.id, version, signal),
  }))
  return (
    <section className="change" aria-label={text('versionTitle', { version })}>
      <h2>{text(version > 1 ? 'againstBefore' : 'firstVersion', { version })}</h2>
      {version === plant.version && plant.summary.errors > 0 && (
        <p className="banner bad-bar">
          <Glyph state="error" label={text('errorWord')} />
          <span>{text('savedWithErrors', { version, count: plant.summary.errors })}</span>
          <a href={`/stack?plant=${plant.id}`}>{text('openProblems')}</a>
        </p>
      )}
      <Whole loaded={loaded} what={text('versionTitle', { version })} command="ign doctor">
        {(both) => <Difference {...both} />}
      </Whole>
    </section>
  )
}

interface RestoreProps extends VersionsProps {
  readonly version: number
}

function RestoreButton({ plant, version, onRestored }: RestoreProps) {
  const text = useText()
  const user = useUser()
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean }>()
  const mayWrite = user !== undefined && isAtLeast(user.role, plant.writeRole)
  const restore = async () => {
    try {
      const made = await restoreVersion(plant.id, version, plant.version)
      setSaid({ text: text('restored', { version: made.version, from: version }), isBad: false })
      onRestored()
    } catch (error) {
      setSaid({ text: failureWords(error as Error, text), isBad: true })
    }
  }
  const now = useRef(restore)
  now.current = restore
  const isOffered = mayWrite && version < plant.version
  useCommands(
    useMemo(
      () =>
        isOffered
          ? [{ group: 'do', label: text('restoreVersion', { version }), icon: 'undo', run: () => void now.current() }]
          : [],
      [text, isOffered, version],
    ),
  )
  return (
    <>
      {said && (
        <span className={said.isBad ? 'bad' : 't3 xs'} role="status">
          {said.text}
        </span>
      )}
      {version < plant.version && (
        <GuardedButton
          className="btn primary"
          obstacle={
            mayWrite
              ? undefined
              : text('saveNeedsRole', { role: text(plant.writeRole), mine: text(user?.role ?? 'viewer') })
          }
          onClick={() => void restore()}
        >
          <Icon name="undo" />
          {text('restoreVersion', { version })}
        </GuardedButton>
      )}
    </>
  )
}
