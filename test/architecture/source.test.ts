import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSources, type SourceFile } from './source.js'

const touching = [
  ['clock', 'export const now = () => new Date()'],
  ['clock', 'export const now = () => Date.now()'],
  ['clock', 'export const now = () => performance.now()'],
  ['randomness', 'export const id = () => globalThis.crypto.randomUUID()'],
  ['randomness', 'const { getRandomValues } = crypto; export const fill = getRandomValues'],
  ['randomness', 'import { randomUUID } from "node:crypto"; export const id = randomUUID'],
  ['randomness', 'export const roll = () => Math.random()'],
  ['fetch', 'export const get = (url: string) => fetch(url)'],
  ['fetch', 'export const get = globalThis.fetch'],
  ['fetch', 'export const ports = { fetch }'],
  ['process', 'export const home = process.env'],
  ['process', 'const { process: p } = globalThis as any; export { p }'],
  ['process', 'const { process } = globalThis; export { process as p }'],
  ['console', 'export const log = () => console.log(1)'],
  ['Buffer', 'export const bytes = Buffer.from([1])'],
  ['eval', 'export const run = new Function("return 1")'],
] as const

const innocent = [
  'export const then = (ms: number) => new Date(ms)',
  'export const get = (fetch: (url: string) => void) => fetch("")',
  'export const get = (options: { fetch?: typeof globalThis.fetch }) => options.fetch',
  'export const year = (date: Date) => date.getUTCFullYear()',
  'export const process = (text: string) => text',
  'import { randomBytes } from "./random.js"; export const salt = randomBytes',
  'export const at = (clock: { now: () => Date }) => clock.now()',
] as const

const importing = [
  ["import { a } from '@noble/hashes/sha2.js'; export { a }", 'static', '@noble/hashes'],
  ["import type { a } from 'jsonld'; export type { a }", 'type', 'jsonld'],
  ["import { type a } from 'jsonld'; export type { a }", 'type', 'jsonld'],
  ["export * from 'jsonld/lib/x.js'", 'static', 'jsonld'],
  ["export const load = () => import('jsonld')", 'lazy', 'jsonld'],
  ["export const zlib = (p: any) => p.getBuiltinModule('node:zlib')", 'lazy', 'node:zlib'],
  ['export const load = (name: string) => import(name)', 'lazy', '<computed>'],
] as const

const awaiting = [
  ['export const a = await 1', true],
  ['for await (const a of []) a', true],
  ['export const a = async () => await 1', false],
] as const

const samples = [...touching.map(([, code]) => code), ...innocent, ...[...importing, ...awaiting].map(([code]) => code)]
const read = readSamples()

function readSamples(): (code: string) => SourceFile {
  const directory = mkdtempSync(join(tmpdir(), 'badgewright-architecture-'))
  for (const [i, code] of samples.entries()) writeFileSync(join(directory, `sample-${i}.ts`), code)
  const files = readSources(directory)
  rmSync(directory, { recursive: true })
  return (code) => {
    const file = files.get(`sample-${(samples as string[]).indexOf(code)}.ts`)
    if (file === undefined) throw new Error(`this sample was not read: ${code}`)
    return file
  }
}

test.each(touching)('%s is seen in: %s', (thing, code) => {
  expect([...read(code).surroundings]).toEqual([thing])
})

test.each(innocent)('nothing is seen in: %s', (code) => {
  expect([...read(code).surroundings]).toEqual([])
})

test.each(importing)('import is read: %s', (code, kind, name) => {
  expect(read(code).imports.map((row) => [row.kind, row.package])).toEqual([[kind, name]])
})

test.each(awaiting)('top-level await: %s', (code, expected) => {
  expect(read(code).topLevelAwait).toBe(expected)
})
