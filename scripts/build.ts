/**
 * Builds the program: src/cli/main.ts and all it needs, packages included, as
 * dist/main.js plus chunks. What is imported with `import()` lands in a chunk
 * of its own and costs nothing until it is used.
 *
 * Packages are bundled because one file loads several times faster than the
 * hundred small ones of a package tree, on a cold disk above all.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

/** Packages that must not load before a command asks for them. */
const HEAVY = ['fastify', 'zod', '@peculiar/x509', 'yaml', 'yazl', 'bcryptjs', '@fastify/swagger']

/** CommonJS packages call `require` for built-in modules and read these two, which ES modules do not have. */
const BANNER = `import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`

const ENTRY = 'src/cli/main.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

process.exitCode = await main()

async function main(): Promise<number> {
  if (!existsSync(join(root, ENTRY))) {
    process.stderr.write(`build: ${ENTRY} is missing; there is nothing to build.\n`)
    return 1
  }
  const metafile = await bundle()
  if (!metafile) return 1

  removeLeftovers(Object.keys(metafile.outputs))
  report(metafile)
  return 0
}

/** Returns null after esbuild has printed the reasons of a failed build. */
async function bundle(): Promise<Metafile | null> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  try {
    const { metafile } = await build({
      absWorkingDir: root, // output must not depend on the folder the build was started in
      entryPoints: { main: ENTRY },
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'], // the ES module of a package that has one: unused parts fall away
      charset: 'utf8',
      sourcemap: 'linked',
      legalComments: 'linked',
      banner: { js: BANNER },
      define: { IGN_VERSION: JSON.stringify(version) },
      logLevel: 'warning',
      metafile: true,
    })
    return metafile
  } catch {
    return null
  }
}

/**
 * Removes what earlier builds left. Afterwards and not before, so that a server
 * running from dist/ still finds the chunks it loads while the build is on.
 */
function removeLeftovers(outputs: readonly string[]): void {
  const wanted = new Set(outputs.map((path) => join(root, path)))
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name)
    if (statSync(path).isFile() && !wanted.has(path)) rmSync(path)
  }
}

/** One line on stderr: how much loads at every start, and whether a heavy package slipped into it. */
function report({ outputs }: Metafile): void {
  const start = loadedAtStart(outputs)
  const bytes = start.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0)
  const inputs = start.flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
  const heavy = HEAVY.filter((name) => inputs.some((input) => input.startsWith(`node_modules/${name}/`)))
  const chunks = Object.keys(outputs).filter((path) => path.startsWith('dist/chunks/') && path.endsWith('.js')).length

  process.stderr.write(`build: ${Math.round(bytes / 1024)} KiB load at start, ${chunks} chunks in all\n`)
  if (heavy.length > 0) {
    process.stderr.write(`build: warning: every start loads ${heavy.join(', ')}; import them with import() instead\n`)
  }
}

/** The entry and all chunks it reaches through static imports. */
function loadedAtStart(outputs: Metafile['outputs']): string[] {
  const seen = new Set(['dist/main.js'])
  for (const path of seen) {
    for (const next of outputs[path]?.imports ?? []) {
      if (next.kind === 'import-statement' && !next.external) seen.add(next.path)
    }
  }
  return [...seen]
}
