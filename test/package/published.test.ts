import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { expect, test } from 'vitest'
import { lockfiles, missingPlatformPackages } from './complete-lockfile.mjs'
import { manifest, packedProject, projectDir, run, tool } from './project.js'

interface TypesReport {
  readonly analysis: { readonly problems: readonly { readonly kind: string; readonly entrypoint?: string }[] }
}

test('publint has nothing to say about the tarball', async () => {
  const tarball = await readFile((await packedProject()).tarball)
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
})

test('are-the-types-wrong finds no problem in the tarball, as an ESM-only package', async () => {
  const { tarball } = await packedProject()
  const args = [tarball, '--profile', 'esm-only', '--format', 'json']
  const report = JSON.parse(await run(tool('attw'), args, projectDir).catch(printedInstead)) as TypesReport
  // An ESM-only package cannot be resolved by node10; from CommonJS its types resolve to ESM, which Node >= 20.19 loads.
  const expected = new Set(['NoResolution', 'CJSResolvesToESM'])
  expect(report.analysis.problems.filter((problem) => !expected.has(problem.kind))).toEqual([])
}, 120_000)

test('knip finds no unused file, export or dependency', async () => {
  await run(tool('knip'), ['--no-progress', '--no-config-hints'], projectDir)
}, 120_000)

test('the tarball holds what users need and nothing else', async () => {
  const paths = (await packedProject()).files.map((file) => file.path)
  const outsideDist = paths.filter((path) => !/^(dist|docs)\//.test(path)).toSorted()
  expect(outsideDist).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'THIRD_PARTY_NOTICES',
      'contexts/manifest.json',
      'package.json',
    ].toSorted(),
  )
  const doors = ['dist/batch-worker.cjs', 'dist/verify-worker.cjs']
  expect(paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual(doors)
  expect(paths.filter((path) => path.startsWith('docs/')).toSorted()).toEqual(
    readdirSync(`${projectDir}docs`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`)
      .toSorted(),
  )
  // Pictures are shown where the repository is; what a reader is sent to must be there.
  const pages = paths.filter((path) => path === 'README.md' || path.startsWith('docs/'))
  for (const page of pages) {
    const links = [...(await readFile(projectDir + page, 'utf8')).matchAll(/(?<!!)\[[^\]]*\]\(([^)\s#:]+)\)/g)]
    const targets = links.map(([, target = '']) => posix.join(posix.dirname(page), target))
    expect(
      targets.filter((target) => !paths.includes(target)),
      page,
    ).toEqual([])
  }
})

test('the newest entry of the changelog is this version', async () => {
  const changelog = await readFile(`${projectDir}CHANGELOG.md`, 'utf8')
  expect(/^## \[?(\d+\.\d+\.\d+)/m.exec(changelog)?.[1]).toBe(manifest.version)
})

test('development dependencies are pinned, run-time ones are caret ranges', () => {
  const loose = Object.entries(manifest.devDependencies).filter(
    ([, range]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(range),
  )
  const tight = Object.entries(manifest.dependencies).filter(([, range]) => !/^\^\d+\.\d+\.\d+$/.test(range))
  expect([...loose, ...tight]).toEqual([])
})

/** attw prints its report and exits 1 when there are problems; the report is what we judge. */
function printedInstead(error: Error): string {
  const printed = (error.cause as { stdout?: string }).stdout
  if (!printed) throw error
  return printed
}

test.each(lockfiles.map(({ pathname }) => pathname))(
  '%s has an entry for every platform package that it names',
  async (lockfile) => {
    const lock = JSON.parse(await readFile(lockfile, 'utf8'))
    expect([...missingPlatformPackages(lock).keys()]).toEqual([])
  },
)

test('Next.js is tried in the versions that its example names', async () => {
  const read = async (path: string) => JSON.parse(await readFile(join(projectDir, path), 'utf8'))
  const { badgewright, ...others } = (await read('examples/frameworks/next/package.json')).dependencies
  expect(badgewright).toBe(`^${manifest.version}`)
  expect((await read('test/e2e/next/package.json')).dependencies).toEqual(others)
})
