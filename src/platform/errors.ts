import { defineCodes, exitCodes, failuresOf } from '../core/error.ts'

const configuration = { exitCode: exitCodes.configuration, status: 500 } as const
const usage = { exitCode: exitCodes.usage, status: 400 } as const
const refused = { exitCode: exitCodes.refused, status: 409 } as const

/** What can go wrong with files, settings and the vault of this machine. */
export const platformCodes = defineCodes({
  'platform.file-missing': { ...usage, title: 'A file does not exist', hint: 'Check the path.' },
  'platform.file-unreadable': {
    ...configuration,
    title: 'A file cannot be read',
    hint: 'Check the file’s permissions.',
  },
  'platform.file-unwritable': {
    ...configuration,
    title: 'A file or folder cannot be written',
    hint: 'Check the permissions of the folder and the free space.',
  },
  'platform.file-edited': {
    ...refused,
    title: 'Changes that somebody made in generated files would be lost',
    hint: 'See them with ign stack diff. Move them to the plant file or to docker-compose.override.yml, or add --yes to replace them.',
  },
  'platform.folder-foreign': {
    ...refused,
    title: 'A folder holds something else',
    hint: 'Choose an empty folder, or one that ign generated.',
  },
  'platform.setting-invalid': {
    ...configuration,
    title: 'A setting has a wrong value',
    hint: 'See ign config show --origin.',
  },
  'platform.vault-locked': {
    ...configuration,
    title: 'The vault does not open with the key at hand',
    hint: 'Use the same IGN_HOME and IGN_SECRET_KEY as when the stack was first generated.',
  },
  'platform.vault-damaged': {
    ...configuration,
    title: 'A vault file is damaged',
    hint: 'Restore it from a backup; without it new secrets have to be set everywhere.',
  },
  'platform.vault-busy': {
    ...refused,
    title: 'Another ign is writing the vault',
    hint: 'Wait for it to end and try again.',
  },
  'platform.database-unavailable': {
    ...configuration,
    status: 503,
    title: 'The database cannot be opened',
    hint: 'Check the permissions of the home folder and the free space.',
  },
  'platform.database-newer': {
    ...configuration,
    status: 503,
    title: 'A newer ign has changed the database',
    hint: 'Use the newer version, or another IGN_HOME.',
  },
  'platform.address-refused': {
    exitCode: exitCodes.refused,
    status: 502,
    title: 'An address leads to the machine’s own surroundings',
    hint: 'Use the address of the service itself; link-local addresses and metadata services of clouds are refused.',
  },
  'platform.answer-too-large': {
    exitCode: exitCodes.unreachable,
    status: 502,
    title: 'Another server answers with more than is taken',
    hint: 'Check that the address is that of the service that is meant.',
  },
  'platform.secret-missing': {
    ...configuration,
    title: 'A secret that is referred to cannot be found',
    hint: 'Set the variable or create the file that the reference names.',
  },
  'platform.reference-refused': {
    exitCode: exitCodes.usage,
    status: 422,
    title: 'A request refers to a secret of the machine that serves it',
    hint: 'Leave it out and a password is generated, or use ign on the machine itself.',
  },
  'platform.secret-unsuitable': {
    ...usage,
    title: 'A secret has characters that its reader cannot take',
    hint: 'Use 8 to 128 printable characters without line breaks.',
  },
  'platform.sealed-closed': {
    exitCode: exitCodes.credentials,
    status: 403,
    title: 'The password does not open the file',
    hint: 'Try again; without the password the file cannot be read.',
  },
  'platform.sealed-damaged': {
    ...usage,
    title: 'The file is damaged or not of this kind',
    hint: 'Use a file that ign stack export wrote.',
  },
})

export const platformError = failuresOf(platformCodes)
