// How all tests run: one real MongoDB for the whole run, three files at a time, each process keeping what it has loaded for its next file.
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.ts'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: {
    // Yoga loads graphql as CommonJS; two copies of it would refuse each other's schemas.
    alias: [{ find: /^graphql$/, replacement: new URL('../node_modules/graphql/index.js', import.meta.url).pathname }],
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/whole-run.ts'],
    pool: 'forks',
    // Loading the server anew for each file was a third of all the work.
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    // Machines are busy at times: what has to come is waited for, however long it takes.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['server/**/*.ts', 'bot/**/*.ts', 'tui/**/*.{ts,tsx}'],
      exclude: ['**/generated/**'],
      reporter: ['text-summary', 'lcov'],
      thresholds: { lines: 85 },
    },
  },
})
