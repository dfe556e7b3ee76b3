import process from 'node:process'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
    // Counting branches slows everything down, which guards against slowness have to know.
    env: process.argv.includes('--coverage') ? { BADGEWRIGHT_COVERAGE: 'true' } : {},
    // vitest leaves one core idle by itself, which on two cores is half of the machine.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['src/{bake,verify,credential,proof}/**/*.ts'],
      thresholds: {
        'src/bake/**': { branches: 90 },
        'src/verify/**': { branches: 90 },
        'src/credential/**': { branches: 90 },
        'src/proof/**': { branches: 90 },
      },
    },
  },
})
