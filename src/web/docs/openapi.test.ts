import { describe, expect, it } from 'vitest'
import { curlOf, type Document, operationsOf, searched, typeOf } from './openapi.ts'

const document: Document = {
  info: { title: 'Plantwright', version: '1.0.0' },
  paths: {
    '/api/v1/users/{name}': {
      patch: {
        summary: 'Change role or display name',
        tags: ['users'],
        'x-access': 'administrator',
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['role'],
                properties: {
                  role: { enum: ['viewer', 'engineer'], description: 'What the user may' },
                  note: { type: 'string', default: '' },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } },
          },
        },
      },
      parameters: {},
    },
    '/api/v1/catalog': { get: { summary: 'List services', tags: ['stacks'], 'x-access': 'computes' } },
  },
}
const [change, list] = operationsOf(document)

it('takes operations out of the document, with their fields', () => {
  expect(change).toEqual({
    id: 'patch-api-v1-users-name',
    method: 'PATCH',
    path: '/api/v1/users/{name}',
    summary: 'Change role or display name',
    tag: 'users',
    access: 'administrator',
    inPath: [{ name: 'name', type: 'string', isNeeded: true, meaning: '' }],
    inQuery: [],
    inBody: [
      { name: 'role', type: '"viewer" | "engineer"', isNeeded: true, meaning: 'What the user may' },
      { name: 'note', type: 'string', isNeeded: false, meaning: '= ""' },
    ],
    answers: [
      { status: '200', type: '{ name }', fields: [{ name: 'name', type: 'string', isNeeded: false, meaning: '' }] },
    ],
  })
})

it('finds operations by path, method and words', () => {
  expect(searched(operationsOf(document), 'patch role')).toEqual([change])
  expect(searched(operationsOf(document), 'catalog')).toEqual([list])
  expect(searched(operationsOf(document), 'nothing')).toEqual([])
})

describe('typeOf', () => {
  it.each([
    [{ type: 'integer' }, 'integer'],
    [{ type: 'array', items: { type: 'string' } }, 'string[]'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ const: 1 }, '1'],
    [{}, 'any'],
  ])('%j is %s', (schema, type) => {
    expect(typeOf(schema)).toBe(type)
  })
})

describe('curlOf', () => {
  it('sends the token and what is needed', () => {
    expect(change && curlOf(change, 'http://localhost')).toBe(
      'curl -X PATCH -H "Authorization: Bearer $IGN_TOKEN" -H "Content-Type: application/json" -d \'{"role": …}\' "http://localhost/api/v1/users/{name}"',
    )
  })

  it('sends no token where nobody asks for one', () => {
    expect(list && curlOf(list, 'http://localhost')).toBe('curl "http://localhost/api/v1/catalog"')
  })
})
