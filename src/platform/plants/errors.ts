import { defineCodes, exitCodes, failuresOf } from '../../core/error.ts'

const refused = { exitCode: exitCodes.refused, status: 409 } as const
const usage = { exitCode: exitCodes.usage, status: 422 } as const
const missing = { exitCode: exitCodes.usage, status: 404 } as const

/** What can go wrong with plants that the server keeps. */
export const plantCodes = defineCodes({
  'plant.no-such-plant': { ...missing, title: 'There is no such plant', hint: 'See GET /api/v1/plants.' },
  'plant.no-such-version': { ...missing, title: 'The plant has no such version', hint: 'See its list of versions.' },
  'plant.name-taken': { ...refused, title: 'There is a plant of that name', hint: 'Choose another name.' },
  'plant.changed': {
    ...refused,
    status: 412,
    title: 'Somebody else has changed the plant',
    hint: 'Read the newest version, put both together, and save with its ETag.',
  },
  'plant.version-needed': {
    exitCode: exitCodes.usage,
    status: 428,
    title: 'It is not said which version is to be replaced',
    hint: 'Send the ETag of the version that was read as If-Match.',
  },
  'plant.secret-in-clear': {
    ...usage,
    title: 'The plant file holds a password',
    hint: 'Leave it out, and one is made; or refer to it: env:NAME, file:PATH or vault:NAME.',
  },
  'plant.file-refused': {
    ...usage,
    title: 'The file is no module and no gateway backup',
    hint: 'Choose a .modl or .gwbk file that is whole; get it again from where it was made.',
  },
  'plant.file-too-large': {
    ...usage,
    status: 413,
    title: 'The file is too large to be kept by the server',
    hint: 'Use ign on a machine that has the file: a plant file may name one beside it.',
  },
  'plant.store-full': {
    ...refused,
    status: 507,
    title: 'There is no room for further files',
    hint: 'Remove plants, or files of plants, that nobody needs.',
  },
  'plant.no-such-file': { ...missing, title: 'The plant has no such file', hint: 'See its list of files.' },
  'plant.no-engine': {
    ...refused,
    title: 'The server has no container engine to get images with',
    hint: 'Run ign stack bundle plant.yaml -o plant.zip --offline where Docker is.',
  },
  'plant.bundle-under-way': {
    ...refused,
    title: 'An offline bundle of the plant is being made',
    hint: 'Watch its job, or stop it.',
  },
  'plant.no-room': {
    ...refused,
    status: 507,
    title: 'The disk of the server has no room for the offline bundle',
    hint: 'Make room where IGN_HOME is, or run ign stack bundle plant.yaml -o plant.zip --offline elsewhere.',
  },
  'plant.no-bundle': {
    ...missing,
    status: 410,
    title: 'The offline bundle is not here',
    hint: 'Make it again: it is kept for a day, by the server that made it.',
  },
  'plant.too-large': { ...usage, status: 413, title: 'The plant file is too large', hint: 'Keep it below 1 MiB.' },
})

export const plantError = failuresOf(plantCodes)
