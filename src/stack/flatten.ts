import { Document, isMap, isScalar, type Node, Pair, parseDocument, visit, YAMLMap } from 'yaml'
import type { PlantParts } from './parse.ts'

/**
 * One plant file that says what several said together: overlays are laid over the plant, services of its folder stand
 * under `catalog.services`. Comments stay; where a text repeats itself by aliases it is written out without them.
 *
 * @param text  of a plant that was parsed without errors, like everything in `parts`
 */
export function flattened(text: string, { overlays = [], definitions }: PlantParts): string {
  const own = Object.entries(typeof definitions === 'object' ? definitions : {})
  if (overlays.length === 0 && own.length === 0) return text
  const plant = readWithoutAliases(text)
  for (const [id, definition] of own) {
    const { contents } = readWithoutAliases(definition.text)
    if (contents) layAt(plant, ['catalog', 'services', id], contents)
  }
  for (const overlay of overlays) {
    const { contents } = readWithoutAliases(overlay.text)
    if (isMap(contents)) layOver(mapAt(plant, []), contents)
  }
  if (plant.hasIn(['catalog', 'folder'])) plant.deleteIn(['catalog', 'folder'])
  return plant.toString({ lineWidth: 0 })
}

function readWithoutAliases(text: string): Document {
  const document: Document = parseDocument(text)
  let repeats = false
  visit(document, {
    Alias: () => {
      repeats = true
      return visit.BREAK
    },
  })
  return repeats ? new Document(document.toJS(), { aliasDuplicateObjects: false }) : document
}

function layAt(document: Document, path: readonly string[], node: Node): void {
  if (isMap(node)) layOver(mapAt(document, path), node)
  else document.setIn(path, node)
}

/** The mapping at a path, made where there is none. */
function mapAt(document: Document, path: readonly string[]): YAMLMap {
  if (path.length === 0 && !isMap(document.contents)) document.contents = new YAMLMap()
  const found = path.length === 0 ? document.contents : document.getIn(path, true)
  if (isMap(found)) return found
  const made = new YAMLMap()
  document.setIn(path, made)
  return made
}

/** As values are laid over each other: key by key, `null` takes a key away, everything else replaces what was there. */
function layOver(under: YAMLMap, over: YAMLMap): void {
  for (const { key, value } of over.items) {
    const name = isScalar(key) ? key.value : key
    const known = under.items.find((pair) => isScalar(pair.key) && pair.key.value === name)
    if (value === null || (isScalar(value) && value.value === null)) under.delete(name)
    else if (!isMap(value)) replace(under, known, key, value)
    else if (isMap(known?.value)) layOver(known.value, value)
    else replace(under, known, key, withoutNulls(value))
  }
}

function replace(under: YAMLMap, known: Pair | undefined, key: unknown, value: unknown): void {
  if (known) known.value = value
  else under.items.push(new Pair(key, value))
}

/** The same mapping, with nothing in it that would take away what is not there. */
function withoutNulls(map: YAMLMap): YAMLMap {
  const made = new YAMLMap()
  made.flow = map.flow ?? false
  made.commentBefore = map.commentBefore ?? null
  made.comment = map.comment ?? null
  layOver(made, map)
  return made
}
