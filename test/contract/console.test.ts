import { beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../../src/api/server.ts'
import { testContext } from '../support/context.ts'

describe('the pages of the console', () => {
  let server: Awaited<ReturnType<typeof buildServer>>
  beforeAll(async () => {
    server = await buildServer(testContext({ home: '/nonexistent/ign-home' }))
    return () => server.close()
  })

  const page = { accept: 'text/html,application/xhtml+xml' }

  test.each(['/', '/stack', '/settings/users', '/api/docs'])('a browser at %s gets the page', async (url) => {
    const { statusCode, headers, body } = await server.inject({ url, headers: page })

    expect({ statusCode, type: headers['content-type'] }).toEqual({ statusCode: 200, type: 'text/html; charset=utf-8' })
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(body).toContain('<div id="root">')
  })

  test.each([
    ['a program at the address of a view', { url: '/stack' }],
    ['a browser below the API', { url: '/api/v1/none', headers: page }],
  ])('%s is told that there is nothing', async (_, request) => {
    const { statusCode, headers } = await server.inject(request)

    expect(statusCode).toBe(404)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  })
})
