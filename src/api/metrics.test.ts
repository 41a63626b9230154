import { expect, test } from 'vitest'
import { makeSite } from '../../test/support/site.ts'

test('/healthz says that the server is there', async () => {
  const { server } = await makeSite()

  expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok' })
})

test('/readyz says so once the database answers, and no longer when it does not', async () => {
  const { server, context } = await makeSite()

  expect((await server.inject('/readyz')).json()).toEqual({ status: 'ok', database: 'sqlite' })
  await (await context.database()).close()

  expect((await server.inject('/readyz')).statusCode).toBe(503)
})

test('/metrics counts requests by their route, and makes no series of what clients make up', async () => {
  const { server } = await makeSite()
  for (const url of ['/api/v1/catalog/grafana', '/api/v1/catalog/none', '/made-up-1', '/made-up-2'])
    await server.inject(url)

  const { body, headers } = await server.inject('/metrics')

  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(body).toContain(
    'ign_http_request_duration_seconds_count{method="GET",route="/api/v1/catalog/:service",status="200"} 1',
  )
  expect(body).toContain(
    'ign_http_request_duration_seconds_count{method="GET",route="/api/v1/catalog/:service",status="404"} 1',
  )
  expect(body).toContain('ign_http_request_duration_seconds_count{method="GET",route="none",status="404"} 2')
  expect(body).not.toContain('made-up')
  expect(body).toContain('ign_event_streams 0')
  expect(body).toContain('ign_info{version="0.0.0-test"} 1')
  expect(body).toContain('process_resident_memory_bytes')
})
