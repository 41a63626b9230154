/**
 * Builds the program and its console: src/cli/main.ts and all it needs, packages
 * included, as dist/main.js plus chunks, and src/web as dist/web. What is imported with `import()` lands in a chunk
 * of its own and costs nothing until it is used.
 *
 * Packages are bundled because one file loads several times faster than the
 * hundred small ones of a package tree, on a cold disk above all.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

/** Packages that must not load before a command asks for them. */
const HEAVY = [
  'fastify',
  'kysely',
  'pg',
  'openid-client',
  'otpauth',
  'zod',
  '@peculiar/x509',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@zxcvbn-ts/language-en',
  'yaml',
  'yazl',
  'bcryptjs',
  '@fastify/swagger',
  'prom-client',
]

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
  const web = await bundleConsole()
  if (!metafile || !web) return 1

  const pages = copyPages()
  removeLeftovers([...Object.keys(metafile.outputs), ...Object.keys(web.outputs), ...pages])
  report(metafile)
  reportConsole(web)
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

/** The console: one script that is there at once, and chunks for what is opened later. */
async function bundleConsole(): Promise<Metafile | null> {
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: { main: 'src/web/main.tsx', theme: 'src/web/theme.ts', style: 'src/web/styles/main.css' },
      outdir: 'dist/web/assets',
      entryNames: '[name]',
      chunkNames: 'chunk-[name]-[hash]',
      assetNames: '[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'browser',
      target: ['chrome120', 'firefox121', 'safari17'],
      jsx: 'automatic',
      minify: true,
      loader: { '.woff2': 'file' },
      legalComments: 'linked',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'warning',
      metafile: true,
    })
    return metafile
  } catch {
    return null
  }
}

/** Files of the console that nothing imports. */
function copyPages(): string[] {
  const pages = { 'src/web/index.html': 'dist/web/index.html', 'src/web/mark.svg': 'dist/web/assets/mark.svg' }
  for (const [from, to] of Object.entries(pages)) copyFileSync(join(root, from), join(root, to))
  return Object.values(pages)
}

/** One line: how much a browser loads before it shows the stack, compressed as it travels. */
function reportConsole({ outputs }: Metafile): void {
  const builder = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === 'src/web/stack/stack.tsx') ?? ''
  const files = new Set([
    ...loadedAtStart(outputs, 'dist/web/assets/main.js'),
    ...loadedAtStart(outputs, builder),
    'dist/web/assets/theme.js',
  ])
  const bytes = [...files].reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path))).length, 0)
  process.stderr.write(`build: ${Math.round(bytes / 1024)} KiB of script (gzip) before the stack shows\n`)
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
function loadedAtStart(outputs: Metafile['outputs'], entry = 'dist/main.js'): string[] {
  const seen = new Set([entry])
  for (const path of seen) {
    for (const next of outputs[path]?.imports ?? []) {
      if (next.kind === 'import-statement' && !next.external) seen.add(next.path)
    }
  }
  return [...seen]
}
