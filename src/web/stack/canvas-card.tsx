import { memo } from 'react'
import type { OutlineService } from '../api.ts'
import { categoryIcon, Glyph, Icon } from '../parts/icon.tsx'
import { useText } from '../text/text.tsx'
import type { Box } from './placing.ts'

interface CardProps {
  readonly service: OutlineService
  readonly box: Box
  readonly worst: 'error' | 'warning' | undefined
  readonly isPicked: boolean
  readonly isFaded: boolean
  /** Not in the version that the server keeps. */
  readonly isNew: boolean
  /** Its first address, where the outside reaches it by a name instead of a port. */
  readonly url: string | undefined
  /** The abilities that it has and that are not drawn, as one text; empty where all are. */
  readonly folded: string
}

/**
 * One service. It holds what every zoom level shows; the level of the stage decides by style what is seen, so that
 * zooming draws no card anew.
 */
export const Card = memo(function Card({ service, box, worst, isPicked, isFaded, isNew, url, folded }: CardProps) {
  const text = useText()
  const { name, title, version, category, addedBecause, ports } = service
  const added = addedBecause === null ? undefined : text('addedService', { why: text.said(addedBecause) })
  const looks = [
    'node inset',
    isPicked && 'picked',
    worst === 'error' && 'err',
    worst === 'warning' && 'warn',
    added !== undefined && 'ext',
    isFaded && 'faded',
  ]
  return (
    <button
      type="button"
      className={looks.filter(Boolean).join(' ')}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      data-name={name}
      aria-pressed={isPicked}
      title={added}
    >
      <Icon name={categoryIcon(category)} />
      <span className="nm cut">{name}</span>
      <span className="marks">
        {isNew && (
          <span className="fold" title={text('newSinceVersion')}>
            <Icon name="plus" size={12} />
            <span className="vh">{text('newSinceVersion')}</span>
          </span>
        )}
        {worst ? (
          <Glyph state={worst} label={text(worst === 'error' ? 'cardError' : 'cardWarning')} />
        ) : (
          folded !== '' && (
            <span className="fold" title={text('folded', { abilities: folded })}>
              <Icon name="metrics" size={12} />
            </span>
          )
        )}
      </span>
      <span className="pr">
        <span className="cut">{title}</span> <span>{version.replace(/^v/, '')}</span>
      </span>
      <span className="po cut mono" aria-hidden="true">
        {ports.map(({ published }) => `:${published}`).join(' ') || (url ?? text('notPublished'))}
      </span>
    </button>
  )
})
