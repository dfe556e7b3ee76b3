import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Part } from '../../src/cli/report/index.js'
import { reporters } from '../../src/cli/report/index.js'
import { partOfFile } from '../../src/cli/verify/part-of-file.js'
import { inThreads, verifyAll, workersFor } from '../../src/cli/verify/verify-all.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { builtCli } from './cli.js'

const now = '2026-05-01T10:00:00Z'
const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
  recipient: { email: 'kim@example.org' },
}
const around = { stdin: process.stdin }
const asked = { options: { now }, format: 'text', trustAsked: false } as const
const folder = mkdtempSync(join(tmpdir(), 'badgewright-verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files: string[]

beforeAll(async () => {
  const sound = JSON.stringify(await issueBadge(draft, await generateKeyPair(), { now }))
  const altered = sound.replace('Welds.', 'Bakes.')
  files = Array.from({ length: 300 }, (_, i) => join(folder, `badge-${i}.json`))
  for (const [i, file] of files.entries()) if (i !== 200) writeFileSync(file, i % 7 === 3 ? altered : sound)
})

const partsOf = async (parts: AsyncIterable<Part>): Promise<Part[]> => {
  const all: Part[] = []
  for await (const part of parts) all.push(part)
  return all
}
const alone = { run: (some: readonly string[]) => Promise.all(some.map((file) => partOfFile(file, asked, around))) }

test('threads are for many files, and not for standard input', () => {
  expect(workersFor(files, 4)).toBe(4)
  expect(workersFor(files.slice(0, 200), 4)).toBe(0)
  expect(workersFor([...files, '-'], 4)).toBe(0)
  expect(workersFor(files, 1)).toBe(0)
})

test('the parts are those of one thread, in the order of the files', async () => {
  const expected = await partsOf(verifyAll(files, asked, 0, around))
  expect(expected.map(({ outcome }) => outcome).filter((outcome) => outcome === 'failed')).toHaveLength(44)
  expect(await partsOf(inThreads(files, asked, 3, alone))).toEqual(expected)
})

test('however many files there are, few results are held', async () => {
  const many = Array.from({ length: 5_000 }, (_, i) => `badge-${i}.json`)
  let given = 0
  let taken = 0
  let most = 0
  const run = async (some: readonly string[]): Promise<Part[]> => {
    given += some.length
    most = Math.max(most, given - taken)
    return some.map((file) => ({ items: [file], outcome: 'verified', isUntrusted: false }))
  }
  for await (const part of inThreads(many, asked, 2, { run })) {
    expect(part.items).toEqual([many[taken]])
    taken += 1
    // A reader that takes its time is waited for.
    if (taken % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(taken).toBe(5_000)
  expect(most).toBeLessThanOrEqual(6 * 16)
})

describe('a thread that ends', () => {
  test('is an error of the file that ended it, and of no other', async () => {
    const deadly = files[20] ?? ''
    const run = (some: readonly string[]) =>
      some.includes(deadly) ? Promise.reject(new Error('exit')) : alone.run(some)
    const parts = await partsOf(inThreads(files, asked, 2, { run }))
    const expected = await partsOf(verifyAll(files, asked, 0, around))
    expect(parts[20]).toMatchObject({ outcome: 'failed' })
    expect(parts[20]?.items.join()).toContain('ERR_INTERNAL')
    expect(parts.toSpliced(20, 1)).toEqual(expected.toSpliced(20, 1))
  })
})

test.each(Object.keys(reporters))('the built command writes the same with threads: %s', async (format) => {
  const options = ['verify', '--now', now, '--format', format]
  // The first run has too few files for threads.
  const few = await builtCli([...options, ...files.slice(0, 250)])
  const many = await builtCli([...options, ...files])
  expect([few.code, many.code]).toEqual([1, 1])
  expect(many.err).toBe('')
  const named = (text: string) => text.split('\n').filter((line) => /badge-(?:1?\d?\d|2[0-4]\d)\.json/.test(line))
  expect(named(many.out)).toEqual(named(few.out))
  expect(named(many.out).length).toBeGreaterThan(0)
})
