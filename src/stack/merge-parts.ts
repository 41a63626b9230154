import type {
  Companion,
  ConfigFile,
  ContainerNeeds,
  Job,
  Parts,
  SecretMount,
  ServiceProblem,
  UserFile,
} from '../catalog/index.ts'

/** Joins parts in order. Two parts that set one variable differently are a defect of the catalogue. */
export function mergeParts(list: readonly Parts[]): Parts {
  const environment: Record<string, string> = {}
  const files: ConfigFile[] = []
  const userFiles: UserFile[] = []
  const secrets: SecretMount[] = []
  const volumes: Record<string, string> = {}
  const jobs: Job[] = []
  const companions: Companion[] = []
  let container: ContainerNeeds | undefined
  const notes: string[] = []
  const urls: NonNullable<Parts['urls']>[number][] = []
  const problems: ServiceProblem[] = []
  let rest: Parts = {}
  for (const parts of list) {
    for (const name in parts.environment) {
      const value = parts.environment[name] as string
      if (environment[name] !== undefined && environment[name] !== value) throw new Error(`two values for ${name}`)
      environment[name] = value
    }
    if (parts.files) files.push(...parts.files)
    if (parts.userFiles) userFiles.push(...parts.userFiles)
    if (parts.secrets) secrets.push(...parts.secrets)
    Object.assign(volumes, parts.volumes)
    if (parts.jobs) jobs.push(...parts.jobs)
    if (parts.companions) companions.push(...parts.companions)
    if (parts.container) container = { ...container, ...parts.container }
    if (parts.notes) notes.push(...parts.notes)
    if (parts.urls) urls.push(...parts.urls)
    if (parts.problems) problems.push(...parts.problems)
    const {
      entrypoint = rest.entrypoint,
      command = rest.command,
      aliases = rest.aliases,
      stopGraceS = rest.stopGraceS,
    } = parts
    rest = {
      ...(entrypoint ? { entrypoint } : {}),
      ...(command ? { command } : {}),
      ...(aliases ? { aliases } : {}),
      ...(stopGraceS === undefined ? {} : { stopGraceS }),
    }
  }
  return {
    ...rest,
    environment,
    files,
    userFiles,
    secrets,
    volumes,
    jobs,
    companions,
    ...(container ? { container } : {}),
    notes,
    urls,
    problems,
  }
}
