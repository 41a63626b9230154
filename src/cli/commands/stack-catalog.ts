import type { detailsOf } from '../../actions/stack/catalog.ts'
import { defineCommand } from '../command.ts'
import type { View } from '../view.ts'

type Details = ReturnType<typeof detailsOf>
type Summary = Pick<Details, 'id' | 'title' | 'category' | 'summary' | 'image' | 'versions'>

export const stackCatalog = defineCommand<{ services: (Summary | Details)[] }>({
  words: ['stack', 'catalog'],
  summary: 'List the services of the catalogue, or show one with its options',
  examples: ['ign stack catalog', 'ign stack catalog grafana'],
  arguments: [{ name: '[service]', summary: 'Service to show' }],
  run: async (input, cli) => {
    const { stackCatalog: action } = await import('../../actions/stack/catalog.ts')
    const service = input.arguments[0]
    return action.run(service === undefined ? {} : { service }, await cli.context())
  },
  view: ({ services }, view) => {
    const [first] = services
    if (first && 'options' in first) showService(first, view)
    else view.table(services.map(({ id, category, summary }) => [id, category, summary]))
  },
})

interface OptionSchema {
  readonly description?: string
  readonly default?: unknown
  readonly type?: string
  readonly enum?: readonly unknown[]
}

function showService(service: Details, view: View): void {
  view.line(`${view.style('bold', service.title)}  ${service.summary}`)
  view.line(`${service.homepage}  licence: ${service.license}`)
  view.line()
  view.line(`image     ${service.image}`)
  view.line(`versions  ${service.versions.join(', ')}`)
  view.line(`offers    ${service.offers.join(', ') || '-'}`)
  view.line(`accepts   ${service.accepts.join(', ') || '-'}`)
  view.line()
  view.line('ports')
  view.table(
    service.ports.map(({ name, container, title, host }) => [
      name,
      String(container),
      host === null ? 'not published' : `published on ${host}`,
      title,
    ]),
    '  ',
  )
  const options = Object.entries((service.options.properties ?? {}) as Record<string, OptionSchema>)
  view.line()
  view.line(options.length === 0 ? 'no options' : 'options')
  view.table(
    options.map(([name, schema]) => [
      name,
      kindOf(schema),
      schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
      schema.description ?? '',
    ]),
    '  ',
  )
}

const kindOf = ({ type, enum: values }: OptionSchema): string => (values ? values.join('|') : (type ?? 'text'))
