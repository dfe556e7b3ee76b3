import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/bake/**', 'src/verify/**', 'src/credential/**', 'src/proof/**'],
      thresholds: { 'src/{bake,verify,credential,proof}/**': { branches: 90 } },
    },
  },
})
