/** The steps of a JSON pointer: `/services/a~1b/options`. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The service that a problem is about. */
export function serviceOf(pointer: string): string | undefined {
  const [section, name] = stepsOf(pointer)
  return section === 'services' ? name : undefined
}
