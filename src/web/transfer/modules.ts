/** Modules as the plant file lists them. Pure. */

export interface ListedModule {
  readonly id: string
  readonly file: string
  readonly sha256?: string
  readonly acceptLicense?: boolean
  readonly acceptCertificate?: boolean
}

/** What stands in the plant file, as far as it can be shown. */
export const modulesOf = (value: unknown): readonly ListedModule[] =>
  Array.isArray(value)
    ? value.filter((one): one is ListedModule => typeof one?.id === 'string' && typeof one.file === 'string')
    : []

/** Puts a module in the place of the one with its identifier, or behind all others; what was accepted stays so. */
export function withModule(modules: readonly ListedModule[], module: ListedModule): readonly ListedModule[] {
  const known = modules.some(({ id }) => id === module.id)
  return known
    ? modules.map((one) => (one.id === module.id ? tidy({ ...one, ...module }) : one))
    : [...modules, tidy(module)]
}

/** Undefined when none is left: the setting goes back to its default. */
export function withoutModule(modules: readonly ListedModule[], id: string): readonly ListedModule[] | undefined {
  const rest = modules.filter((one) => one.id !== id)
  return rest.length === 0 ? undefined : rest
}

/** Only what differs from the default goes into the plant file. */
const tidy = ({ acceptLicense, acceptCertificate, ...module }: ListedModule): ListedModule => ({
  ...module,
  ...(acceptLicense ? { acceptLicense } : {}),
  ...(acceptCertificate ? { acceptCertificate } : {}),
})
