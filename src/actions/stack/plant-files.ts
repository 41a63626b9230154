import { basename, dirname, extname, join } from 'node:path'
import { catalogFolder, type PlantText } from '../../stack/index.ts'
import { actionError } from '../errors.ts'
import type { PlantSource } from './plant-source.ts'

/** How files are read, with errors that name them. */
export interface PlantReader {
  readonly read: (path: string) => string
  /** Names in a folder, or undefined where there is none. */
  readonly list: (folder: string) => readonly string[] | undefined
}

/**
 * A plant file with what stands beside it: `plant.staging.yaml` for the environment `staging`, and the folder of its
 * own services.
 *
 * @throws action.usage when an environment is no word, or the plant comes from standard input
 */
export function readPlantFiles(path: string, environments: readonly string[], reader: PlantReader): PlantSource {
  const text = reader.read(path)
  if (path === '-' && environments.length > 0) {
    const hint = 'Name the plant file instead of reading it from standard input.'
    throw actionError('action.usage', 'an overlay is found beside the plant file, which has no name', { hint })
  }
  const file = path === '-' ? 'stdin' : path
  const overlays = environments.map((name): PlantText => {
    const overlay = overlayPath(path, name)
    return { text: reader.read(overlay), file: overlay }
  })
  const folder = [text, ...overlays.map((one) => one.text)].map(catalogFolder).findLast((one) => one !== undefined)
  return {
    text,
    file,
    ...(overlays.length > 0 ? { overlays, environments: [...environments] } : {}),
    ...(folder === undefined
      ? {}
      : { definitions: definitionsIn(join(path === '-' ? '.' : dirname(path), folder), reader) }),
  }
}

/** `plants/plant.yaml` and `staging` -> `plants/plant.staging.yaml`. */
export function overlayPath(path: string, environment: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,40}$/.test(environment)) {
    const hint = 'Use letters, digits, "-" and "_": --env staging reads plant.staging.yaml.'
    throw actionError('action.usage', `"${environment.slice(0, 60)}" is not a name of an environment`, { hint })
  }
  const extension = extname(path)
  return join(dirname(path), `${basename(path, extension)}.${environment}${extension}`)
}

function definitionsIn(folder: string, { read, list }: PlantReader): Record<string, PlantText> | 'missing' {
  const names = list(folder)
  if (!names) return 'missing'
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort()
  return Object.fromEntries(
    files.map((name) => {
      const file = join(folder, name)
      return [basename(name, extname(name)), { text: read(file), file }]
    }),
  )
}
