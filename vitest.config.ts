import { defineConfig } from 'vitest/config'

/**
 * `vitest run` takes everything that needs no container engine;
 * `vitest run --mode e2e` takes the end-to-end scenarios and nothing else;
 * `vitest run --mode heavy` takes those whose images are too large to be made for every run.
 */
export default defineConfig(({ mode }) => ({
  test: mode === 'e2e' ? endToEnd : mode === 'heavy' ? heavy : quick,
}))

const quick = {
  include: ['{src,scripts}/**/*.test.ts', 'test/{contract,adapters,support,fuzz}/**/*.test.ts'],
  testTimeout: 20_000,
  hookTimeout: 30_000,
  // The code is pure and gets what it needs as arguments, so files can share a process and what it has imported:
  // 40 small files took 1 s instead of 9 s. A test that changes a global puts it back.
  isolate: false,
}

const endToEnd = {
  include: ['test/e2e/**/*.e2e.ts'],
  globalSetup: 'test/e2e/support/alone.ts',
  // Scenarios share one engine, its ports and its names: one file after another.
  fileParallelism: false,
  testTimeout: 10 * 60_000,
  hookTimeout: 10 * 60_000,
  teardownTimeout: 60_000,
}

const heavy = { ...endToEnd, include: ['test/e2e/**/*.heavy.ts'] }
