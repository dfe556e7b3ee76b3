import { NQuads } from 'rdf-canonize'
import { describe, expect, test } from 'vitest'
import { canonizeDataset } from '../../src/rdf/reference/rdfc.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, readVectorJson, readVectorText } from '../support/vectors.js'

interface Entry {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly action: string
  readonly result?: string
  readonly hashAlgorithm?: string
}

const folder = 'w3c-rdf-canon/'
const entries = hasVectors ? readVectorJson<{ entries: Entry[] }>(`${folder}manifest.jsonld`).entries : []
const dataset = ({ action }: Entry) => NQuads.parse(readVectorText(folder + action)) as unknown[]

/** Data Integrity uses SHA-256 only. */
const usable = entries.filter((entry) => entry.hashAlgorithm === undefined || entry.hashAlgorithm === 'SHA256')

describe.skipIf(!hasVectors)('RDFC-1.0 test suite of the W3C, under our limits', { timeout: 60_000 }, () => {
  test.each(usable.filter((entry) => entry.type === 'rdfc:RDFC10EvalTest'))('$id $name', async (entry) => {
    expect(await canonizeDataset(dataset(entry))).toBe(readVectorText(folder + entry.result))
  })

  test.each(usable.filter((entry) => entry.type === 'rdfc:RDFC10NegativeEvalTest'))('$id $name', async (entry) => {
    expect(await codeOf(() => canonizeDataset(dataset(entry)))).toBe('ERR_RDF_LIMIT')
  })

  test('all of them ran', () => {
    const run = usable.filter((entry) => entry.type.endsWith('EvalTest'))
    expect(run.length).toBeGreaterThanOrEqual(64)
    expect(run.some((entry) => entry.type.includes('Negative'))).toBe(true)
  })
})
