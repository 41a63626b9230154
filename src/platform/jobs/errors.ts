import { defineCodes, exitCodes, failuresOf } from '../../core/error.ts'

/** What can go wrong with work that goes on after its request was answered. */
export const jobCodes = defineCodes({
  'job.no-such-job': {
    exitCode: exitCodes.usage,
    status: 404,
    title: 'There is no such job',
    hint: 'See GET /api/v1/jobs.',
  },
  'job.ended': {
    exitCode: exitCodes.refused,
    status: 409,
    title: 'The job has ended already',
    hint: 'Start another one.',
  },
  'job.lost': {
    exitCode: exitCodes.unexpected,
    status: 500,
    title: 'The server that ran the job has ended',
    hint: 'Start the job again.',
  },
  'job.cancelled': {
    exitCode: exitCodes.interrupted,
    status: 409,
    title: 'Somebody has stopped the job',
    hint: 'Start another one.',
  },
})

export const jobError = failuresOf(jobCodes)
