import { readdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Context } from '../actions/action.ts'
import type { PlantSource } from '../actions/stack/plant-source.ts'
import type { Actor } from '../platform/auth/actor.ts'
import { readConfig } from '../platform/config.ts'
import { platformError } from '../platform/errors.ts'
import { version } from './version.ts'
import { View, wantsColour } from './view.ts'

export interface GlobalFlags {
  readonly plant: string
  readonly env: readonly string[]
  readonly home?: string
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
  readonly input: boolean
  readonly yes: boolean
}

/** The terminal side of a run: streams, flags, and the context that actions get. */
export class Cli {
  readonly flags: GlobalFlags
  readonly environment: NodeJS.ProcessEnv
  readonly out: View
  readonly messages: View

  constructor(flags: GlobalFlags, environment: NodeJS.ProcessEnv) {
    this.flags = flags
    this.environment = environment
    this.out = view(process.stdout, flags, environment)
    this.messages = view(process.stderr, flags, environment)
  }

  /** @throws platform.setting-invalid when a setting cannot be used */
  async context(
    flags: { readonly host?: string | undefined; readonly port?: string | undefined } = {},
  ): Promise<Context> {
    const config = readConfig({ home: this.flags.home, ...flags }, this.environment)
    const { Vault } = await import('../platform/secrets/vault.ts')
    const { drawnAhead } = await import('../platform/secrets/random.ts')
    const { connectEngine } = await import('../containers/index.ts')
    return {
      config,
      environment: this.environment,
      version,
      now: () => new Date(),
      random: drawnAhead(),
      vault: () => new Vault(config.home.value, this.environment.IGN_SECRET_KEY),
      engine: () => connectEngine(config.dockerHost.value),
      database: once(async () => {
        const { openDatabase } = await import('../platform/storage/database.ts')
        return openDatabase(config.home.value, config.databaseUrl.value?.reveal())
      }),
      actor: shellUser(),
      progress: (line) => {
        if (process.stderr.isTTY && !this.flags.quiet) this.messages.line(line)
      },
    }
  }

  /** The plant file that an argument or the global flag names, as text, with what stands beside it. */
  async plant(argument?: string): Promise<PlantSource> {
    const { readPlantFiles } = await import('../actions/stack/plant-files.ts')
    const list = (folder: string) =>
      statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : undefined
    return readPlantFiles(argument ?? this.flags.plant, this.flags.env, { read: (path) => this.read(path), list })
  }

  /** Text of a file; `-` is standard input. @throws platform.file-missing, platform.file-unreadable */
  read(path: string): string {
    try {
      return readFileSync(path === '-' ? 0 : path, 'utf8')
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const hint =
        isMissing && path === 'plant.yaml' ? 'Begin one with ign stack init, or name it with --plant FILE.' : undefined
      throw platformError(
        isMissing ? 'platform.file-missing' : 'platform.file-unreadable',
        `cannot read ${path}: ${(error as Error).message}`,
        {
          cause: error,
          ...(hint ? { hint } : {}),
        },
      )
    }
  }
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** Who can write the home folder may do everything; the audit has the name of the operating system's user. */
function shellUser(): Actor {
  let name: string
  try {
    name = userInfo().username
  } catch {
    // a container's user need not have a name
    name = `uid ${process.getuid?.() ?? 'unknown'}`
  }
  return { kind: 'shell', name, role: 'administrator' }
}

const view = (stream: NodeJS.WriteStream, flags: GlobalFlags, environment: NodeJS.ProcessEnv): View =>
  new View((text) => stream.write(text), {
    hasColour: wantsColour(stream, environment, !flags.color),
    isQuiet: flags.quiet,
  })
