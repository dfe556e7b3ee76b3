import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import config from '../../tsup.config.js'
import { distDir, entryPoints, manifest, projectDir } from './project.js'

const built = readdirSync(distDir, { recursive: true, encoding: 'utf8' }).map((path) => `./dist/${path}`)
/** Files that the package starts by itself, as threads. */
const workers = ['./dist/batch-worker.js', './dist/verify-worker.js']
const isSharedChunk = (path: string) => /-[\w-]{8}\.(d\.ts|js)$/.test(path)

test('every export and every bin names a built file', () => {
  const named = [...entryPoints.flatMap((entry) => [entry.types, entry.default]), ...Object.values(manifest.bin)]
  expect(named.filter((path) => !existsSync(join(projectDir, path)))).toEqual([])
})

test('every built file is exported, a bin, a worker, or a chunk that these share', () => {
  const named = new Set(entryPoints.flatMap((entry) => [entry.types, entry.default]))
  for (const path of [...Object.values(manifest.bin).map((bin) => `./${bin}`), ...workers]) named.add(path)
  for (const worker of workers) named.add(worker.replace(/js$/, 'cjs'))
  const stray = built.filter((path) => /\.(c?js|ts)$/.test(path) && !named.has(path) && !isSharedChunk(path))
  expect(stray).toEqual([])
})

test('the build has one entry for each export', () => {
  const entries = Object.keys((config as { entry: Record<string, string> }).entry).map((name) => `./dist/${name}.js`)
  const bins = Object.values(manifest.bin).map((path) => `./${path}`)
  expect(entries.toSorted()).toEqual([...entryPoints.map((entry) => entry.default), ...bins, ...workers].toSorted())
})

test('types come before code in every export', () => {
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target !== 'string') expect(Object.keys(target), subpath).toEqual(['types', 'default'])
  }
})

/** The names that a program sees of every entry point, by specifier. */
function namesSeen(type: 'module' | 'commonjs', load: string): Readonly<Record<string, readonly string[]>> {
  const specifiers = JSON.stringify(entryPoints.map(({ specifier }) => specifier))
  const own = '(name) => name !== "__esModule" && name !== "module.exports"'
  const program = `
    const seen = {}
    for (const specifier of ${specifiers}) seen[specifier] = Object.keys(${load}(specifier)).filter(${own}).sort()
    console.log(JSON.stringify(seen))`
  const args = [`--input-type=${type}`, '-e', program]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: projectDir, encoding: 'utf8' }))
}

describe('every entry point exports the same names to import and require', () => {
  let imported: ReturnType<typeof namesSeen>
  let required: ReturnType<typeof namesSeen>
  // One program for each of the two: what an entry point exports does not depend on its neighbours.
  beforeAll(() => {
    imported = namesSeen('module', 'await import')
    required = namesSeen('commonjs', 'require')
  }, 60_000)

  test.each(entryPoints)('$specifier', ({ specifier }) => {
    expect(imported[specifier]?.length).toBeGreaterThan(0)
    expect(required[specifier]).toEqual(imported[specifier])
  })
})

test('the public declarations mention no package of the stack, which has no types', () => {
  const foreign = built
    .filter((path) => path.endsWith('.d.ts'))
    .flatMap((path) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(projectDir, path), 'utf8'))
      const specifiers = importedFiles.map((file) => file.fileName)
      return specifiers.filter((specifier) => !specifier.startsWith('.')).map((specifier) => `${path}: ${specifier}`)
    })
  expect(foreign).toEqual([])
})

// A classic script has neither workers nor installed packages to look for.
test('only the command, and what starts workers or looks for installed packages, use import.meta', () => {
  const users = built.filter((path) => path.endsWith('.js') && !path.startsWith('./dist/cli/'))
  const found = users.filter((path) => /\bimport\.meta\b/.test(readFileSync(join(projectDir, path), 'utf8')))
  expect(found.map((path) => path.replace(/-[\w-]{8}\.js$/, ''))).toEqual(['./dist/chunk', './dist/chunk'])
})
