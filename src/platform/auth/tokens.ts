import { createHash } from 'node:crypto'
import { Secret } from '../../core/secret.ts'

const tokenBytes = 32

/** 256 random bits that open something. */
export const makeToken = (random: (count: number) => Buffer, prefix = ''): Secret =>
  new Secret(`${prefix}${random(tokenBytes).toString('base64url')}`)

/** What is stored of a token; it finds the row and opens nothing. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** A name for a row that says nothing. It never begins with a hyphen, which a command line would take for an option. */
export const makeId = (random: (count: number) => Buffer): string => random(9).toString('hex')

/**
 * What a page has to send besides the cookie. It follows from the token and is not stored; another origin can neither
 * read the cookie nor the answer that holds it.
 */
export const csrfOf = (sessionToken: string): string => digestOf(`csrf ${sessionToken}`)
