import { defineConfig } from 'vitest/config'

/** Suites that take minutes: browser, frameworks, kill tests. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
