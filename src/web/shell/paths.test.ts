import { describe, expect, it } from 'vitest'
import { matchPath, safeReturn, signInFrom, withQuery } from './paths.ts'

describe('matchPath', () => {
  it.each([
    ['/audit', '/audit', {}],
    ['/audit', '/audit/', {}],
    ['/settings/:tab?', '/settings', {}],
    ['/settings/:tab?', '/settings/users', { tab: 'users' }],
    ['/plants/:name', '/plants/bottling%202', { name: 'bottling 2' }],
  ])('%s fits %s', (pattern, path, params) => {
    expect(matchPath(pattern, path)).toEqual(params)
  })

  it.each([
    ['/audit', '/'],
    ['/audit', '/audits'],
    ['/settings/:tab?', '/settings/users/ada'],
    ['/plants/:name', '/plants'],
    ['/plants/:name', '/plants/%E0%A4%A'],
  ])('%s does not fit %s', (pattern, path) => {
    expect(matchPath(pattern, path)).toBeUndefined()
  })
})

describe('safeReturn', () => {
  it('keeps a path of the console with its query', () => {
    expect(safeReturn('/audit?outcome=refused')).toBe('/audit?outcome=refused')
  })

  it.each([
    null,
    undefined,
    '',
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    '/sign-in?to=/audit',
  ])('leads home instead of to %j', (asked) => {
    expect(safeReturn(asked)).toBe('/')
  })
})

it('signing in leads back to where one was', () => {
  expect(signInFrom('/audit?actor=ada')).toBe('/sign-in?to=%2Faudit%3Factor%3Dada')
  expect(signInFrom('/')).toBe('/sign-in')
})

it('a value of the query is set, replaced and taken away', () => {
  expect(withQuery('/audit', '?actor=ada', { outcome: 'done' })).toBe('/audit?actor=ada&outcome=done')
  expect(withQuery('/audit', '?actor=ada', { actor: undefined })).toBe('/audit')
})
