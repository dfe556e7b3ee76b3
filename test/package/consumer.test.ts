import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entryPoints, manifest, node, packedProject, projectDir, run } from './project.js'
import { typeErrors } from './type-check.js'

const optionalPeers = Object.entries(manifest.peerDependencies ?? {}).map(([name, range]) => `${name}@${range}`)
/** Fonts are files that nothing here reads, and weigh 300 MB. */
const peersWithCode = optionalPeers.filter((peer) => !peer.startsWith('@expo-google-fonts/'))

const folders = mkdtempSync(join(tmpdir(), 'badgewright-consumer-'))
afterAll(() => rmSync(folders, { recursive: true, force: true }), 60_000)

function emptyProject(name: string): string {
  const folder = join(folders, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  return folder
}

const install = (folder: string, ...args: string[]) =>
  run('npm', ['install', ...args, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], folder)

let alone: Promise<string> | undefined
/** A project with the package and nothing else. */
function installedAlone(): Promise<string> {
  alone ??= (async () => {
    const folder = emptyProject('alone')
    await install(folder, (await packedProject()).tarball)
    return folder
  })()
  return alone
}

/** The same, with the optional peers on top, once the tests of the package alone are over; what these wrote goes. */
async function installedWithPeers(): Promise<string> {
  const folder = await installedAlone()
  for (const name of readdirSync(folder))
    if (!['package.json', 'package-lock.json', 'node_modules'].includes(name)) rmSync(join(folder, name))
  await install(folder, ...peersWithCode)
  return folder
}

test('npm finds the package and all of its optional peers, which go together', async () => {
  const folder = emptyProject('resolved')
  await install(folder, '--package-lock-only', (await packedProject()).tarball, ...optionalPeers)
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const peers = Object.keys(manifest.peerDependencies ?? {})
  expect(peers.filter((name) => !(`node_modules/${name}` in packages))).toEqual([])
}, 240_000)

/** How users install: the package alone, and with its optional peers. */
const installations = [
  { how: 'alone', installed: installedAlone },
  { how: 'with its optional peers', installed: installedWithPeers },
]

describe.each(installations)('the tarball, installed $how into an empty project', ({ installed }) => {
  let folder = ''
  beforeAll(async () => {
    folder = await installed()
  }, 240_000)

  const write = (name: string, content: string | object) =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

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
      const strictest = { strict: true, exactOptionalPropertyTypes: true }
      const settings = { module, moduleResolution, target: 'ES2022', ...strictest, ...more }
      expect(typeErrors([join(folder, 'consumer.ts')], settings, folder)).toBe('')
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
