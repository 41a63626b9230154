import type { Path } from '../../../core/issue.ts'
import type { Archive, ServiceProblem, UserFile } from '../../model.ts'
import type { ThirdPartyModule } from './options.ts'

/** What is known of a module from its `module.xml`. */
export interface ModuleFacts {
  readonly id: string
  readonly version: string
  /** The oldest Ignition it runs on. */
  readonly floor: string | undefined
}

/** The largest modules have some 100 MiB. */
const maxModuleBytes = 512 * 1024 ** 2
const maxBackupBytes = 2048 * 1024 ** 2

/** Makers spell element names in camel case or in lower case. */
export function moduleFacts(xml: string): ModuleFacts | undefined {
  const text = xml.replace(/<!--[\s\S]*?-->/g, '')
  const value = (name: string) => new RegExp(`<${name}>\\s*([^<>]{1,200}?)\\s*</${name}>`, 'i').exec(text)?.[1]
  const id = value('id')
  if (!/<module\b/i.test(text) || id === undefined) return undefined
  return { id, version: value('version') ?? '', floor: value('requiredIgnitionVersion') }
}

/** True when `version` is the floor or newer; what cannot be compared is let pass, because the gateway decides. */
export function reaches(version: string, floor: string): boolean {
  const numbers = (text: string) => (/^\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number)
  const [have, need] = [numbers(version), numbers(floor)]
  for (let index = 0; index < 3; index++) {
    const difference = (have[index] ?? 0) - (need[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/** A module file: where it goes, and what it must be. */
export const moduleFile = (
  module: ThirdPartyModule,
  index: number,
  gateway: { readonly version: string; readonly allowUnsigned: boolean },
): UserFile => ({
  path: `modules/${module.id}.modl`,
  mount: `/usr/local/bin/ignition/user-lib/modules/${module.id}.modl`,
  source: module.file,
  sha256: module.sha256,
  at: ['options', 'thirdPartyModules', index, 'file'],
  maxBytes: maxModuleBytes,
  texts: ['module.xml'],
  check: (archive) => moduleProblems(module, index, archive, gateway),
})

function moduleProblems(
  module: ThirdPartyModule,
  index: number,
  { entries, sha256, texts }: Archive,
  gateway: { readonly version: string; readonly allowUnsigned: boolean },
): ServiceProblem[] {
  const base: Path = ['options', 'thirdPartyModules', index]
  const file = JSON.stringify(module.file)
  if (module.sha256 !== undefined && module.sha256 !== sha256) {
    const message = `${file} has the SHA-256 ${sha256}`
    return [mismatch([...base, 'sha256'], message, 'Get the file again, or correct the checksum.')]
  }
  const xml = texts['module.xml']
  const facts = xml === undefined ? undefined : moduleFacts(xml)
  if (!facts) {
    const message = `${file} is no Ignition module: ${xml === undefined ? 'it has no module.xml' : 'its module.xml names none'}`
    return [invalid([...base, 'file'], message, 'Name a .modl file.')]
  }
  if (facts.id !== module.id) {
    const message = `${file} holds the module "${facts.id.replace(/[^\x20-\x7e]/g, '?')}"`
    return [mismatch([...base, 'id'], message, 'Correct the identifier or the path.')]
  }
  return [
    ...(facts.floor === undefined || reaches(gateway.version, facts.floor)
      ? []
      : [
          mismatch(
            [...base, 'file'],
            `${file} needs Ignition ${facts.floor.replace(/[^\w.-]/g, '?')} or newer, the gateway is ${gateway.version}`,
            'Get the file for this version of Ignition.',
          ),
        ]),
    ...(gateway.allowUnsigned || isSigned(entries)
      ? []
      : [
          invalid(
            [...base, 'file'],
            `${file} is not signed, so the gateway would not load it`,
            'Get a signed file, or set allowUnsignedModules: true for development.',
          ),
        ]),
  ]
}

/** Whether it holds a signature; whether that is good the gateway decides. */
export const isSigned = (entries: readonly string[]): boolean =>
  ['signatures.properties', 'certificates.p7b'].every((name) => entries.includes(name))

/** 8.1 tells its version in `backupinfo.xml`; 8.3 packs its data folder with `config/`. */
export const isBackup = ({ entries, texts }: Pick<Archive, 'entries' | 'texts'>): boolean =>
  texts['backupinfo.xml'] !== undefined || entries.some((name) => /^(config|projects)\/|\.idb$/.test(name))

/** A backup; it holds users and connections, so it is kept with the secrets. */
export const backupFile = (source: string, version: string): UserFile => ({
  path: 'restore.gwbk',
  mount: '/restore.gwbk',
  source,
  at: ['options', 'restore'],
  secret: true,
  maxBytes: maxBackupBytes,
  texts: ['backupinfo.xml'],
  check: (archive) => backupProblems(source, archive, version),
})

function backupProblems(source: string, archive: Archive, version: string): ServiceProblem[] {
  const at: Path = ['options', 'restore']
  const file = JSON.stringify(source)
  const info = archive.texts['backupinfo.xml']
  if (!isBackup(archive)) {
    return [invalid(at, `${file} is no gateway backup`, 'Name a .gwbk file that a gateway has made.')]
  }
  const made = /<version>\s*(\d+\.\d+\.\d+)[^<]*<\/version>/i.exec(info ?? '')?.[1]
  if (made === undefined || reaches(version, made)) return []
  const message = `${file} was made by Ignition ${made}, the gateway is ${version}`
  return [mismatch(at, message, 'Use a gateway of that version or newer.')]
}

const invalid = (path: Path, message: string, hint: string): ServiceProblem => ({
  severity: 'error',
  code: 'stack.file-invalid',
  path,
  message,
  hint,
})

const mismatch = (path: Path, message: string, hint: string): ServiceProblem => ({
  severity: 'error',
  code: 'stack.file-mismatch',
  path,
  message,
  hint,
})
