import { defineCodes, exitCodes, failuresOf } from '../core/error.ts'

const usage = { exitCode: exitCodes.usage, status: 400 } as const

export const actionCodes = defineCodes({
  'action.invalid-input': {
    ...usage,
    title: 'The request is not of the form that is expected',
    hint: 'Correct what is named.',
  },
  'action.no-such-file': {
    ...usage,
    status: 404,
    title: 'The project has no such file',
    hint: 'See the list of files without the option.',
  },
  'action.no-such-folder': { ...usage, status: 404, title: 'A folder does not exist', hint: 'Check the path.' },
  'action.no-such-service': {
    ...usage,
    status: 404,
    title: 'The catalogue has no such service',
    hint: 'See ign stack catalog.',
  },
  'action.no-such-template': {
    ...usage,
    status: 404,
    title: 'There is no such template',
    hint: 'See ign stack templates.',
  },
  'action.file-exists': {
    exitCode: exitCodes.refused,
    status: 409,
    title: 'A file exists already',
    hint: 'Choose another name or remove the file.',
  },
  'action.password-needed': {
    ...usage,
    title: 'A password is needed',
    hint: 'Give it with --password-file FILE, or - for standard input.',
  },
  'action.not-generated': {
    exitCode: exitCodes.refused,
    status: 409,
    title: 'A folder does not hold the project that the plant file makes now',
    hint: 'Run ign stack generate first.',
  },
  'action.confirmation-needed': {
    ...usage,
    title: 'The change has to be confirmed',
    hint: 'Add --yes, or --dry-run to see what would change.',
  },
  'action.verify-failed': {
    exitCode: exitCodes.someFailed,
    status: 200,
    title: 'A wire carries no current',
    hint: 'Follow the hint of the wire that is named.',
  },
  'action.foreign-host': {
    ...usage,
    status: 421,
    title: 'A request came under a name that is not this machine’s',
    hint: 'Use http://localhost, http://127.0.0.1 or the name in IGN_PUBLIC_URL.',
  },
  'action.too-many-streams': {
    exitCode: exitCodes.refused,
    status: 429,
    title: 'A person watches too much at the same time',
    hint: 'Close other tabs, or wait as long as Retry-After says.',
  },
  'action.address-refused': {
    exitCode: exitCodes.configuration,
    status: 500,
    title: 'The server does not listen on that address',
    hint: 'Use 127.0.0.1, or set up TLS or a proxy.',
  },
  'action.port-taken': {
    exitCode: exitCodes.refused,
    status: 500,
    title: 'The port is taken',
    hint: 'Choose another with --port.',
  },
  'action.unexpected': {
    exitCode: exitCodes.unexpected,
    status: 500,
    title: 'A defect of this program',
    hint: 'Report it with the output of --verbose.',
  },
  'action.usage': { ...usage, title: 'The command line is not understood', hint: 'See --help.' },
  'action.not-ready': {
    exitCode: exitCodes.configuration,
    status: 500,
    title: 'This machine lacks something that ign needs',
    hint: 'Follow the hint of what is missing.',
  },
  'action.interrupted': {
    exitCode: exitCodes.interrupted,
    status: 499,
    title: 'Interrupted',
    hint: 'Run the command again.',
  },
})

export const actionError = failuresOf(actionCodes)
