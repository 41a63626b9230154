import { createHash } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { z } from 'zod'
import type { Engine } from '../../containers/index.ts'
import { IgnError } from '../../core/error.ts'
import { FileTree } from '../../core/file-tree.ts'
import { describeActor } from '../../platform/auth/actor.ts'
import { zipWithLate } from '../../platform/index.ts'
import { jobsOf, type Progress } from '../../platform/jobs/jobs.ts'
import { findBundle, keepBundle, requireRoom } from '../../platform/plants/bundles.ts'
import { plantError } from '../../platform/plants/errors.ts'
import { readPlant } from '../../platform/plants/plants.ts'
import { type ImageIdentity, imagesOf, offlineTree } from '../../stack/index.ts'
import { type Context, defineAction } from '../action.ts'
import { renderAtHome } from '../stack/plant-source.ts'
import { openSaved } from './download.ts'
import { PlantId, roleOf } from './store.ts'
import type { EngineView } from './views.ts'

/** Also that of the job. */
const jobAction = 'plant.offline'
/** How often it is told how much of the images is packed. */
const tellEveryBytes = 32 * 1024 ** 2

export const engineShow = defineAction({
  id: 'engine.show',
  summary: 'Tell whether the server has a container engine, and why not',
  access: 'viewer',
  changes: false,
  input: z.object({}),
  run: async (_, context): Promise<{ data: EngineView }> => {
    const why = await whyNoEngine(context)
    return { data: { answers: why === null, why } }
  },
})

/** Null where an engine answers. */
async function whyNoEngine(context: Context): Promise<string | null> {
  try {
    await context.engine().version()
    return null
  } catch (error) {
    if (error instanceof IgnError) return error.message
    throw error
  }
}

/**
 * Makes the project of a saved plant with all its images, for a machine without internet. Answers with a job; its events
 * are `begun {images}`, `image {image}` for each that is there, and `packed {bytes}`.
 */
export const plantOffline = defineAction({
  id: 'plant.offline',
  summary: 'Make an offline bundle of a saved plant: its project with secrets, and every image',
  access: 'engineer',
  target: ({ id }) => id,
  input: z.object({ id: PlantId }),
  run: async ({ id }, context) => {
    const { database, plant, built, home } = await openSaved(id, undefined, context)
    // told at once, not by a job that fails
    const why = await whyNoEngine(context)
    if (why !== null) throw plantError('plant.no-engine', why)
    const engine = context.engine()
    const jobs = jobsOf(database)
    const running = await jobs.list(roleOf(context), 50, { plant: id })
    if (running.some(({ action, state }) => action === jobAction && state === 'running'))
      throw plantError('plant.bundle-under-way', `an offline bundle of "${plant.name}" is being made`)
    const { tree: project } = await renderAtHome(built, 'kept', home, context)
    const order = {
      action: jobAction,
      title: `Offline bundle of ${plant.name}`,
      plant: id,
      readRole: plant.readRole,
      by: describeActor(context.actor),
    }
    const job = await jobs.start(order, async (progress) => {
      const images = imagesOf(built.blueprint)
      const { known, lock, sizeBytes } = await getImages(engine, images, progress)
      await requireRoom(context.config.home.value, sizeBytes)
      const tree = new FileTree([
        ...offlineTree(project, built.blueprint, known).files,
        { path: 'images/images.lock', mode: 0o644, content: lock },
      ])
      const zip = await packed(tree, lock, () => engine.save(images, progress.signal), images.length, progress)
      const { bytes } = await keepBundle(context.config.home.value, id, progress.id, zip, progress.signal)
      const total = images.length + 1
      progress.tell('packed', { bytes }, { done: total, total })
      return { file: `${built.blueprint.site.name}-offline.zip`, bytes, version: plant.version }
    })
    return { data: job }
  },
})

/**
 * Gets what is missing.
 *
 * @returns what the engine knows of the images, the list that is checked after loading, and what they take in all
 */
async function getImages(engine: Engine, images: readonly string[], { signal, tell }: Progress) {
  const known = new Map<string, ImageIdentity>()
  const lines: string[] = []
  let sizeBytes = 0
  const total = images.length + 1
  tell('begun', { images }, { done: 0, total })
  for (const [index, image] of images.entries()) {
    signal.throwIfAborted()
    if (!(await engine.image(image))) await engine.pull(image, signal)
    const identity = await engine.image(image)
    const { id, platform, sizeBytes: ofImage } = await engine.imagePlatform(image)
    if (identity) known.set(image, identity)
    lines.push(`${image} ${id} ${platform}\n`)
    sizeBytes += ofImage
    tell('image', { image }, { done: index + 1, total })
  }
  return { known, lock: lines.join(''), sizeBytes }
}

/** The tree with the archive of the images, and the checksums that `images/save.sh` would have written. */
async function packed(
  tree: FileTree,
  lock: string,
  open: () => Promise<Readable>,
  done: number,
  { tell }: Progress,
): Promise<Readable> {
  const digest = createHash('sha256')
  const openImages = async () => {
    let bytes = 0
    let told = 0
    const watched = new PassThrough()
    const images = await open()
    images.on('data', (chunk: Buffer) => {
      digest.update(chunk)
      bytes += chunk.length
      if (bytes - told < tellEveryBytes) return
      told = bytes
      tell('packed', { bytes }, { done, total: done + 1 })
    })
    images.on('error', (error) => watched.destroy(error))
    return images.pipe(watched)
  }
  const openSums = async () => {
    const lockSum = createHash('sha256').update(lock).digest('hex')
    const lines = [`${lockSum}  images/images.lock`, `${digest.digest('hex')}  images/images.tar`, '# 2 files']
    return Readable.from([`${lines.join('\n')}\n`])
  }
  return zipWithLate(tree, [
    { path: 'images/images.tar', open: openImages },
    { path: 'images/SHA256SUMS', open: openSums },
  ])
}

export const plantOfflineDownload = defineAction({
  id: 'plant.offline-download',
  summary: 'Fetch an offline bundle that a job has made',
  access: 'engineer',
  changes: false,
  tellsEach: true,
  target: ({ id }) => id,
  input: z.object({ id: PlantId, job: z.string().max(64).describe('Id of the job that has made it') }),
  run: async ({ id, job: jobId }, context) => {
    const database = await context.database()
    const role = roleOf(context)
    await readPlant(database.query, role, id)
    const job = await jobsOf(database).read(role, jobId)
    if (job.plant !== id || job.action !== jobAction || job.state !== 'done')
      throw plantError('plant.no-bundle', 'the job has made no bundle of this plant')
    const { file } = job.result as { file: string }
    return { data: { file, ...(await findBundle(context.config.home.value, id, job.id)) } }
  },
})
