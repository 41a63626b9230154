import { type Entry, fromBufferPromise } from 'yauzl'

export interface Unpacked {
  /** Permission bits as `ls` counts them. */
  readonly mode: number
  readonly date: Date
  readonly content: string
}

/** Files and folders of an archive, read by another library than the one that wrote it; unsafe names are refused. */
export async function unzip(zip: Buffer): Promise<ReadonlyMap<string, Unpacked>> {
  const archive = await fromBufferPromise(zip, { strictFileNames: true })
  const files = new Map<string, Unpacked>()
  for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
    const chunks: Buffer[] = []
    if (!entry.fileName.endsWith('/'))
      for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files.set(entry.fileName, {
      mode: (entry.externalFileAttributes >>> 16) & 0o777,
      date: entry.getLastModDate(),
      content: Buffer.concat(chunks).toString('utf8'),
    })
  }
  return files
}
