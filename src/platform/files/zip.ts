import { dataOf, type FileTree, secretFolder } from '../../core/file-tree.ts'

/**
 * ZIP stores local times: a date made of local parts is the same bytes in every time zone. 1980 is where ZIP begins.
 */
const epoch = new Date(1980, 0, 1)

/** A project as a ZIP archive: the same tree gives the same bytes. Modes are kept, and the secret folder is closed. */
export async function zipTree(tree: FileTree): Promise<Buffer> {
  // by way of `default`: named exports of a CommonJS package are there in Node, but not in a bundle
  const { default: yazl } = await import('yazl')
  const zip = new yazl.ZipFile()
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk))
    zip.outputStream.on('end', () => resolve(Buffer.concat(chunks)))
    zip.outputStream.on('error', reject)
  })
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
  zip.end()
  return done
}
