import { defineConfig } from 'vitest/config'

/**
 * `vitest run` takes everything that needs no container engine;
 * `vitest run --mode e2e` takes the end-to-end scenarios and nothing else;
 * `vitest run --mode heavy` takes those whose images are too large to be made for every run.
 */
export default defineConfig(({ mode }) => ({
  test: mode === 'e2e' ? endToEnd : mode === 'heavy' ? { ...scenario, include: ['test/e2e/**/*.heavy.ts'] } : quick,
}))

const quick = {
  include: ['{src,scripts}/**/*.test.ts', 'test/{contract,support,fuzz}/**/*.test.ts'],
  testTimeout: 20_000,
  hookTimeout: 30_000,
  // The code is pure and gets what it needs as arguments, so files can share a process and what it has imported:
  // 40 small files took 1 s instead of 9 s. A test that changes a global puts it back.
  isolate: false,
  // many of them wait for programs that they have started: by itself vitest leaves one core to nobody
  maxWorkers: '100%',
}

const scenario = {
  globalSetup: 'test/e2e/support/alone.ts',
  // Scenarios share one engine, its ports and its names: one file after another.
  fileParallelism: false,
  testTimeout: 10 * 60_000,
  hookTimeout: 10 * 60_000,
  teardownTimeout: 60_000,
}

/** The console alone needs a browser and a server of its own for each file, so that two can go side by side. */
const endToEnd = {
  projects: [
    { test: { ...scenario, name: 'engine', include: ['test/e2e/*.e2e.ts'], sequence: { groupOrder: 1 } } },
    {
      test: {
        name: 'console',
        include: ['test/e2e/console/*.e2e.ts'],
        maxWorkers: 2,
        // a browser beside another one may be late: what comes is seen at once all the same
        expect: { poll: { timeout: 10_000 } },
        // Chromium drops running requests (ERR_NETWORK_CHANGED) when an engine beside it makes or removes networks. So each
        // test must be able to run twice in a row, which `--repeats 1` shows.
        retry: process.env.CI ? 1 : 0,
        testTimeout: 2 * 60_000,
        hookTimeout: 2 * 60_000,
        sequence: { groupOrder: 0 },
      },
    },
  ],
}
