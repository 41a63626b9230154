import type { Job } from '../plants/api.ts'

/** What a job tells that makes an offline bundle, event by event. Pure. */
export interface BundleProgress {
  readonly images: readonly string[]
  /** Images that are there. */
  readonly done: number
  readonly packedBytes: number
  /** The job's end; undefined while it runs. */
  readonly end?: Job
}

export const nothingPacked: BundleProgress = { images: [], done: 0, packedBytes: 0 }

export type BundleEvent =
  | { readonly kind: 'begun'; readonly data: { readonly images: readonly string[] } }
  | { readonly kind: 'image'; readonly data: { readonly image: string } }
  | { readonly kind: 'packed'; readonly data: { readonly bytes: number } }
  | { readonly kind: 'end'; readonly data: Job }

export function afterBundleEvent(before: BundleProgress, { kind, data }: BundleEvent): BundleProgress {
  if (kind === 'begun') return { ...nothingPacked, images: data.images }
  if (kind === 'image') return { ...before, done: before.done + 1 }
  if (kind === 'packed') return { ...before, packedBytes: data.bytes }
  return { ...before, end: data }
}

/** The image that is being got; undefined before the first and when all are there. */
export const imageNow = ({ images, done }: BundleProgress): string | undefined => images[done]
