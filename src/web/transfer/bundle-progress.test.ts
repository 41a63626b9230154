import { expect, it } from 'vitest'
import type { Job } from '../plants/api.ts'
import { afterBundleEvent, type BundleEvent, imageNow, nothingPacked } from './bundle-progress.ts'

const after = (...events: readonly BundleEvent[]) => events.reduce(afterBundleEvent, nothingPacked)
const begun: BundleEvent = { kind: 'begun', data: { images: ['postgres:18', 'grafana/grafana:12'] } }

it('names the image that is being got, until all are there', () => {
  expect(imageNow(nothingPacked)).toBeUndefined()
  expect(imageNow(after(begun))).toBe('postgres:18')
  const first: BundleEvent = { kind: 'image', data: { image: 'postgres:18' } }
  expect(imageNow(after(begun, first))).toBe('grafana/grafana:12')
  expect(imageNow(after(begun, first, first))).toBeUndefined()
})

it('counts what is packed, and knows the end', () => {
  const end = { state: 'done' } as Job

  expect(after(begun, { kind: 'packed', data: { bytes: 7 } }, { kind: 'end', data: end })).toEqual({
    images: ['postgres:18', 'grafana/grafana:12'],
    done: 0,
    packedBytes: 7,
    end,
  })
})

it('begins anew when the stream of events does', () => {
  expect(after(begun, { kind: 'image', data: { image: 'postgres:18' } }, begun).done).toBe(0)
})
