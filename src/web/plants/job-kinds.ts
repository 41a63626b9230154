import type { TextKey } from '../text/en.ts'
import { bundleAction } from '../transfer/api.ts'
import type { Job } from './api.ts'

/** What the console knows of the jobs of one action. */
interface JobKind {
  /** What the server says before the name of the plant. */
  readonly said: string
  /** The same, in the language of the reader. */
  readonly title: TextKey
  /** Where one sees what such a job does in its plant. */
  readonly address: (plant: string, job: string) => string
  /** What the link there is called. */
  readonly link: TextKey
  /** What does the same on the command line. */
  readonly command: string
}

const verify: JobKind = {
  said: 'Verify every wire of ',
  title: 'verifyOf',
  address: (plant, job) => `/stack/verify?plant=${plant}&job=${job}`,
  link: 'openWire',
  command: 'ign stack verify plant.yaml',
}

const kinds: Readonly<Record<string, JobKind>> = {
  'stack.verify': verify,
  [bundleAction]: {
    said: 'Offline bundle of ',
    title: 'bundleTitle',
    address: (plant, job) => `/stack?plant=${plant}&bundle=${job}`,
    link: 'openJob',
    command: 'ign stack bundle plant.yaml --offline',
  },
}

/** The kind of a job, if it is one that is known here. */
export const knownKind = ({ action }: Pick<Job, 'action'>): JobKind | undefined => kinds[action]

/** The kind of a job of a plant; one that is not known here is shown where wires are tried. */
export const kindOf = (job: Pick<Job, 'action'>): JobKind => knownKind(job) ?? verify
