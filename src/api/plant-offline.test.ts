import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Browser } from '../../test/support/browser.ts'
import { type FakeRequest, sendJson, startFakeEngine } from '../../test/support/fake-engine.ts'
import { makeSite } from '../../test/support/site.ts'
import { unzip } from '../../test/support/unzip.ts'

const text = `version: 1
name: bottling
services:
  history: { uses: postgres }
  charts: { uses: grafana }
`

const archive = 'the images as docker save writes them'

interface Manner {
  /** Images whose name begins like this cannot be had. */
  readonly refuses: string
  /** Getting an image does not end. */
  readonly holds: boolean
  /** Of each image. */
  readonly sizeBytes: number
}

/** What an engine does about images, for an intercept: it has those of `here` and gets the others. */
function images(here: string[], { refuses = '', holds = false, sizeBytes = 1_000 }: Partial<Manner> = {}) {
  const pulled: string[] = []
  const answer = ({ path }: FakeRequest, response: ServerResponse): boolean => {
    const url = new URL(path.replace(/^\/v[\d.]+/, ''), 'http://engine')
    const has = (name: string) => [...here, ...pulled].some((one) => name.startsWith(one))
    if (url.pathname === '/version') return sendJson(response, 200, { Version: '28.0.0' })
    if (url.pathname === '/images/json') {
      const [name = ''] = JSON.parse(url.searchParams.get('filters') ?? '{}').reference
      return sendJson(response, 200, has(name) ? [{ Id: `sha256:${name}`, RepoTags: [name], RepoDigests: null }] : [])
    }
    if (url.pathname === '/images/create') {
      const name = `${url.searchParams.get('fromImage')}:${url.searchParams.get('tag')}`
      // as an engine does: the answer begins well and tells its end in the last line
      response.writeHead(200).write('{"status":"Pulling"}\r\n')
      if (holds) return true
      if (refuses !== '' && name.startsWith(refuses)) {
        response.end('{"error":"manifest unknown"}\r\n')
        return true
      }
      pulled.push(name)
      response.end('{"status":"Downloaded"}\r\n')
      return true
    }
    if (url.pathname === '/images/get') {
      response.writeHead(200).end(archive)
      return true
    }
    const inspected = /^\/images\/(.+)\/json$/.exec(url.pathname)?.[1]
    if (!inspected) return false
    const name = decodeURIComponent(inspected)
    return has(name)
      ? sendJson(response, 200, { Id: `sha256:${name}`, Os: 'linux', Architecture: 'amd64', Size: sizeBytes })
      : sendJson(response, 404, { message: `No such image: ${name}` })
  }
  return { answer, pulled }
}

async function site(fake?: ReturnType<typeof images>) {
  const engine = fake ? await startFakeEngine({ intercept: fake.answer }) : undefined
  const made = await makeSite(engine ? { DOCKER_HOST: engine.dockerHost } : {})
  const ada = await made.signedIn('ada', 'engineer')
  const { id } = (await ada.post('/plants', { name: 'Bottling', text })).body
  const bundles = () => {
    const folder = join(made.context.config.home.value, 'bundles')
    return readdirSync(folder).map((name) => ({ name, mode: statSync(join(folder, name)).mode & 0o777 }))
  }
  return { ...made, ada, id: id as string, bundles }
}

/** The job after its end. */
async function ended(one: Browser, id: string) {
  // the stream ends with the job
  await one.get(`/jobs/${id}/events`)
  return (await one.get(`/jobs/${id}`)).body
}

describe('an offline bundle', () => {
  test('is a job that gets what is missing, and holds the project with its secrets and every image', async () => {
    const fake = images(['postgres'])
    const { ada, id, bundles } = await site(fake)

    const started = await ada.post(`/plants/${id}/offline`)
    const job = await ended(ada, started.body.id)

    expect(started).toMatchObject({
      status: 202,
      body: { action: 'plant.offline', title: 'Offline bundle of Bottling' },
    })
    expect(job).toMatchObject({ state: 'done', result: { file: 'bottling-offline.zip', version: 1 } })
    expect(job.steps.done).toBe(job.steps.total)
    expect(fake.pulled.some((name) => name.startsWith('grafana/grafana:'))).toBe(true)
    expect(fake.pulled.some((name) => name.startsWith('postgres'))).toBe(false)
    const { status, headers, raw } = await ada.get(`/plants/${id}/offline/${job.id}`)
    expect({ status, bytes: headers['content-length'], name: headers['content-disposition'] }).toEqual({
      status: 200,
      bytes: String(job.result.bytes),
      name: 'attachment; filename="bottling-offline.zip"',
    })
    const files = await unzip(raw)
    expect(files.get('images/images.tar')?.content).toBe(archive)
    const sums = files.get('images/SHA256SUMS')?.content ?? ''
    for (const path of ['images/images.tar', 'images/images.lock']) {
      const sum = createHash('sha256')
        .update(files.get(path)?.content ?? '')
        .digest('hex')
      expect(sums).toContain(`${sum}  ${path}\n`)
    }
    expect(files.get('images/images.lock')?.content).toMatch(/^grafana\/grafana:\S+ sha256:\S+ linux\/amd64$/m)
    expect(bundles()).toEqual([{ name: `${id}.${job.id}.zip`, mode: 0o600 }])
    const secrets = [...files].filter(([path, { content }]) => path.startsWith('secrets/') && content !== '')
    const project = await unzip((await ada.post(`/plants/${id}/download`)).raw)
    for (const [path, { content }] of secrets)
      if (!path.endsWith('SHA256SUMS')) expect(project.get(path)?.content).toBe(content)
  })

  test('tells each image as it is there', async () => {
    const { ada, id } = await site(images([]))

    const { body } = await ada.post(`/plants/${id}/offline`)
    const { raw } = await ada.get(`/jobs/${body.id}/events`)

    const stream = raw.toString('utf8')
    expect(stream).toContain('event: begun')
    expect(stream).toContain('event: image')
    expect(stream).toContain('"state":"done"')
  })

  test('is replaced by the next one, and goes with its plant', async () => {
    const { ada, id, bundles } = await site(images([]))
    const first = await ended(ada, (await ada.post(`/plants/${id}/offline`)).body.id)
    const second = await ended(ada, (await ada.post(`/plants/${id}/offline`)).body.id)

    expect((await ada.get(`/plants/${id}/offline/${first.id}`)).body.code).toBe('plant.no-bundle')
    expect((await ada.get(`/plants/${id}/offline/${second.id}`)).status).toBe(200)
    await ada.delete(`/plants/${id}`)
    expect(bundles()).toEqual([])
  })

  test('can be stopped, and leaves nothing', async () => {
    const { ada, id, bundles } = await site(images([], { holds: true }))
    const { id: job } = (await ada.post(`/plants/${id}/offline`)).body
    expect((await ada.post(`/plants/${id}/offline`)).body.code).toBe('plant.bundle-under-way')

    await ada.delete(`/jobs/${job}`)

    expect(await ended(ada, job)).toMatchObject({ state: 'cancelled', error: { code: 'job.cancelled' } })
    expect((await ada.get(`/plants/${id}/offline/${job}`)).body.code).toBe('plant.no-bundle')
    expect(bundles).toThrow('ENOENT')
  })

  test('fails with the name of the image that cannot be had', async () => {
    const { ada, id } = await site(images([], { refuses: 'grafana' }))

    const job = await ended(ada, (await ada.post(`/plants/${id}/offline`)).body.id)

    expect(job).toMatchObject({ state: 'failed', error: { code: 'containers.engine-failed' } })
    expect(job.error.message).toMatch(/cannot get grafana\/grafana:\S+: manifest unknown/)
  })

  test('is not written where the disk has no room for its images', async () => {
    const { ada, id, bundles } = await site(images([], { sizeBytes: Number.MAX_SAFE_INTEGER / 4 }))

    const job = await ended(ada, (await ada.post(`/plants/${id}/offline`)).body.id)

    expect(job).toMatchObject({ state: 'failed', error: { code: 'plant.no-room' } })
    expect(job.error.message).toMatch(/^the images take \d+\.\d GiB, and \d+\.\d GiB are free$/)
    expect(bundles).toThrow('ENOENT')
  })

  test('is not begun where there is no engine, and the command that does the same is told', async () => {
    const { ada, id } = await site()

    expect((await ada.get('/engine')).body).toMatchObject({ answers: false, why: expect.any(String) })
    const refused = await ada.post(`/plants/${id}/offline`)

    expect(refused).toMatchObject({ status: 409, body: { code: 'plant.no-engine' } })
    expect(refused.body.hint).toContain('ign stack bundle')
    expect((await ada.get('/jobs')).body.items).toEqual([])
  })

  test('is known to be possible where there is one', async () => {
    const { ada } = await site(images([]))

    expect((await ada.get('/engine')).body).toEqual({ answers: true, why: null })
  })

  test('is for engineers: it holds secrets', async () => {
    const { ada, id, signedIn } = await site(images([]))
    const job = await ended(ada, (await ada.post(`/plants/${id}/offline`)).body.id)
    const olga = await signedIn('olga', 'operator')

    expect((await olga.post(`/plants/${id}/offline`)).status).toBe(403)
    expect((await olga.get(`/plants/${id}/offline/${job.id}`)).status).toBe(403)
    const { id: other } = (await ada.post('/plants', { name: 'Other', text })).body
    expect((await ada.get(`/plants/${other}/offline/${job.id}`)).body.code).toBe('plant.no-bundle')
    expect((await ada.get(`/plants/${id}/offline/..%2f..%2fign.db`)).status).toBe(404)
  })
})
