import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { homes } from './rules.js'
import { copiesOf, matches, readOwnSources, readSources, type SourceFile } from './source.js'

const sources = [...readOwnSources().values()]
const plant = planter(homes.flatMap(({ planted, innocent }) => [...planted, ...innocent]))

/** Writes each text into a file of its own and reads them as `src/` is read. */
function planter(texts: readonly string[]): (text: string) => SourceFile {
  const directory = mkdtempSync(join(tmpdir(), 'badgewright-homes-'))
  const nameOf = (text: string) => `copy-${texts.indexOf(text)}.ts`
  for (const text of texts) writeFileSync(join(directory, nameOf(text)), text)
  const files = readSources(directory)
  rmSync(directory, { recursive: true })
  return (text) => {
    const file = files.get(nameOf(text))
    if (file === undefined) throw new Error(`this copy was not planted: ${text}`)
    return file
  }
}

describe.each(homes)('$fact', (home) => {
  test('has one home', () => {
    expect(copiesOf(home, sources)).toEqual([])
  })

  test('is in each file that the table names', () => {
    const strangers = { ...home, files: [] }
    const stale = home.files.filter((pattern) => !copiesOf(strangers, sources).some((path) => matches(pattern, path)))
    expect(stale).toEqual([])
  })

  test.each(home.planted)('a copy is found: %s', (text) => {
    expect(copiesOf(home, [plant(text)])).toEqual([plant(text).path])
  })

  test('each sign finds a planted copy', () => {
    const idle = home.signs.filter((sign) => !home.planted.some((text) => sign.test(plant(text).code)))
    expect(idle).toEqual([])
  })

  test.each(home.innocent)('nothing is found in: %s', (text) => {
    expect(copiesOf(home, [plant(text)])).toEqual([])
  })
})
