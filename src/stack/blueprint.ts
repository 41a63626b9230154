import type {
  ContainerNeeds,
  HealthCheck,
  NetworkName,
  ProbeStep,
  SecretMount,
  SecretNeed,
  ServiceProblem,
  Site,
  StartCondition,
  UserFile,
} from '../catalog/index.ts'
import type { Wire } from './detect.ts'

/**
 * A whole stack as one value: what every output is a view of. It holds no secret, only what secrets are needed and
 * where they go.
 */
export interface Blueprint {
  readonly site: Site
  readonly restart: string
  /** Services and jobs in the order of their names. */
  readonly services: readonly BlueprintService[]
  readonly files: readonly BlueprintFile[]
  /** Archives of the user's own; their contents come in when the project is rendered. */
  readonly userFiles: readonly BlueprintUserFile[]
  /** Every secret file, each once, in the order of their names. */
  readonly secrets: readonly BlueprintSecret[]
  readonly needs: readonly SecretNeed[]
  readonly wires: readonly Wire[]
  /** How to prove each automatic wire; made when it is asked for, because only a running stack needs it. */
  readonly probes: () => readonly Probe[]
  readonly urls: readonly ServiceUrl[]
  readonly notes: readonly string[]
  readonly problems: readonly ServiceProblem[]
}

export interface BlueprintService {
  readonly name: string
  readonly title: string
  /** Id in the catalogue. */
  readonly service: string
  readonly image: string
  readonly version: string
  /** Service whose image tag in `.env` this one's image follows: its own, or its instance's where the image is the same. */
  readonly tagOf: string
  /** Set for a job: the instance that it prepares. */
  readonly jobOf?: string
  /** Set for a companion: the instance that it belongs to. */
  readonly companionOf?: string
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly user?: string
  readonly environment: Readonly<Record<string, string>>
  /** Bind mounts of generated files: path in the project -> path in the container, read-only. */
  readonly mounts: readonly { readonly from: string; readonly to: string }[]
  /** Names of secret files. */
  readonly secrets: readonly string[]
  readonly volumes: readonly { readonly volume: string; readonly path: string }[]
  readonly networks: Readonly<Partial<Record<NetworkName, readonly string[]>>>
  readonly ports: readonly {
    readonly address: string
    readonly published: number
    readonly target: number
    readonly protocol: 'tcp' | 'udp'
  }[]
  readonly dependsOn: Readonly<Record<string, StartCondition>>
  readonly health?: HealthCheck
  readonly memoryBytes: number
  readonly cpus: number
  readonly stopGraceS?: number
  readonly container?: ContainerNeeds
}

export interface BlueprintFile {
  readonly path: string
  readonly content: string
}

export interface BlueprintUserFile extends UserFile {
  readonly instance: string
  /** Where it stands in the project. */
  readonly target: string
}

export interface BlueprintSecret {
  /** Name of the file, below `secrets/` and `/run/secrets/`. */
  readonly file: string
  readonly mount: SecretMount
  /**
   * 0o600 where every reader is root in its container. Other readers have a user id that means nothing on the host, so
   * their files are readable inside the closed folder.
   */
  readonly mode: 0o600 | 0o644
  readonly readers: readonly string[]
}

export interface Probe {
  /** Id of the wire. */
  readonly wire: string
  readonly steps: readonly ProbeStep[]
}

export interface ServiceUrl {
  readonly service: string
  readonly url: string
  readonly note: string
}
