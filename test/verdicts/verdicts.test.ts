import { describe, expect, test } from 'vitest'
import { differencesFromKept } from '../support/kept.js'
import { hasVectors, noVectorsReason } from '../support/vectors.js'
import { attackRows } from './attacks.js'
import { fixtureRows } from './fixtures.js'
import { outputRows } from './outputs.js'
import { publishedRows } from './published.js'

/** Verdicts, codes and outputs are kept, so that none changes by accident. */
const differences = (name: string, rows: readonly string[]): string =>
  differencesFromKept(`fixtures/verdicts/${name}.txt`, rows, 'npm run verdicts')

describe('nothing else is said or made than before', { timeout: 240_000 }, () => {
  test.each([
    ['badges', fixtureRows],
    ['attacks', attackRows],
    ['outputs', outputRows],
  ])('%s', async (name, rowsOf) => {
    const rows = await rowsOf()
    expect(new Set(rows.map((row) => row.split(' | ')[0])).size, 'each row has an id of its own').toBe(rows.length)
    expect(differences(name, rows)).toBe('')
  })

  test.skipIf(!hasVectors)(`published cases of other projects ${hasVectors ? '' : noVectorsReason}`, async () => {
    const rows = await publishedRows()
    expect(new Set(rows.map((row) => row.split(' | ')[0])).size, 'each row has an id of its own').toBe(rows.length)
    expect(differences('published', rows)).toBe('')
  })
})
