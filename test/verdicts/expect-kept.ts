import { expect } from 'vitest'
import { differencesFromKept } from '../support/kept.js'
import type { Table } from './rows.js'

/** Verdicts, codes, outputs and words are kept, so that none changes by accident; words apart, since they may change alone. */
export async function expectKept(name: string, table: Promise<Table>): Promise<void> {
  const { rows, words } = await table
  expect(new Set(rows.map((row) => row.split(' | ')[0])).size, 'each row has an id of its own').toBe(rows.length)
  expect.soft(differencesFromKept(`fixtures/verdicts/${name}.txt`, rows, COMMAND)).toBe('')
  if (words !== undefined) expect(differencesFromKept(`fixtures/verdicts/${name}-words.txt`, words, COMMAND)).toBe('')
}

const COMMAND = 'npm run verdicts'
