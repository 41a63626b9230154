import { readdirSync, readFileSync } from 'node:fs'
import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { testContext } from '../../test/support/context.ts'
import { makeSite, password } from '../../test/support/site.ts'
import { pagePolicy } from './answer-headers.ts'
import { exposureOf } from './exposure.ts'
import { buildServer } from './server.ts'

const proxied = { IGN_TRUST_PROXY: '1', IGN_PUBLIC_URL: 'https://plants.example.com' }
const front = { host: 'internal:8600', 'x-forwarded-host': 'plants.example.com', 'x-forwarded-proto': 'https' }

describe('every answer', () => {
  test.each<[string, InjectOptions, number]>([
    ['a result', { url: '/catalog' }, 200],
    ['what needs a sign-in', { url: '/api/v1/users' }, 401],
    ['what is not there', { url: '/none' }, 404],
    ['another host', { url: '/catalog', headers: { host: 'evil.example' } }, 421],
    ['an address that cannot be decoded', { url: '/%' }, 400],
    [
      'broken JSON',
      { method: 'POST', url: '/generate', payload: '{', headers: { 'content-type': 'application/json' } },
      400,
    ],
  ])('is no page and not for others: %s', async (_, options, status) => {
    const { server } = await makeSite()

    const answer = await server.inject(options)

    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(answer.headers['strict-transport-security']).toBeUndefined()
    expect(Object.keys(answer.headers)).not.toContainEqual(
      expect.stringMatching(/^access-control-|^x-powered-by$|^server$/),
    )
  })

  test('cross-origin: gives no other page leave, also when a browser asks beforehand', async () => {
    const { server } = await makeSite()
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-csrf-token, content-type',
    }

    for (const url of ['/generate', '/api/v1/session', '/api/v1/users', '/api/v1/plants']) {
      const answer = await server.inject({ method: 'OPTIONS', url, headers })
      expect(answer.statusCode, url).toBe(404)
      expect(Object.keys(answer.headers)).not.toContainEqual(expect.stringMatching(/^access-control-/))
    }
  })

  test('over HTTPS is remembered to be HTTPS only, by the public name and never by that of this machine', async () => {
    const { server } = await makeSite(proxied)
    const ask = async (headers: Record<string, string>) =>
      (await server.inject({ url: '/healthz', headers })).headers['strict-transport-security']

    expect(await ask(front)).toBe('max-age=31536000')
    expect(await ask({ host: 'localhost:8600' })).toBeUndefined()
  })
})

describe('the page of the console', () => {
  test('runs nothing that is written in it, and nothing from elsewhere', async () => {
    const context = testContext()
    const server = await buildServer(context, exposureOf(context.config))

    const { headers, body } = await server.inject({ url: '/', headers: { accept: 'text/html' } })
    await server.close()

    expect(headers['content-security-policy']).toBe(pagePolicy)
    expect(pagePolicy).not.toMatch(/unsafe|\*|https?:/)
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(pagePolicy).toContain(part)
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i)
  })

  test('stored script: no source of the console makes HTML of a text', () => {
    const ways =
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function\(|srcdoc/i
    const sources = readdirSync('src/web', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(tsx?|html)$/.test(path),
    )
    expect(sources.length).toBeGreaterThan(50)

    // the icons are ours
    expect(sources.filter((path) => ways.test(readFileSync(`src/web/${path}`, 'utf8')))).toEqual(['parts/icon.tsx'])
  })
})

test('cookie flags: every cookie of a sign-in and its end is out of reach for scripts and other sites', async () => {
  for (const [environment, headers, secure] of [
    [{}, {}, false],
    [proxied, { ...front, origin: 'https://plants.example.com' }, true],
  ] as const) {
    const { browser, addUser } = await makeSite(environment)
    await addUser('ada', 'viewer')
    const ada = Object.assign(browser(), { headers })

    const cookies = [await ada.signIn('ada', password), await ada.delete('/session')].map((answer) =>
      String(answer.headers['set-cookie']),
    )

    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict/)
      expect(cookie).not.toMatch(/Domain=/i)
      expect(cookie.includes('; Secure')).toBe(secure)
      expect(cookie.startsWith('__Host-')).toBe(secure)
    }
  }
})
