import { z } from 'zod'
import { type ServiceDefinition, services } from '../../catalog/index.ts'
import { didYouMean } from '../../core/nearest.ts'
import { secretReference } from '../../core/secret.ts'
import { defineAction } from '../action.ts'
import { actionError } from '../errors.ts'

export const stackCatalog = defineAction({
  id: 'stack.catalog',
  summary: 'List the services of the catalogue, or show one with its options',
  access: 'computes',
  input: z.strictObject({ service: z.string().optional() }),
  run: async ({ service }) => {
    if (service === undefined) return { data: { services: [...services.values()].map(summaryOf) } }
    const found = services.get(service)
    if (!found) {
      throw actionError('action.no-such-service', `"${service}" is not in the catalogue`, {
        hint: didYouMean(service, services.keys(), 'See ign stack catalog.'),
      })
    }
    return { data: { services: [detailsOf(found)] } }
  },
})

const summaryOf = ({ id, title, category, summary, image, versions, multiple, exclusive }: ServiceDefinition) => ({
  id,
  title,
  category,
  summary,
  image,
  versions,
  multiple,
  ...(exclusive ? { exclusive } : {}),
})

/** Everything a form or a person needs to choose and set a service. */
export const detailsOf = (service: ServiceDefinition) => ({
  ...summaryOf(service),
  homepage: service.homepage,
  license: service.license,
  ports: Object.entries(service.ports).map(([name, port]) => ({
    name,
    container: port.container,
    protocol: port.protocol,
    title: port.title,
    host: port.host ?? null,
  })),
  options: optionSchema(service),
  offers: Object.keys(service.offers ?? {}),
  accepts: Object.keys(service.accepts ?? {}),
})

/** A secret is written as a reference; that a request may carry it wrapped is of no concern to who fills in a form. */
function asReference({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType
  jsonSchema: Record<string, unknown>
}): void {
  const meta = z.globalRegistry.get(zodSchema)
  if (meta?.secret !== true) return
  delete jsonSchema.anyOf
  Object.assign(jsonSchema, { type: 'string', pattern: secretReference.source })
}

const schemas = new WeakMap<ServiceDefinition, unknown>()

/** JSON schema of the options as a user writes them. */
export function optionSchema(service: ServiceDefinition): Record<string, unknown> {
  let schema = schemas.get(service)
  if (schema === undefined) {
    schema = z.toJSONSchema(service.options, { io: 'input', unrepresentable: 'any', override: asReference })
    schemas.set(service, schema)
  }
  return schema as Record<string, unknown>
}
