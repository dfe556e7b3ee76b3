import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entryPoints, manifest, node, packProject, projectDir, run, tool } from './project.js'

const optionalPeers = Object.entries(manifest.peerDependencies ?? {}).map(([name, range]) => `${name}@${range}`)

/** How users install: the package alone, and (where it has any) with its optional peers. */
const installations = [
  { how: 'alone', extra: [] as string[] },
  ...(optionalPeers.length > 0 ? [{ how: 'with its optional peers', extra: optionalPeers }] : []),
]

describe.each(installations)('the tarball, installed $how into an empty project', ({ extra }) => {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-consumer-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const write = (name: string, content: string | object) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

  beforeAll(async () => {
    write('package.json', { name: 'consumer', private: true, type: 'module' })
    const tarball = await packProject(folder)
    const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
    await run('npm', ['install', tarball, ...extra, ...quiet], folder)
  }, 240_000)

  test('the core path works from JavaScript modules', async () => {
    for (const name of ['suite.mjs', 'main.mjs'])
      copyFileSync(join(projectDir, 'test/runtimes', name), join(folder, name))
    expect(await node(['main.mjs'], folder)).toMatch(/^\d+ passed, 0 failed$/m)
  })

  test('every entry point can be required', async () => {
    const specifiers = entryPoints.map((entry) => entry.specifier)
    write(
      'consumer.cjs',
      `for (const s of ${JSON.stringify(specifiers)}) console.log(s, Object.keys(require(s)).length)`,
    )
    const lines = (await node(['consumer.cjs'], folder)).trim().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(specifiers)
    expect(lines.filter((line) => line.endsWith(' 0'))).toEqual([])
  })

  test.each([
    [
      'NodeNext',
      'NodeNext',
      { lib: ['ES2022'], types: ['node'], typeRoots: [join(projectDir, 'node_modules/@types')] },
    ],
    ['ESNext', 'Bundler', { lib: ['ES2022', 'DOM'], types: [] }],
  ])(
    'TypeScript accepts a user of every entry point: module %s, resolution %s',
    async (module, moduleResolution, more) => {
      copyFileSync(join(projectDir, 'test/package/consumer/consumer.ts'), join(folder, 'consumer.ts'))
      const strictest = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true }
      const compilerOptions = { module, moduleResolution, target: 'ES2022', ...strictest, ...more }
      write('tsconfig.json', { compilerOptions, files: ['consumer.ts'] })
      await run(tool('tsc'), ['-p', folder], folder)
    },
  )

  test('the command keygen, issue, verify runs, and tells a changed badge by its exit code', async () => {
    const command = join(folder, 'node_modules/.bin/badgewright')
    const draft = {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
      recipient: { email: 'kim@example.org' },
    }
    write('draft.json', draft)
    expect(await run(command, ['--version'], folder)).toContain(manifest.version)
    await run(command, ['keygen', '--out', 'key.json'], folder)
    await run(command, ['issue', 'draft.json', '--key', 'key.json', '--out', 'badge.json'], folder)
    const report = JSON.parse(await run(command, ['verify', 'badge.json', '--format', 'json'], folder))
    expect(report.summary).toEqual({ verified: 1, failed: 0, indeterminate: 0 })

    write('forged.json', readFileSync(join(folder, 'badge.json'), 'utf8').replace('Welder I', 'Welder IX'))
    const failure = await run(command, ['verify', 'forged.json'], folder).catch((error: Error) => error.cause)
    expect(failure).toMatchObject({ code: 1 })
  })
})
