import { describe, expect, test } from 'vitest'
import { differencesFromKept } from '../support/kept.js'
import { hasVectors, noVectorsReason } from '../support/vectors.js'
import { attackRows } from './attacks.js'
import { fixtureRows } from './fixtures.js'
import { outputRows } from './outputs.js'
import { publishedRows } from './published.js'
import type { Table } from './rows.js'

/** Verdicts, codes, outputs and words are kept, so that none changes by accident; words apart, since they may change alone. */
async function expectKept(name: string, table: Promise<Table>): Promise<void> {
  const { rows, words } = await table
  expect(new Set(rows.map((row) => row.split(' | ')[0])).size, 'each row has an id of its own').toBe(rows.length)
  expect.soft(differencesFromKept(`fixtures/verdicts/${name}.txt`, rows, COMMAND)).toBe('')
  if (words !== undefined) expect(differencesFromKept(`fixtures/verdicts/${name}-words.txt`, words, COMMAND)).toBe('')
}

const COMMAND = 'npm run verdicts'

describe('nothing else is said or made than before', { timeout: 240_000 }, () => {
  test('of the badges among the fixtures', () => expectKept('badges', fixtureRows()))
  test('of the attacks', () => expectKept('attacks', attackRows()))
  test('from fixed input, key and time', () => expectKept('outputs', outputRows()))
  test.skipIf(!hasVectors)(`of published cases of other projects ${hasVectors ? '' : noVectorsReason}`, () =>
    expectKept('published', publishedRows()),
  )
})
