import { randomBytes } from 'node:crypto'

/**
 * Random bytes out of a larger draw, because asking the system costs more than the bytes do. No byte is given twice.
 *
 * @param draw where the bytes come from, by default the system
 */
export function drawnAhead(draw: (count: number) => Buffer = randomBytes): (count: number) => Buffer {
  let ahead: Buffer = Buffer.alloc(0)
  return (count) => {
    if (count > ahead.length) ahead = draw(Math.max(count, 4096))
    const bytes = ahead.subarray(0, count)
    ahead = ahead.subarray(count)
    return bytes
  }
}
