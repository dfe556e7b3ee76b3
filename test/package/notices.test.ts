import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { noticeOf, packagesInside, programs } from '../../tsup.config.js'
import { distDir, projectDir } from './project.js'

const notices = readFileSync(join(projectDir, 'THIRD_PARTY_NOTICES'), 'utf8')

/** Names and versions of the packages that a list of notices has a part about. */
const namedIn = (text: string): string[] => [...text.matchAll(/^={80}\n(\S+ \S+), /gm)].map(([, name = '']) => name)

const nameOf = (folder: string): string => {
  const { name, version } = JSON.parse(readFileSync(join(projectDir, folder, 'package.json'), 'utf8'))
  return `${name} ${version}`
}

/** What is inside: by the comments of esbuild in `dist/`, where nothing is minified but the programs of pages. */
async function inside(): Promise<Set<string>> {
  const files = readdirSync(distDir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'))
  const comments = files.flatMap((path) => [
    ...readFileSync(join(distDir, path), 'utf8').matchAll(/^\/\/ (node_modules\/|context-package:)(\S+)/gm),
  ])
  const inChunks = comments.map(([, kind, path = '']) =>
    kind === 'node_modules/' ? (/^(.*node_modules\/)?(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path) : path,
  )
  const inPrograms = (await programs()).flatMap(({ metafile }) => packagesInside(metafile))
  return new Set([...inChunks.map((name) => `node_modules/${name}`), ...inPrograms].map(nameOf))
}

const missingIn = (text: string, names: Iterable<string>): string[] => {
  const known = namedIn(text)
  return [...names].filter((name) => !known.includes(name))
}

test('every package of which something is inside dist/ has its licence in THIRD_PARTY_NOTICES, and no other', async () => {
  const names = await inside()
  expect([...names].some((name) => name.startsWith('jsonld '))).toBe(true)
  expect([...names].some((name) => name.startsWith('did-context '))).toBe(true)
  expect(missingIn(notices, names)).toEqual([])
  expect(namedIn(notices).filter((name) => !names.has(name))).toEqual([])
})

test.each(['jsonld', '@digitalbazaar/multikey-context'])('a list without %s is found out', async (name) => {
  const parts = notices.split(/^(?=={80}$)/m)
  const planted = parts.filter((part) => !part.includes(`\n${name} `)).join('')
  expect(missingIn(planted, await inside()).map((row) => row.split(' ')[0])).toEqual([name])
})

test('each part has the text of a licence, and who holds the copyright', () => {
  const parts = notices.split(/^={80}$/m).slice(1)
  const poor = parts.filter((part) => part.length < 600 || !/copyright/i.test(part))
  expect(poor).toEqual([])
  const [, w3c] = parts.filter((part) => part.includes('W3C Software Notice and Document License (2015-05-13)'))
  expect(w3c).toContain('did-context')
})

test('a package that has no licence text, and is not under MIT either, is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-notice-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (license: string) =>
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0', license, author: 'Kim' }))
  write('BSD-3-Clause')
  expect(() => noticeOf(folder)).toThrow('a has no licence text')
  write('MIT')
  expect(noticeOf(folder)).toMatch(/^Copyright \(c\) Kim$/m)
})
