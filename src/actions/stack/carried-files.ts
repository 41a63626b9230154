import { createHash } from 'node:crypto'
import { isAbsolute, normalize } from 'node:path/posix'
import { z } from 'zod'
import type { Blueprint, UserContents } from '../../stack/index.ts'
import { actionError } from '../errors.ts'

/** What all files of the user's own together may have: a page in a browser has to hold them in memory. */
export const maxCarriedBytes = 128 * 1024 ** 2

/** A file of the user's own within a sealed file; its bytes stand behind the text, in the order of the list. */
export const CarriedFile = z.strictObject({
  path: z.string(),
  bytes: z.int().min(0).max(maxCarriedBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  secret: z.boolean(),
})
export type CarriedFile = z.infer<typeof CarriedFile>

/** Names of devices, which some systems do not take for files. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const segment = /^[A-Za-z0-9_(][A-Za-z0-9 ._+()@=,-]{0,199}$/

/** A relative path that is the same file on every system and stays below the folder of the plant file. */
export const isCarriedPath = (path: string): boolean =>
  path.length <= 500 &&
  path.split('/').every((name) => segment.test(name) && !/[. ]$/.test(name) && !devices.test(name))

export interface Carried {
  readonly files: readonly CarriedFile[]
  readonly contents: readonly Uint8Array[]
  /** What stays here, with the reason. */
  readonly left: readonly { readonly file: string; readonly why: string }[]
}

/** Archives of the user's own that the plant names below its folder, each once. */
export function carriedFiles({ userFiles }: Blueprint, contents: UserContents): Carried {
  const files = new Map<string, CarriedFile>()
  const data: Uint8Array[] = []
  const left = new Map<string, string>()
  let total = 0
  for (const { source, target, secret = false } of userFiles) {
    const given = contents.get(target)
    const path = carriedPath(source)
    if (!given || (path !== undefined && files.has(path))) continue
    const bytes = given.bytes.byteLength
    if (path === undefined)
      left.set(source, 'it is not beside the plant file, or has a name that not every system takes')
    else if (total + bytes > maxCarriedBytes)
      left.set(source, `all files together have more than ${mebibytes(maxCarriedBytes)}`)
    else {
      total += bytes
      files.set(path, { path, bytes, sha256: given.sha256, secret })
      data.push(given.bytes)
    }
  }
  return { files: [...files.values()], contents: data, left: [...left].map(([file, why]) => ({ file, why })) }
}

function carriedPath(source: string): string | undefined {
  const path = normalize(source)
  return isAbsolute(source) || !isCarriedPath(path) ? undefined : path
}

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 ** 2)} MiB`

/**
 * The files of a list with their bytes, each compared with its checksum.
 *
 * @throws action.invalid-input  for a name that leads elsewhere, a file that the plant does not name, or other bytes
 */
export function unpackFiles(
  files: readonly CarriedFile[],
  attached: Buffer,
  { userFiles }: Blueprint,
): readonly (CarriedFile & { readonly data: Buffer })[] {
  const named = new Set(userFiles.map(({ source }) => carriedPath(source)))
  const taken = new Set<string>()
  let from = 0
  const unpacked = files.map((file) => {
    const { path, bytes, sha256 } = file
    if (!isCarriedPath(path)) refuse(path, 'has a name that leads elsewhere or that not every system takes')
    if (!named.has(path)) refuse(path, 'is no file that the plant names')
    if (taken.has(path.toLowerCase())) refuse(path, 'is there twice')
    taken.add(path.toLowerCase())
    const data = attached.subarray(from, from + bytes)
    from += bytes
    if (data.length !== bytes || createHash('sha256').update(data).digest('hex') !== sha256) {
      refuse(path, 'is damaged: its checksum is another one')
    }
    return { ...file, data }
  })
  if (from !== attached.length)
    throw actionError('action.invalid-input', 'there are bytes behind the files that belong to none')
  return unpacked
}

function refuse(path: string, why: string): never {
  throw actionError('action.invalid-input', `the file ${JSON.stringify(path.slice(0, 120))} ${why}`)
}
