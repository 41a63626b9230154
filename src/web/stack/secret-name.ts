/** What the server lets a kept secret be called. */
const rule = /^vault:([a-z0-9][a-z0-9._/-]{0,99})$/

/**
 * Under which name the value of a setting is kept with its plant.
 *
 * @param value the reference that the plant file has; anything else where it has none
 * @param path  names of the service and of its setting
 */
export const secretNameOf = (value: unknown, path: readonly string[]): string =>
  (typeof value === 'string' && rule.exec(value)?.[1]) ||
  path.join('.').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
