import { Glyph } from '../parts/icon.tsx'
import { useNow } from '../parts/states.tsx'
import { ago, moment } from '../parts/time.ts'
import type { Change, Plant } from '../plants/api.ts'
import { personOf } from '../plants/person.ts'
import { useLanguage, useText } from '../text/text.tsx'
import { isUnverified } from './attention.ts'
import { PlantMenu } from './plant-menu.tsx'

interface PlantTableProps {
  readonly plants: readonly Plant[]
  readonly changes: readonly Change[]
  readonly onChange: () => void
}

export function PlantTable({ plants, changes, onChange }: PlantTableProps) {
  const text = useText()
  return (
    <table className="plants">
      <thead>
        <tr>
          <th scope="col">{text('plant')}</th>
          <th scope="col">{text('plantState')}</th>
          <th scope="col">{text('wiresProven')}</th>
          <th scope="col" className="num">
            {text('services')}
          </th>
          <th scope="col">{text('lastChange')}</th>
          <th scope="col">
            <span className="vh">{text('openPlant')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {plants.map((plant) => (
          <tr key={plant.id} className="hit">
            <td>
              <span className="two">
                <a className="plant-link inset" data-row href={`/stack?plant=${plant.id}`}>
                  {plant.name}
                </a>
                <span>
                  {text('versionOf', { version: plant.version })}
                  {isOtherwise(plant) && `, ${text('projectOf', { project: plant.summary.project ?? '' })}`}
                </span>
              </span>
            </td>
            <td>
              <PlantState plant={plant} />
            </td>
            <td>
              <ProvenMeter plant={plant} />
            </td>
            <td className="num">{plant.summary.services}</td>
            <td>
              <LastChange plant={plant} changes={changes} />
            </td>
            <td className="num">
              <PlantMenu plant={plant} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The plant file calls it by another name than people do. */
const isOtherwise = ({ name, summary: { project } }: Plant): boolean => project !== null && project !== name

function LastChange({ plant, changes }: { readonly plant: Plant; readonly changes: readonly Change[] }) {
  const text = useText()
  const { language } = useLanguage()
  const now = useNow(10_000)
  const { id, version, updatedAt, updatedBy } = plant
  const note = changes.find((one) => one.plant === id && one.version === version)?.note
  return (
    <span className="two">
      <span className="cut">{note || text('saved')}</span>
      <span title={moment(updatedAt, language)}>
        {ago(updatedAt, now, language)}, {personOf(updatedBy)}
      </span>
    </span>
  )
}

function PlantState({ plant }: { readonly plant: Plant }) {
  const text = useText()
  const { summary, proof } = plant
  const failed = proof?.failed ?? 0
  if (summary.errors > 0 || failed > 0)
    return (
      <span className="row is-fault">
        <Glyph state="error" label={text('broken')} />
        {failed > 0 ? text('plantBroken', { count: failed }) : text('plantErrors', { count: summary.errors })}
      </span>
    )
  if (summary.warnings > 0)
    return (
      <span className="row">
        <Glyph state="warning" label={text('warning')} />
        {text('plantWarnings', { count: summary.warnings })}
      </span>
    )
  if (summary.manual > 0)
    return (
      <span className="row t2">
        <Glyph state="manual" />
        {text('manualCount', { count: summary.manual })}
      </span>
    )
  return <span className="t2">{text(isUnverified(plant) ? 'toVerify' : 'nothingToDo')}</span>
}

function ProvenMeter({ plant: { proof, version } }: { readonly plant: Plant }) {
  const text = useText()
  if (!proof) return <span className="t3">{text('notTried')}</span>
  const total = proof.passed + proof.failed
  return (
    <span className={proof.failed > 0 ? 'meter short' : 'meter'}>
      <span className="b">
        <span style={{ width: `${(100 * proof.passed) / Math.max(1, total)}%` }} />
      </span>
      {text('provenOf', { passed: proof.passed, total })}
      {proof.version !== version && <span className="xs t3">{text('provenOlder', { version: proof.version })}</span>}
    </span>
  )
}
