import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // With a browser: `npm run test:e2e`.
    exclude: ['test/e2e/**', '**/node_modules/**'],
    testTimeout: 30_000,
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
