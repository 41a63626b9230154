import type { Job, Plant } from '../plants/api.ts'

/** Something about a plant that wants a hand, and what it is. */
export type Attention =
  | {
      readonly kind: 'broken'
      readonly plant: Plant
      readonly count: number
      readonly job: string
      readonly at: string
    }
  | { readonly kind: 'errors'; readonly plant: Plant; readonly count: number }
  | { readonly kind: 'job'; readonly plant: Plant; readonly job: Job }
  | { readonly kind: 'warnings'; readonly plant: Plant; readonly count: number }
  /** Their containers and volumes have the same names. */
  | {
      readonly kind: 'sharing'
      readonly plant: Plant
      readonly project: string
      readonly others: readonly string[]
    }
  /** Of the newest version it is not known whether its stack runs, let alone whether its wires carry current. */
  | { readonly kind: 'unverified'; readonly plant: Plant }
  /** Wires that the generated project leaves to people. */
  | { readonly kind: 'by-hand'; readonly plant: Plant; readonly count: number }

const order: readonly Attention['kind'][] = ['broken', 'errors', 'job', 'warnings', 'sharing', 'unverified', 'by-hand']

/** Left to do, though nothing is wrong. */
export const isCalm = ({ kind }: Attention): boolean => kind === 'unverified' || kind === 'by-hand'

/** What wants a hand, the worst first: broken wires come before all else, because something runs there. Pure. */
export function attentionOf(plants: readonly Plant[], jobs: readonly Job[]): readonly Attention[] {
  return [...plants.flatMap((plant) => aboutPlant(plant, jobs)), ...sharingOf(plants)].toSorted(
    (one, other) => order.indexOf(one.kind) - order.indexOf(other.kind),
  )
}

/** Plants with one Compose project, told at the first of them. */
function sharingOf(plants: readonly Plant[]): readonly Attention[] {
  return plants.flatMap((plant, index) => {
    const { project } = plant.summary
    const isSame = (other: Plant) => project !== null && other.summary.project === project
    if (plants.findIndex(isSame) !== index) return []
    const others = plants.slice(index + 1).filter(isSame)
    return project === null || others.length === 0
      ? []
      : [{ kind: 'sharing', plant, project, others: others.map(({ name }) => name) } as const]
  })
}

/** A later run makes up for one that has failed, so only the last job of a plant counts. */
function aboutPlant(plant: Plant, jobs: readonly Job[]): readonly Attention[] {
  const { proof, summary } = plant
  const last = jobs.find((job) => job.plant === plant.id)
  return [
    ...(proof && proof.failed > 0
      ? [{ kind: 'broken', plant, count: proof.failed, job: proof.job, at: proof.at } as const]
      : []),
    ...(summary.errors > 0 ? [{ kind: 'errors', plant, count: summary.errors } as const] : []),
    ...(last?.state === 'failed' || last?.state === 'lost' ? [{ kind: 'job', plant, job: last } as const] : []),
    ...(summary.warnings > 0 ? [{ kind: 'warnings', plant, count: summary.warnings } as const] : []),
    ...(isUnverified(plant) && !isBeingVerified(last) ? [{ kind: 'unverified', plant } as const] : []),
    ...(summary.manual > 0 ? [{ kind: 'by-hand', plant, count: summary.manual } as const] : []),
  ]
}

/** Nobody has tried the wires of the newest version; one that cannot be generated, or has none to try, is not meant. */
export const isUnverified = ({ proof, version, summary }: Plant): boolean =>
  summary.errors === 0 && summary.automatic > 0 && proof?.version !== version

/** It runs, or is told as a job that did not come to its end. */
const isBeingVerified = (last: Job | undefined): boolean =>
  last?.action === 'stack.verify' && ['running', 'failed', 'lost'].includes(last.state)
