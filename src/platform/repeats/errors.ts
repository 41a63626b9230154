import { defineCodes, exitCodes, failuresOf } from '../../core/error.ts'

/** What can go wrong with requests that carry an `Idempotency-Key`. */
export const repeatCodes = defineCodes({
  'repeat.key-malformed': {
    exitCode: exitCodes.usage,
    status: 400,
    title: 'The Idempotency-Key cannot be used',
    hint: 'Send 8 to 100 letters, digits, "-" and "_", such as a UUID.',
  },
  'repeat.other-request': {
    exitCode: exitCodes.usage,
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    hint: 'Take a new key for each request, and the same one only to send it again.',
  },
  'repeat.under-way': {
    exitCode: exitCodes.refused,
    status: 409,
    title: 'The same request is being carried out',
    hint: 'Ask again in a moment.',
  },
})

export const repeatError = failuresOf(repeatCodes)
