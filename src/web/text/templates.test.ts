import { expect, it } from 'vitest'
import { templates } from '../../stack/templates.gen.ts'
import { germanTemplates, templateSummary } from './templates.ts'

it('every template is told in German', () => {
  expect(Object.keys(germanTemplates).toSorted()).toEqual(templates.map(({ id }) => id).toSorted())
})

it('a template of a newer server keeps its words', () => {
  expect(templateSummary({ id: 'tomorrow', summary: 'Something new.' }, 'de')).toBe('Something new.')
})
