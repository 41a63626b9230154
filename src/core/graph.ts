/**
 * The first cycle found in a directed graph as the list of its nodes, or undefined. Iterative, so that a long chain
 * does not exhaust the stack.
 *
 * @param edges  node -> nodes it points at; unknown targets are ignored
 */
export function findCycle(edges: ReadonlyMap<string, Iterable<string>>): string[] | undefined {
  const done = new Set<string>()
  for (const start of edges.keys()) {
    const cycle = done.has(start) ? undefined : cycleFrom(start, edges, done)
    if (cycle) return cycle
  }
  return undefined
}

function cycleFrom(
  start: string,
  edges: ReadonlyMap<string, Iterable<string>>,
  done: Set<string>,
): string[] | undefined {
  const trail = [{ node: start, targets: [...(edges.get(start) ?? [])] }]
  const onTrail = new Set([start])
  for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
    const next = top.targets.pop()
    if (next === undefined) {
      done.add(top.node)
      onTrail.delete(top.node)
      trail.pop()
    } else if (onTrail.has(next)) {
      const nodes = trail.map((step) => step.node)
      return nodes.slice(nodes.indexOf(next))
    } else if (!done.has(next) && edges.has(next)) {
      onTrail.add(next)
      trail.push({ node: next, targets: [...(edges.get(next) ?? [])] })
    }
  }
  return undefined
}
