import { createHash } from 'node:crypto'
import yazl from 'yazl'

/** A ZIP archive with these entries, as any program would write it. */
export async function zipOf(entries: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The descriptor of a module, as the build plugin writes it. */
export const moduleXml = (id: string, floor = '8.1.0'): string => `<?xml version="1.0" encoding="UTF-8"?>
<modules>
\t<module>
\t\t<name>Example</name>
\t\t<id>${id}</id>
\t\t<version>1.2.3.2025010203</version>
\t\t<requiredIgnitionVersion>${floor}</requiredIgnitionVersion>
\t\t<hook scope="G">com.example.Hook</hook>
\t</module>
</modules>`

/** A module file with everything but working code and a real signature. */
export const modl = (id: string, floor?: string): Promise<Buffer> =>
  zipOf({
    'module.xml': moduleXml(id, floor),
    'gateway.jar': 'no code',
    'license.html': 'MIT',
    'signatures.properties': '#',
    'certificates.p7b': '',
  })

/** A gateway backup as 8.1 makes it. */
export const gwbk = (version: string): Promise<Buffer> =>
  zipOf({
    'backupinfo.xml': `<gateway-backup>\n\t<version>${version}</version>\n</gateway-backup>`,
    'db_backup_sqlite.idb': 'a database',
  })

/** An archive with one entry under a name that no library writes: the same bytes, another name of the same length. */
export async function zipWithName(name: string): Promise<Buffer> {
  const placeholder = 'x'.repeat(name.length)
  const zip = await zipOf({ 'module.xml': moduleXml('com.example.demo'), [placeholder]: 'content' })
  return Buffer.from(zip.toString('latin1').replaceAll(placeholder, name), 'latin1')
}

/** A module whose entry claims to unpack to so many bytes, as one of zeros would that took long to make. */
export async function zipClaiming(bytes: number): Promise<Buffer> {
  const zip = await zipOf({ 'module.xml': moduleXml('com.example.demo'), zeros: 'few' })
  const entryHeader = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  zip.writeUInt32LE(bytes, entryHeader + 24)
  return zip
}

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')
