export interface Point {
  readonly x: number
  readonly y: number
}

const cornerRadius = 4

/** An SVG path along right angles whose corners are round; what stands still is left out. Pure. */
export function roundedPath(points: readonly Point[]): string {
  const distinct = points.filter(
    (point, index) => index === 0 || point.x !== points[index - 1]?.x || point.y !== points[index - 1]?.y,
  )
  const [first, ...rest] = distinct
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  rest.forEach((point, index) => {
    const next = rest[index + 1]
    const before = distinct[index] as Point
    if (!next) path += `L${point.x} ${point.y}`
    else {
      const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, next) / 2)
      const into = towards(point, before, radius)
      const out = towards(point, next, radius)
      path += `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`
    }
  })
  return path
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

const towards = (from: Point, to: Point, by: number): Point => ({
  x: from.x + Math.sign(to.x - from.x) * by,
  y: from.y + Math.sign(to.y - from.y) * by,
})
