import { resolve } from 'node:path'
import type { Issue, Path } from '../../core/issue.ts'
import { type ArchiveFault, type ReadArchive, readArchive } from '../../platform/index.ts'
import type { Blueprint, UserContents } from '../../stack/index.ts'

export interface UserFiles {
  readonly contents: UserContents
  /** What is wrong with the files, without positions. */
  readonly issues: readonly Issue[]
}

/**
 * Reads the archives that a plant names and has each judged by the service that it is for.
 *
 * @param folder that their paths are relative to
 */
export const readUserFiles = (blueprint: Blueprint, folder: string): Promise<UserFiles> =>
  judgeUserFiles(blueprint, (file) => readArchive(resolve(folder, file.source), file))

/** An archive that cannot be had, and what can be done about it where that is not the usual. */
export type UserFileFault = ArchiveFault & { readonly hint?: string }

/** @param read gets an archive from wherever the plant is at home */
export async function judgeUserFiles(
  { userFiles }: Blueprint,
  read: (file: Blueprint['userFiles'][number]) => Promise<ReadArchive | UserFileFault>,
): Promise<UserFiles> {
  const contents = new Map<string, { bytes: Uint8Array; sha256: string }>()
  const issues: Issue[] = []
  for (const file of userFiles) {
    const { instance, target, source, at, check } = file
    const base: Path = ['services', instance]
    const archive = await read(file)
    if ('fault' in archive) {
      issues.push({ ...faultOf(archive, source), path: [...base, ...at] })
      continue
    }
    contents.set(target, { bytes: archive.data, sha256: archive.sha256 })
    const facts = { bytes: archive.data.length, ...archive }
    for (const problem of check(facts)) issues.push({ ...problem, path: [...base, ...problem.path] })
  }
  return { contents, issues }
}

/** For requests from outside, which must not learn what this machine has. */
export const refuseUserFiles = ({ userFiles }: Blueprint): readonly Issue[] =>
  userFiles.map(({ instance, at }) => ({
    severity: 'error',
    code: 'stack.file-refused',
    path: ['services', instance, ...at],
    message: 'a file of this machine is not read for a request',
    hint: 'Generate the project with the command line, where the file is.',
  }))

const codes = {
  missing: 'stack.file-missing',
  'too-large': 'stack.file-too-large',
  'not-an-archive': 'stack.file-invalid',
} as const satisfies Record<ArchiveFault['fault'], string>

const hints = {
  missing: 'Put the file there or correct its path, which is relative to the plant file.',
  'too-large': 'Name the right file: modules and backups are smaller.',
  'not-an-archive': 'Get the file again: it is damaged, or not what its name says.',
} as const satisfies Record<ArchiveFault['fault'], string>

const faultOf = ({ fault, message, hint }: UserFileFault, name: string): Omit<Issue, 'path'> => ({
  severity: 'error',
  code: codes[fault],
  message: `${JSON.stringify(name)} ${message}`,
  hint: hint ?? hints[fault],
})
