import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    setupFiles: ['test/support/bytes.ts'],
    testTimeout: 30_000,
    // Files of one worker share its modules: loading them again for each file took as long as a third of the tests. So a
    // test that changes something global sets it back; mocks are set back here.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    // vitest leaves one core idle by itself, which on two cores is half of the machine.
    maxWorkers: '100%',
    // Most functions run seldom or never: V8 compiles none before it is called, and keeps what it has compiled; and a
    // young generation for what a test makes and drops costs less than moving it. Together a twentieth of the time.
    execArgv: ['--max-lazy', '--no-flush-bytecode', '--max-semi-space-size=64'],
    coverage: {
      provider: 'v8',
      include: ['src/{container,draw/clean-art,verify,credential,proof}/**/*.ts'],
      thresholds: {
        'src/container/{*,png/*,svg/*,xml/*}': { branches: 90 },
        'src/container/picture/**': { branches: 90 },
        'src/container/read/**': { branches: 90 },
        'src/container/shared/**': { branches: 90 },
        'src/verify/**': { branches: 90 },
        'src/credential/**': { branches: 90 },
        'src/proof/**': { branches: 90 },
      },
    },
  },
})
