import { createHash } from 'node:crypto'

/** Random bytes that are the same in every run, and different for every seed. */
export function seededRandom(seed = 'seed'): (count: number) => Buffer {
  let calls = 0
  return (count) => {
    const blocks: Buffer[] = []
    for (let length = 0; length < count; length += 32) {
      blocks.push(createHash('sha256').update(`${seed} ${calls++}`).digest())
    }
    return Buffer.concat(blocks).subarray(0, count)
  }
}
