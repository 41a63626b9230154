import { didYouMean } from '../../../core/nearest.ts'
import { type Instance, type ServiceProblem, versionLine } from '../../model.ts'
import { moduleIds } from './modules.ts'
import type { IgnitionOptions } from './options.ts'

/** Rules that the schema of the options cannot say. */
export const checkGateway = (instance: Instance<IgnitionOptions>): readonly ServiceProblem[] => [
  ...checkLicence(instance),
  ...checkModules(instance),
  ...checkThirdParty(instance),
  ...checkHeap(instance),
]

function checkLicence({ options }: Instance<IgnitionOptions>): ServiceProblem[] {
  const { acceptEula, edition, licenseKey, activationToken } = options
  return [
    ...(acceptEula
      ? []
      : [
          {
            severity: 'error' as const,
            code: 'stack.eula-missing' as const,
            path: ['options', 'acceptEula'],
            message: 'the Ignition licence is not accepted',
            hint: 'Read https://inductiveautomation.com/ignition/license and set acceptEula: true.',
          },
        ]),
    ...(edition !== 'maker' || (licenseKey && activationToken)
      ? []
      : [
          {
            severity: 'error' as const,
            code: 'stack.option-conflict' as const,
            path: ['options', 'edition'],
            message: 'the Maker edition does not start without a licence key and an activation token',
            hint: 'Set licenseKey and activationToken to references such as file:./maker-key.txt.',
          },
        ]),
  ]
}

/** Third-party modules have ids of their own, so an unknown one may be right; a near miss of a known one is not. */
function checkModules({ version, options }: Instance<IgnitionOptions>): ServiceProblem[] {
  const { modules, thirdPartyModules } = options
  if (modules === 'all') return []
  const known = moduleIds(version)
  const given = thirdPartyModules.map(({ id }) => id)
  const unknown = modules.flatMap((module, index): ServiceProblem[] =>
    known.includes(module) || given.includes(module)
      ? []
      : [
          {
            severity: 'warning',
            code: 'stack.option-conflict',
            path: ['options', 'modules', index],
            message: `"${module}" is not a module of Ignition ${version} that ign knows; the list allows only what it names`,
            hint: didYouMean(module, known, `Identifiers of this version look like ${known[0]}.`),
          },
        ],
  )
  if (given.length === 0 || versionLine(version) >= 8003) return unknown
  return [
    ...unknown,
    {
      severity: 'error',
      code: 'stack.option-conflict',
      path: ['options', 'modules'],
      message:
        'the list of allowed modules of 8.1 takes short names, and none is known for modules of other makers, so they would not start',
      hint: 'Set modules: all, or use Ignition 8.3.',
    },
  ]
}

function checkThirdParty({ options }: Instance<IgnitionOptions>): ServiceProblem[] {
  const taken = new Set<string>()
  return options.thirdPartyModules.flatMap(({ id, acceptLicense, acceptCertificate }, index) => {
    const path = ['options', 'thirdPartyModules', index]
    const problems: ServiceProblem[] = []
    // where case does not count the two files would be one
    if (taken.has(id.toLowerCase())) {
      problems.push({
        severity: 'error',
        code: 'stack.duplicate-name',
        path: [...path, 'id'],
        message: `the module "${id}" is named twice`,
        hint: 'Remove one of the two.',
      })
    }
    taken.add(id.toLowerCase())
    const missing = [
      ...(acceptLicense ? [] : [{ key: 'acceptLicense', what: 'licence' }]),
      ...(acceptCertificate ? [] : [{ key: 'acceptCertificate', what: 'certificate' }]),
    ]
    for (const { key, what } of missing) {
      problems.push({
        severity: 'error',
        code: 'stack.eula-missing',
        path: [...path, key],
        message: `the ${what} of the module "${id}" is not accepted, so the gateway would wait for somebody who accepts it`,
        hint: `Read it, and set ${key}: true.`,
      })
    }
    return problems
  })
}

const checkHeap = ({ options: { heapMiB, initialHeapMiB } }: Instance<IgnitionOptions>): ServiceProblem[] =>
  initialHeapMiB === undefined || initialHeapMiB <= heapMiB
    ? []
    : [
        {
          severity: 'error',
          code: 'stack.option-conflict',
          path: ['options', 'initialHeapMiB'],
          message: `the heap begins with ${initialHeapMiB} MiB, which is more than its most, ${heapMiB} MiB`,
          hint: 'Lower initialHeapMiB or raise heapMiB.',
        },
      ]
