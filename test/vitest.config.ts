// How all tests run: one real MongoDB for the whole run, two files at a time, each in a process of its own.
import { defineConfig } from 'vitest/config'

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
    maxWorkers: 2,
    testTimeout: 120_000,
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
