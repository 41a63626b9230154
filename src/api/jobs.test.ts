import { describe, expect, test } from 'vitest'
import { type FakeContainer, startFakeEngine } from '../../test/support/fake-engine.ts'
import { makeSite } from '../../test/support/site.ts'

const text = `version: 1
name: demo
services:
  history: { uses: postgres }
  login: { uses: keycloak }
`

interface Told {
  readonly id?: string
  readonly kind: string
  // biome-ignore lint/suspicious/noExplicitAny: the data of any event
  readonly data: any
}

/** Events as a browser reads them. */
const eventsIn = (stream: string): Told[] =>
  stream
    .split('\n\n')
    .map((block) => new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s) as [string, string])))
    .filter((fields) => fields.has('event'))
    .map((fields) => ({
      ...(fields.has('id') ? { id: fields.get('id') as string } : {}),
      kind: fields.get('event') as string,
      data: JSON.parse(fields.get('data') ?? 'null'),
    }))

const sound = (service: string): FakeContainer => ({
  service,
  run: (command) => (command[0] === 'cat' ? { stdout: 'geheim-1234\n' } : {}),
})
const broken = (service: string): FakeContainer => ({
  service,
  run: (command, environment) => {
    if (command[0] === 'cat') return { stdout: 'geheim-1234\n' }
    return Object.values(environment).includes('geheim-1234') ? { exitCode: 1, stderr: 'no geheim-1234' } : {}
  },
})

async function site(containers: readonly FakeContainer[]) {
  const engine = await startFakeEngine({ containers })
  const made = await makeSite({ DOCKER_HOST: engine.dockerHost })
  const ada = await made.signedIn('ada', 'engineer')
  const plant = (await ada.post('/plants', { name: 'Demo', text })).body
  return { ...made, ada, plant }
}

describe('proving the wires of a saved plant', () => {
  test('is a job that tells each wire as it is proven, and keeps what came out', async () => {
    const { ada, plant } = await site([sound('history'), sound('login')])

    const started = await ada.post(`/plants/${plant.id}/verify`)
    const stream = await ada.get(`/jobs/${started.body.id}/events`)

    expect(started.status).toBe(202)
    expect(started.headers.location).toBe(`/api/v1/jobs/${started.body.id}`)
    expect(started.body).toMatchObject({ state: 'running', action: 'stack.verify', plant: plant.id })
    expect(stream.headers['content-type']).toBe('text/event-stream')
    const events = eventsIn(stream.body)
    const wires: string[] = events[0]?.data.wires ?? []
    expect(events.map(({ kind }) => kind)).toEqual(['begun', ...wires.map(() => 'probe'), 'end'])
    expect(events.at(1)?.data).toMatchObject({ wire: expect.any(String), ok: true, ms: expect.any(Number) })
    expect(events.at(-1)?.data).toMatchObject({ state: 'done', result: { passed: wires.length, failed: 0 } })
    expect((await ada.get(`/plants/${plant.id}`)).body.proof).toMatchObject({
      job: started.body.id,
      version: 1,
      passed: wires.length,
      failed: 0,
    })
    expect((await ada.get(`/jobs?plant=${plant.id}`)).body.items).toMatchObject([{ id: started.body.id }])
  })

  test('goes on after the last event that was seen', async () => {
    const { ada, plant } = await site([sound('history'), sound('login')])
    const { id } = (await ada.post(`/plants/${plant.id}/verify`)).body
    const whole = eventsIn((await ada.get(`/jobs/${id}/events`)).body)

    const rest = eventsIn((await ada.get(`/jobs/${id}/events`, { 'last-event-id': '1' })).body)

    expect(rest).toEqual(whole.slice(1))
  })

  test('shows a broken wire with its evidence, and no secret', async () => {
    const { ada, plant } = await site([broken('history'), broken('login')])

    const { id } = (await ada.post(`/plants/${plant.id}/verify`)).body
    const { body } = await ada.get(`/jobs/${id}/events`)

    const failed = eventsIn(body).filter(({ kind, data }) => kind === 'probe' && !data.ok)
    expect(failed.length).toBeGreaterThan(0)
    expect(failed[0]?.data).toMatchObject({ evidence: expect.stringContaining('[secret]'), hint: expect.any(String) })
    expect(body).not.toContain('geheim-1234')
    expect((await ada.get(`/plants/${plant.id}`)).body.proof.failed).toBe(failed.length)
  })

  test('fails where no container of the stack runs', async () => {
    const { ada, plant } = await site([])

    const { id } = (await ada.post(`/plants/${plant.id}/verify`)).body
    await ada.get(`/jobs/${id}/events`)

    expect((await ada.get(`/jobs/${id}`)).body).toMatchObject({
      state: 'failed',
      error: { code: 'containers.not-running' },
    })
    expect((await ada.get(`/plants/${plant.id}`)).body.proof).toBeNull()
  })

  test('is refused at once for a plant with faults, and for who may only read', async () => {
    const { ada, signedIn, plant } = await site([])
    const draft = (await ada.post('/plants', { name: 'Draft', text: 'version: 1\nname: x\nservices: {}' })).body
    const vic = await signedIn('vic', 'viewer')

    expect((await ada.post(`/plants/${draft.id}/verify`)).body.code).toBe('stack.invalid')
    expect((await vic.post(`/plants/${plant.id}/verify`)).body.code).toBe('auth.not-allowed')
  })
})

describe('a job that is not there', () => {
  test('is told before a stream begins', async () => {
    const { ada } = await site([])

    for (const path of ['/jobs/none', '/jobs/none/events'])
      expect(await ada.get(path)).toMatchObject({ status: 404, body: { code: 'job.no-such-job' } })
    expect((await ada.delete('/jobs/none')).status).toBe(404)
  })
})
