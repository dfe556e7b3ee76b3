import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fileStorage } from '../../../src/adapters/storage/files.js'
import { codeOf } from '../../support/codes.js'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'badgewright-journal-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}
const change = (key: string, expectedVersion: number, n = 0) => ({
  collection: 'things',
  key,
  expectedVersion,
  value: { schemaVersion: 1, n },
})
const journal = 'journal-000001.ndjson'

test('whatever is cut off the end of the journal, whole commits stay and writing goes on', async () => {
  const path = folder()
  const storage = fileStorage({ folder: path, sync: false })
  await storage.commit([change('a', 0), change('b', 0)])
  const whole = readFileSync(join(path, journal)).length
  await storage.commit([change('c', 0), change('a', 1)])
  await storage.close()
  const all = readFileSync(join(path, journal))
  for (let length = whole; length <= all.length; length += 7) {
    writeFileSync(join(path, journal), all)
    truncateSync(join(path, journal), length)
    const again = fileStorage({ folder: path, sync: false })
    const isWhole = length === all.length
    expect((await again.get('things', 'a'))?.version).toBe(isWhole ? 2 : 1)
    expect((await again.get('things', 'c'))?.version).toBe(isWhole ? 1 : undefined)
    await again.commit([change('d', 0)])
    await again.close()
    const third = fileStorage({ folder: path, sync: false })
    expect((await third.get('things', 'd'))?.version).toBe(1)
    await third.close()
  }
})

test('garbage at the end is cut off by the next writer; in the middle it is said', async () => {
  const path = folder()
  const storage = fileStorage({ folder: path, sync: false })
  await storage.commit([change('a', 0)])
  await storage.close()
  appendFileSync(join(path, journal), '0123456789abcdef [{"collection":"things"\n')
  const again = fileStorage({ folder: path, sync: false })
  expect((await again.get('things', 'a'))?.version).toBe(1)
  await again.commit([change('b', 0)])
  await again.close()
  const text = readFileSync(join(path, journal), 'latin1')
  writeFileSync(
    join(path, journal),
    text.replace(/^./, (first) => (first === '0' ? '1' : '0')),
  )
  const damaged = fileStorage({ folder: path, sync: false })
  expect(await codeOf(() => damaged.get('things', 'a'))).toBe('ERR_STORAGE_FAILED')
  await damaged.close()
})

test('a journal that has grown is written anew, under the eyes of another reader, and nothing is lost', async () => {
  const path = folder()
  const storage = fileStorage({ folder: path, sync: false })
  const reader = fileStorage({ folder: path, sync: false })
  await storage.commit([change('quiet', 0, 7)])
  const size = 200
  for (let round = 0; round < 60; round++) {
    await storage.commit(Array.from({ length: size }, (_, i) => change(`k${i}`, round, round)))
    if (round % 7 === 0) expect((await reader.get('things', 'k0'))?.version).toBe(round + 1)
  }
  expect(readdirSync(path).filter((name) => name.endsWith('.ndjson'))).toEqual(['journal-000002.ndjson'])
  for (const each of [storage, reader, fileStorage({ folder: path, sync: false })]) {
    expect((await each.query({ collection: 'things', limit: 1000 })).records).toHaveLength(size + 1)
    expect((await each.get('things', 'k199'))?.version).toBe(60)
    expect((await each.get('things', 'quiet'))?.value.n).toBe(7)
    await each.close()
  }
})

test('a lock whose process is gone is taken over', async () => {
  const path = folder()
  // No process has this number: it is above what systems give out.
  writeFileSync(join(path, 'lock'), `${hostname()} 99999999 00`)
  const storage = fileStorage({ folder: path, sync: false })
  await storage.commit([change('a', 0)])
  expect(readdirSync(path).sort()).toEqual([journal])
  await storage.close()
})

test('a folder that cannot be made is said', async () => {
  expect(await codeOf(() => fileStorage({ folder: '/dev/null/data' }))).toBe('ERR_STORAGE_FAILED')
})
