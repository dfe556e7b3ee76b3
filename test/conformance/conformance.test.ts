import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hasVectors, noVectorsReason, vectorsDir } from '../support/vectors.js'
import { type Compared, compareAll, describeCase, readDisagreements } from './compare.js'
import { sources } from './sources.js'

const disagreements = readDisagreements()

/** Cases that are skipped, and why; each reason is one that a reader can check. */
const skipped: Readonly<Record<string, number>> = {
  '1edtech-validator': 13,
  'w3c-vc-jose-cose-test-suite': 3,
  'w3c-json-ld-api': 79,
}

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
    expect(compared.filter(({ result }) => result === 'skipped').length).toBe(skipped[source.name] ?? 0)
    if (source.without === undefined) expect(compared.length).toBeGreaterThan(0)
  })

  test('there are 23 disagreements, all of them needed', () => {
    expect(disagreements.length).toBe(23)
    expect(disagreements.filter((row) => !all.some(({ disagreement }) => disagreement === row))).toEqual([])
  })

  test('there are at least 1,300 cases that agree, and every folder of the vectors is a source', () => {
    expect(all.filter(({ result }) => result === 'agree').length).toBeGreaterThan(1_300)
    const folders = readdirSync(vectorsDir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
    expect(sources.map(({ name }) => name)).toEqual(expect.arrayContaining(folders))
  })
})
