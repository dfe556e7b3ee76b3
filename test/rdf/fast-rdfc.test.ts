import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NotCovered } from '../../src/rdf/fast/not-covered.js'
import type { Quad } from '../../src/rdf/fast/quads.js'
import { canonicalQuads, type TextDigest } from '../../src/rdf/fast/rdfc.js'
import { hasVectors, noVectorsReason, readVectorJson, readVectorText, vectorsDir } from '../support/vectors.js'
import { fastQuads } from './support/rdf-terms.js'
import { rdfCanonize } from './support/reference.js'

const digestWith =
  (algorithm: string): TextDigest =>
  (text) =>
    createHash(algorithm).update(text).digest('hex')

interface Entry {
  readonly id: string
  readonly type: string
  readonly action: string
  readonly result?: string
  readonly hashAlgorithm?: string
}

const SUITE = 'w3c-rdf-canon/'
const entries = hasVectors
  ? readVectorJson<{ entries: Entry[] }>(`${SUITE}manifest.jsonld`).entries.filter(
      (entry) => entry.type !== 'rdfc:RDFC10MapTest',
    )
  : []

const fastOrNull = (quads: readonly Quad[], digest: TextDigest): string | null => {
  try {
    return canonicalQuads(quads, digest)
  } catch (error) {
    if (error instanceof NotCovered) return null
    throw error
  }
}

describe.skipIf(!hasVectors)(`RDFC-1.0 test suite (${noVectorsReason} if so)`, () => {
  it('is there as a whole', () => {
    expect(entries.length).toBe(65)
    expect(readdirSync(`${vectorsDir}${SUITE}rdfc10`).length).toBeGreaterThan(130)
  })

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s: as expected, or refused together with the reference',
    async (_id, entry) => {
      const parsed = rdfCanonize.NQuads.parse(readVectorText(SUITE + entry.action))
      const algorithm = (entry.hashAlgorithm ?? 'SHA256').toLowerCase()
      const own = fastOrNull(fastQuads(parsed), digestWith(algorithm))
      const options = { algorithm: 'RDFC-1.0', messageDigestAlgorithm: algorithm }
      const reference = await rdfCanonize.canonize(parsed, options).catch(() => null)
      expect(own).toBe(reference)
      if (own !== null && entry.result !== undefined) expect(own).toBe(readVectorText(SUITE + entry.result))
    },
  )
})
