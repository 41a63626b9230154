import { useUser } from '../access/access.tsx'
import { readAudit } from '../audit/api.ts'
import { GuardedButton } from '../parts/guarded-button.tsx'
import { Icon } from '../parts/icon.tsx'
import { save } from '../parts/save.ts'
import { Blank, useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import { useLoad } from '../parts/use-load.ts'
import { forgetDraft, isWork, keepDraft, keptDraft } from '../plants/draft.ts'
import { personOf } from '../plants/person.ts'
import { go } from '../shell/place.ts'
import { useLanguage, useText } from '../text/text.tsx'

/** Where a link leads to a plant that is not there: what became of it, and what of it is still in this browser. */
export function GonePlant({ id }: { readonly id: string }) {
  const text = useText()
  const draft = keptDraft(id)?.text
  const other = keptDraft(undefined)?.text
  const isFree = other === undefined || other === draft || !isWork(other)
  const open = (plant: string) => {
    keepDraft(undefined, { base: 0, text: plant })
    forgetDraft(id)
    go('/stack')
  }
  return (
    <Blank
      icon="stack"
      title={text('goneTitle')}
      actions={
        <>
          <a className="btn primary" href="/">
            {text('openPlants')}
          </a>
          {draft !== undefined && (
            <>
              <GuardedButton
                className="btn"
                obstacle={isFree ? undefined : text('goneOther')}
                onClick={() => open(draft)}
              >
                <Icon name="file" />
                {text('goneOpenDraft')}
              </GuardedButton>
              <button
                type="button"
                className="btn"
                onClick={() => save(new Blob([draft], { type: 'application/yaml' }), 'plant.yaml')}
              >
                <Icon name="download" />
                {text('goneTakeDraft')}
              </button>
            </>
          )}
        </>
      }
    >
      <Removal id={id} />
      {draft !== undefined && <p>{text('goneDraft')}</p>}
    </Blank>
  )
}

/** By whom and when, for those who may read the audit. */
function Removal({ id }: { readonly id: string }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  const mayAsk = useUser()?.role === 'administrator'
  const asked = { limit: 1, action: 'plant.remove', target: id, show: 'changed' } as const
  const { value } = useLoad(`removal ${id} ${mayAsk}`, async (signal) =>
    mayAsk ? { line: (await readAudit(asked, signal)).items[0] } : undefined,
  )
  if (value === undefined) return <p>{text('goneText')}</p>
  const { line } = value
  if (line === undefined) return <p>{text('goneUnknown')}</p>
  return (
    <p>
      {text('goneBy', {
        who: personOf(line.actor),
        time: ago(line.at, now, language),
        moment: moment(line.at, language),
      })}
    </p>
  )
}
