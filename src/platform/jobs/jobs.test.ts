import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { onEachStorage } from '../../../test/support/storages.ts'
import { openDatabase } from '../storage/database.ts'
import { jobError } from './errors.ts'
import { type JobEvent, type JobOrder, Jobs, type Progress } from './jobs.ts'

const order: JobOrder = { action: 'stack.verify', title: 'Verify', readRole: 'viewer', by: 'user:ada' }

/** Work that goes on until a test lets it end. */
function held() {
  const gate = Promise.withResolvers<void>()
  const started = Promise.withResolvers<Progress>()
  const work = async (progress: Progress) => {
    started.resolve(progress)
    await gate.promise
    progress.signal.throwIfAborted()
    return { answer: 42 }
  }
  return { work, started: started.promise, release: () => gate.resolve(), fail: gate.reject }
}

onEachStorage((storage) => {
  /** Two servers with one database, and a clock. */
  async function servers() {
    const context = testContext({ environment: await storage() })
    let time = 1_000_000
    const make = async () => {
      const database = await openDatabase(context.home, context.config.databaseUrl.value?.reveal())
      const jobs = new Jobs(database, () => time)
      onTestFinished(async () => {
        await jobs.close()
        await database.close()
      })
      return jobs
    }
    return {
      one: await make(),
      other: await make(),
      pass: (ms: number) => {
        time += ms
      },
    }
  }

  const read = async (jobs: Jobs, id: string, after = 0): Promise<readonly JobEvent[]> => {
    const seen: JobEvent[] = []
    for await (const batch of jobs.events('viewer', id, after, new AbortController().signal)) seen.push(...batch)
    return seen
  }

  describe('a job', () => {
    test('is told by every server while it runs, and when it is done', async () => {
      const { one, other } = await servers()
      const { work, started, release } = held()

      const { id } = await one.start(order, work)
      await started

      expect(await other.read('viewer', id)).toMatchObject({ state: 'running', result: null, endedAt: null })
      release()
      await read(one, id)
      expect(await other.read('viewer', id)).toMatchObject({
        state: 'done',
        result: { answer: 42 },
        error: null,
        endedAt: expect.any(String),
      })
    })

    test('tells its events in order, to those who watch from the start and to those who come later', async () => {
      const { one, other } = await servers()
      const { work, started, release } = held()
      const { id } = await one.start(order, work)
      const { tell } = await started
      const watched = [read(one, id), read(other, id)]
      for (let step = 1; step <= 20; step++) tell('step', { step }, { done: step, total: 20 })
      release()

      for (const events of await Promise.all(watched)) {
        expect(events.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
        expect(events[3]).toMatchObject({ kind: 'step', data: { step: 4 } })
      }
      expect((await read(other, id, 17)).map(({ number }) => number)).toEqual([18, 19, 20])
      expect((await one.read('viewer', id)).steps).toEqual({ done: 20, total: 20 })
    })

    test('that fails says why, as far as it is for users', async () => {
      const { one } = await servers()
      const told = await one.start(order, async () => {
        throw jobError('job.ended', 'the engine is not there')
      })
      const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      const defect = await one.start(order, async () => {
        throw new Error('postgres://ada:secret@db')
      })
      await read(one, told.id)
      await read(one, defect.id)
      log.mockRestore()

      expect(await one.read('viewer', told.id)).toMatchObject({
        state: 'failed',
        error: { code: 'job.ended', message: 'the engine is not there' },
      })
      expect((await one.read('viewer', defect.id)).error).toEqual({
        code: 'action.unexpected',
        message: 'the job could not be carried out',
      })
    })

    test('can be stopped, through the server that does not run it as well', async () => {
      const { one, other } = await servers()
      for (const through of [one, other]) {
        const { id } = await one.start(
          order,
          ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        )
        await through.stop('viewer', id)
        await read(one, id)

        expect(await other.read('viewer', id)).toMatchObject({ state: 'cancelled', error: { code: 'job.cancelled' } })
        await expect(through.stop('viewer', id)).rejects.toMatchObject({ code: 'job.ended' })
      }
    })

    test('is lost when its server has said nothing for long', async () => {
      const { one, other, pass } = await servers()
      const { work, started, release } = held()
      onTestFinished(release)
      const { id } = await one.start(order, work)
      await started

      pass(10_000)
      expect((await other.read('viewer', id)).state).toBe('running')
      pass(30_000)

      const lost = await other.read('viewer', id)
      expect(lost).toMatchObject({ state: 'lost', error: { code: 'job.lost' } })
      // when it was heard of for the last time, not when somebody looked
      expect(Date.parse(lost.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(lost.startedAt) + 10_000)
    })

    test('is stopped and written down when its server is closed', async () => {
      const { one, other } = await servers()
      const { id } = await one.start(order, async ({ signal }) => {
        await delay(60_000, undefined, { signal })
      })

      await one.close()

      expect(await other.read('viewer', id)).toMatchObject({
        state: 'lost',
        error: { code: 'job.lost', message: 'the server that ran it has ended' },
      })
    })

    test('is not heard when it tells something after its end, when the database may be gone', async () => {
      const { one } = await servers()
      let late: Progress['tell'] = () => {}
      const { id } = await one.start(order, async ({ tell }) => {
        late = tell
      })
      await vi.waitFor(async () => expect(await one.read('viewer', id)).toMatchObject({ state: 'done' }))

      late('probe', { wire: 'too late' })

      expect(await read(one, id)).toEqual([])
    })

    test('is seen by those who have the role only', async () => {
      const { one } = await servers()
      const { id } = await one.start({ ...order, readRole: 'engineer' }, async () => 1)

      await expect(one.read('operator', id)).rejects.toMatchObject({ code: 'job.no-such-job' })
      expect(await one.list('operator', 10)).toEqual([])
      expect(await one.list('engineer', 10)).toMatchObject([{ id }])
    })
  })

  describe('the list of jobs', () => {
    test('has the newest first, in pages, for one plant or for all', async () => {
      const { one, pass } = await servers()
      const ids: string[] = []
      for (const plant of ['a', 'b', 'a', 'a']) {
        ids.unshift((await one.start({ ...order, plant }, async () => 1)).id)
        pass(1000)
      }
      const idsOf = async (...given: Parameters<Jobs['list']>) => (await one.list(...given)).map(({ id }) => id)

      expect(await idsOf('viewer', 2)).toEqual(ids.slice(0, 2))
      expect(await idsOf('viewer', 10, { before: ids[1] as string })).toEqual(ids.slice(2))
      expect(await idsOf('viewer', 10, { plant: 'b' })).toEqual([ids[2]])
    })
  })
})
