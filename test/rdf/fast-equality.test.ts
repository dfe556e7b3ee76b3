import { describe, expect, it } from 'vitest'
import { createFastCanonicalizer } from '../../src/rdf/fast/index.js'
import { hasVectors, noVectorsReason, readVectorJson } from '../support/vectors.js'
import { allContexts } from './support/contexts.js'
import { type Comparison, compare, newTally, type Tally } from './support/reference.js'
import { type GeneratorName, generate, jsonLdSuiteInputs, type Sample, vectorDocuments } from './support/sources.js'
import { remoteContexts } from './support/tiny.js'

const contexts = new Map([...allContexts(), ...remoteContexts])
const fast = createFastCanonicalizer()

interface Held {
  readonly tally: Tally
  readonly different: readonly string[]
  readonly notCovered: readonly string[]
}

/** Holds the fast path against the reference on all samples. */
async function holdAgainstReference(samples: Iterable<Sample>): Promise<Held> {
  const tally = newTally()
  const different: string[] = []
  const notCovered: string[] = []
  for (const { name, document } of samples) {
    const comparison: Comparison = await compare(fast, document, contexts)
    tally[comparison.outcome] += 1
    if (comparison.outcome === 'different') different.push(name)
    if (comparison.outcome === 'not covered') notCovered.push(`${name}: ${comparison.why}`)
  }
  return { tally, different, notCovered }
}

describe.skipIf(!hasVectors)(
  `the fast path gives the canonical form of the reference (${noVectorsReason} if so)`,
  () => {
    it('for every JSON-LD document of the vectors', async () => {
      const { tally, different, notCovered } = await holdAgainstReference(vectorDocuments())
      expect(different).toEqual([])
      expect(tally['over the limit']).toBe(0)
      expect(tally.equal).toBeGreaterThan(250)
      // A value with a @value of `null` or a language beside other keys, in Open Badges 2.0.
      expect(notCovered.filter((name) => !name.startsWith('1edtech-validator/ob20/'))).toEqual([])
      expect(notCovered.length).toBeLessThanOrEqual(3)
    }, 60_000)

    it.each([
      'openbadges-specification/examples/vc/examples-fullOpenBadge-0.signed.json',
      'openbadges-specification/examples/vc/examples-basicOpenBadgeCredential-0.json',
    ])('and needs no reference for %s', (path) => {
      expect(fast.whyNot(readVectorJson(path), (url) => contexts.get(url))).toBeNull()
    })

    it('for the inputs of the JSON-LD 1.1 suites toRdf and expand', async () => {
      const { tally, different } = await holdAgainstReference(jsonLdSuiteInputs())
      expect(different).toEqual([])
      expect(tally.equal).toBeGreaterThan(300)
    }, 60_000)
  },
)

function* generated(kind: GeneratorName, count: number): Generator<Sample> {
  for (let seed = 0; seed < count; seed++) {
    yield { name: `${kind} ${seed}`, document: generate(kind, seed, contexts) }
  }
}

describe.skipIf(!hasVectors)('the fast path gives the canonical form of the reference', () => {
  it('for generated credentials, none of which it leaves to the reference', async () => {
    const { tally, different, notCovered } = await holdAgainstReference(generated('valid', 160))
    expect(different).toEqual([])
    expect(notCovered).toEqual([])
    // A few hold blank nodes that are too much alike for the limit that both have.
    expect(tally.equal).toBeGreaterThan(155)
  }, 60_000)

  it.each<[GeneratorName, number]>([
    ['mutated', 40],
    ['wild', 90],
    ['wild mutated', 20],
    ['tiny', 55],
  ])(
    'for documents of the kind "%s", or both refuse them',
    async (kind, expected) => {
      const { tally, different } = await holdAgainstReference(generated(kind, 140))
      expect(different).toEqual([])
      expect(tally.equal).toBeGreaterThan(expected)
      expect(tally['not covered']).toBeLessThan(20)
    },
    60_000,
  )
})
