import { readFileSync } from 'node:fs'

declare const IGN_VERSION: string | undefined

/** Put in by the build; read from package.json where the sources run directly. */
export const version: string =
  typeof IGN_VERSION === 'string'
    ? IGN_VERSION
    : (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
