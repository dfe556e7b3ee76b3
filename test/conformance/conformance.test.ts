import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hasVectors, noVectorsReason, vectorsDir } from '../support/vectors.js'
import { expectKept } from '../verdicts/expect-kept.js'
import { publishedRows } from '../verdicts/published.js'
import { type Compared, compareAll, describeCase, readDisagreements, readSuiteDifferences } from './compare.js'
import { sources } from './sources.js'

const disagreements = readDisagreements()

/** Cases that are skipped, by their reason, which a reader can check; nothing that is signed is among them. */
const skipped: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '1edtech-validator': {
    'an RDF class by itself: unsigned, and no part of a badge': 6,
    'an RDF class by itself: unsigned, and as a badge class without the picture that it must have': 2,
  },
  'w3c-json-ld-api': {
    'unsigned JSON-LD for another rdfDirection than that of signatures': 9,
    'unsigned JSON-LD with a relative context, which a document without a base cannot have': 7,
    'unsigned JSON-LD; signing refuses it, since a context has a part without meaning': 13,
    'unsigned JSON-LD; signing refuses it, since a term has no definition': 13,
    'unsigned JSON-LD; signing refuses it, since a value would be lost': 37,
  },
}

function skippedIn(compared: readonly Compared[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { reason } of compared) if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

test('every difference from a suite that is run beside the project names its test, a clause and a reason', () => {
  const rows = readSuiteDifferences()
  expect(rows.length).toBeGreaterThan(0)
  for (const { file, test: name = '', clause, why } of rows) {
    expect(file).toMatch(/^w3c(-ccg)?\/[\w.-]+\/tests\//)
    expect(clause, name).toMatch(/^https:\/\/www\.w3\.org\/TR\//)
    expect([name.length > 10, why.length > 40], name).toEqual([true, true])
  }
})

test('every disagreement has a file, a check, two verdicts that differ, a clause and a reason', () => {
  for (const { file, ours, theirs, check, clause, why } of disagreements) {
    expect(ours).not.toBe(theirs)
    expect(clause, file).toMatch(/^https:\/\//)
    expect(check.length * why.length, file).toBeGreaterThan(0)
  }
})

describe.skipIf(!hasVectors)(`published cases of other projects ${hasVectors ? '' : noVectorsReason}`, () => {
  const all: Compared[] = []

  test.each(sources)('$name', { timeout: 60_000 }, async (source) => {
    const compared = await compareAll(source, disagreements)
    all.push(...compared)
    expect(compared.filter(({ result }) => result === 'unexplained').map(describeCase)).toEqual([])
    expect(skippedIn(compared)).toEqual(skipped[source.name] ?? {})
    if (source.without === undefined) expect(compared.length).toBeGreaterThan(0)
  })

  test('there are 43 disagreements, all of them needed', () => {
    expect(disagreements.length).toBe(43)
    expect(disagreements.filter((row) => !all.some(({ disagreement }) => disagreement === row))).toEqual([])
  })

  test('there are at least 1,300 cases that agree, and every folder of the vectors is a source', () => {
    expect(all.filter(({ result }) => result === 'agree').length).toBeGreaterThan(1_300)
    const folders = readdirSync(vectorsDir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
    expect(sources.map(({ name }) => name)).toEqual(expect.arrayContaining(folders))
  })

  test('nothing else is said of them than before', { timeout: 240_000 }, () => expectKept('published', publishedRows()))
})
