import type { Readable } from 'node:stream'
import type { ZipFile } from 'yazl'
import { dataOf, type FileTree, secretFolder } from '../../core/file-tree.ts'

/**
 * ZIP stores local times: a date made of local parts is the same bytes in every time zone. 1980 is where ZIP begins.
 */
const epoch = new Date(1980, 0, 1)

/** A project as a ZIP archive: the same tree gives the same bytes. Modes are kept, and the secret folder is closed. */
export async function zipTree(tree: FileTree): Promise<Buffer> {
  const zip = await begun(tree)
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk))
    zip.outputStream.on('end', () => resolve(Buffer.concat(chunks)))
    zip.outputStream.on('error', reject)
  })
  zip.end()
  return done
}

/** A file that is too large to be held, or that follows from those before it. */
export interface LateFile {
  readonly path: string
  /** Asked for when all files before it are written. */
  readonly open: () => Promise<Readable>
}

/** The same with further files behind it, as it is made; it fails as the first of them fails. */
export async function zipWithLate(tree: FileTree, late: readonly LateFile[]): Promise<Readable> {
  const zip = await begun(tree)
  const output = zip.outputStream as Readable
  const fail = (error: unknown) => output.destroy(error as Error)
  zip.on('error', fail)
  for (const { path, open } of late) {
    // its size is not known: more than 4 GiB has to fit
    const options = {
      mtime: epoch,
      mode: 0o100644,
      forceDosTimestamp: true,
      compressionLevel: 1,
      forceZip64Format: true,
    }
    zip.addReadStreamLazy(path, options, (give) => {
      open().then((stream) => give(null, stream.on('error', fail)), fail)
    })
  }
  zip.end()
  return output
}

async function begun(tree: FileTree): Promise<ZipFile> {
  // by way of `default`: named exports of a CommonJS package are there in Node, but not in a bundle
  const { default: yazl } = await import('yazl')
  const zip = new yazl.ZipFile()
  if (tree.files.some((file) => file.secret)) {
    zip.addEmptyDirectory(`${secretFolder}/`, { mtime: epoch, mode: 0o40700, forceDosTimestamp: true })
  }
  for (const file of tree.files) {
    zip.addBuffer(dataOf(file), file.path, {
      mtime: epoch,
      mode: 0o100000 | file.mode,
      forceDosTimestamp: true,
      // small files gain nothing from compression and cost most of the time; binary ones are archives already
      compress: !file.bytes && file.content.length > 4096,
    })
  }
  return zip
}
