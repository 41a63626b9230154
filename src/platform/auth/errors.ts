import { defineCodes, exitCodes, failuresOf } from '../../core/error.ts'

const rejected = { exitCode: exitCodes.credentials, status: 401 } as const
const forbidden = { exitCode: exitCodes.credentials, status: 403 } as const
const refused = { exitCode: exitCodes.refused, status: 409 } as const
const unusable = { exitCode: exitCodes.usage, status: 422 } as const
const missing = { exitCode: exitCodes.usage, status: 404 } as const

/** What can go wrong with users, sessions, tokens and what they may do. */
export const authCodes = defineCodes({
  'auth.sign-in-needed': {
    ...rejected,
    title: 'This needs a sign-in',
    hint: 'Sign in, or send a token: Authorization: Bearer ign_….',
  },
  'auth.session-ended': {
    ...rejected,
    title: 'The session or token is not valid, or no longer',
    hint: 'Sign in again, or make a new token.',
  },
  'auth.wrong-credentials': {
    ...rejected,
    title: 'Name and password do not fit',
    hint: 'Try again; an administrator can set a new password.',
  },
  'auth.wrong-password': {
    exitCode: exitCodes.credentials,
    status: 422,
    title: 'The current password is wrong',
    hint: 'Try again; an administrator can set a new password.',
  },
  'auth.wrong-code': {
    exitCode: exitCodes.credentials,
    status: 422,
    title: 'The code is wrong, or was used already',
    hint: 'Wait for the next code and check the clock of your device. At set-up, scan the picture that is shown now: after another sign-in it has a new key. Afterwards a recovery code does as well.',
  },
  'auth.second-factor-needed': {
    ...forbidden,
    title: 'The second step of the sign-in is missing',
    hint: 'Send the code of your device to /api/v1/session/second-factor.',
  },
  'auth.not-allowed': {
    ...forbidden,
    title: 'Your role does not allow this',
    hint: 'Ask an administrator for another role.',
  },
  'auth.session-only': {
    ...forbidden,
    title: 'A token cannot do this',
    hint: 'Sign in; your own account is changed in a session only.',
  },
  'auth.request-forged': {
    ...forbidden,
    title: 'The request does not come from the console',
    hint: 'Send the csrf value of /api/v1/session as X-CSRF-Token, from the console’s own origin.',
  },
  'auth.too-many-attempts': {
    exitCode: exitCodes.credentials,
    status: 429,
    title: 'Too many attempts',
    hint: 'Wait as long as Retry-After says.',
  },
  'auth.setup-refused': {
    ...forbidden,
    title: 'The set-up link is not valid',
    hint: 'Start the server again and use the link that it prints.',
  },
  'auth.already-set-up': {
    ...refused,
    title: 'There is an administrator already',
    hint: 'Sign in, or make users with ign user add.',
  },
  'auth.no-such-user': { ...missing, title: 'There is no such user', hint: 'See ign user list.' },
  'auth.no-such-session': { ...missing, title: 'There is no such session', hint: 'See /api/v1/me/sessions.' },
  'auth.no-such-token': { ...missing, title: 'There is no such token', hint: 'See ign user token list.' },
  'auth.user-exists': { ...refused, title: 'There is a user of that name', hint: 'Choose another name.' },
  'auth.name-unusable': {
    ...unusable,
    title: 'A name that a user cannot have',
    hint: 'Use 1 to 64 lower-case letters, digits and . _ @ -, with a letter or digit first.',
  },
  'auth.password-weak': {
    ...unusable,
    title: 'The password is too easy to guess',
    hint: 'Use at least 12 characters. A few words that do not belong together are hard to guess and easy to keep in mind.',
  },
  'auth.several-problems': {
    ...unusable,
    title: 'Several things are wrong with what was sent',
    hint: 'Correct each of them.',
  },
  'auth.last-administrator': {
    ...refused,
    title: 'Without this user there would be no administrator',
    hint: 'Make another user administrator first.',
  },
  'auth.no-password': {
    ...refused,
    title: 'The user signs in without a password here',
    hint: 'Change it at the sign-in provider.',
  },
  'auth.no-provider': {
    ...missing,
    title: 'There is no sign-in provider',
    hint: 'Sign in with name and password, or set IGN_OIDC_ISSUER.',
  },
  'auth.provider-unreachable': {
    exitCode: exitCodes.unreachable,
    status: 502,
    title: 'The sign-in provider does not answer',
    hint: 'Check IGN_OIDC_ISSUER and that this machine reaches it; local users can sign in meanwhile.',
  },
  'auth.provider-refused': {
    ...forbidden,
    title: 'The sign-in at the provider is not accepted',
    hint: 'Begin again; if it stays so, ask an administrator for a group that has a role.',
  },
  'auth.second-factor-active': {
    ...refused,
    title: 'There is a second factor already',
    hint: 'Remove it first.',
  },
  'auth.second-factor-missing': {
    ...refused,
    title: 'There is no second factor to confirm or remove',
    hint: 'Begin with POST /api/v1/me/totp.',
  },
})

export const authError = failuresOf(authCodes)
