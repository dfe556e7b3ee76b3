import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSources, type SourceFile } from './source.js'

const keeping = [
  ['seen', 'let seen = 0; export const next = () => seen + 1'],
  ['last', 'export let last: string | undefined'],
  ['known', 'const known = new Map<string, number>(); export const get = (key: string) => known.get(key)'],
  ['known', 'const known = new Map([]) as Map<string, number>; export const get = (key: string) => known.get(key)'],
  ['marks', 'const marks = new WeakSet<object>(); export const has = (value: object) => marks.has(value)'],
  ['kept', 'declare function createCache(n: number): unknown; export const kept = createCache(16)'],
  ['names', 'const names = new Map([["a", 1]]); export const put = (key: string) => names.set(key, 1)'],
  ['names', 'const names: string[] = ["a"]; export const put = (name: string) => names.push(name)'],
  ['table', 'const table = { a: 1 }; export const put = (value: number) => { table.a = value }'],
  ['table', 'const table: Record<string, { n: number }> = {}; export const count = (key: string) => table[key]!.n++'],
  ['table', 'const table = { a: 1 }; export const put = (more: object) => Object.assign(table, more)'],
  ['table', 'const table: { a?: number } = { a: 1 }; export const drop = () => delete table.a'],
  ['run', 'export function run() { run.count = 1 } run.count = 0'],
  ['count', 'export class Counter { static count = 0 }'],
  ['constants', 'import { constants } from "./constants.js"; export const put = () => { constants.a = 2 }'],
] as const

const innocent = [
  'export const rows = new Map([["a", 1]]); export const get = (key: string) => rows.get(key)',
  'export const names: ReadonlySet<string> = new Set(["a"])',
  'export function count(text: string) { let n = 0; const seen = new Set<string>(); seen.add(text); n += 1; return n }',
  'export const sorted = (rows: number[]) => [...rows].sort()',
  'export const fill = (rows: number[]) => { rows.push(1); rows[0] = 2 }',
  'const END = /;/y; export const at = (text: string, from: number) => { END.lastIndex = from; return END.test(text) }',
  'export class Box { static readonly empty = new Box(); #size = 0; grow() { this.#size += 1; return this.#size } }',
  'export const cut = (value: { a?: number }) => { const { a, ...rest } = value; delete (rest as { b?: 1 }).b; return a }',
  'export const table = Uint8Array.from({ length: 4 }, (_, n) => n)',
  'export const constants = { a: 1 }',
] as const

const codes = [...keeping.map(([, code]) => code), ...innocent]
const read = readSamples()

function readSamples(): (code: string) => SourceFile {
  const directory = mkdtempSync(join(tmpdir(), 'badgewright-state-'))
  const nameOf = (code: string) => (code === innocent.at(-1) ? 'constants.ts' : `s-${codes.indexOf(code as never)}.ts`)
  for (const code of codes) writeFileSync(join(directory, nameOf(code)), code)
  const files = readSources(directory)
  rmSync(directory, { recursive: true })
  return (code) => {
    const file = files.get(nameOf(code))
    if (file === undefined) throw new Error(`this sample was not read: ${code}`)
    return file
  }
}

test.each(keeping)('%s is seen as state in: %s', (name, code) => {
  expect(read(code).state).toEqual([name])
})

test.each(innocent)('no state is seen in: %s', (code) => {
  expect(read(code).state).toEqual([])
})
