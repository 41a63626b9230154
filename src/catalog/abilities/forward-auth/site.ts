import type { Instance, ServiceProblem, Site } from '../../model.ts'

/**
 * A login that is good for all hosts of a domain is a cookie of that domain, which browsers refuse for a name without a
 * dot.
 */
export const needsDomain = ({ name }: Instance, site: Site): ServiceProblem[] =>
  site.domain.includes('.')
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.not-possible',
          path: [],
          message: `browsers keep no login for all hosts below "${site.domain}", because it has no dot`,
          hint: `Set settings.domain, such as plant.internal, or remove "${name}".`,
        },
      ]
