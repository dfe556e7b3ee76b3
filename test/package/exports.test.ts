import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import config from '../../tsup.config.js'
import { distDir, entryPoints, manifest, projectDir } from './project.js'

const built = readdirSync(distDir, { recursive: true, encoding: 'utf8' }).map((path) => `./dist/${path}`)
/** Files that the package starts by itself, as threads. */
const workers = ['./dist/batch-worker.js']
const isSharedChunk = (path: string) => /-[\w-]{8}\.(d\.ts|js)$/.test(path)

test('every export and every bin names a built file', () => {
  const named = [...entryPoints.flatMap((entry) => [entry.types, entry.default]), ...Object.values(manifest.bin)]
  expect(named.filter((path) => !existsSync(join(projectDir, path)))).toEqual([])
})

test('every built file is exported, a bin, a worker, or a chunk that these share', () => {
  const named = new Set(entryPoints.flatMap((entry) => [entry.types, entry.default]))
  for (const path of [...Object.values(manifest.bin).map((bin) => `./${bin}`), ...workers]) named.add(path)
  const stray = built.filter((path) => /\.(js|ts)$/.test(path) && !named.has(path) && !isSharedChunk(path))
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

test.each(entryPoints)('$specifier exports the same names to import and require', ({ specifier }) => {
  const show =
    'console.log(JSON.stringify(Object.keys(m).filter((k) => k !== "__esModule" && k !== "module.exports").sort()))'
  const run = (args: string[]) =>
    JSON.parse(execFileSync(process.execPath, args, { cwd: projectDir, encoding: 'utf8' }))
  const imported = run(['--input-type=module', '-e', `const m = await import('${specifier}'); ${show}`])
  const required = run(['--input-type=commonjs', '-e', `const m = require('${specifier}'); ${show}`])
  expect(imported.length).toBeGreaterThan(0)
  expect(required).toEqual(imported)
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

test('only the command and the starter of workers use import.meta, so that all else can become a classic script', () => {
  const users = built.filter((path) => path.endsWith('.js') && !path.startsWith('./dist/cli/'))
  const found = users.filter((path) => /\bimport\.meta\b/.test(readFileSync(join(projectDir, path), 'utf8')))
  expect(found.map((path) => path.replace(/-[\w-]{8}\.js$/, ''))).toEqual(['./dist/pool'])
})
