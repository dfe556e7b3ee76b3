import { describe, expect, it } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { deepFreeze } from '../../src/internal/json.js'
import { limits } from '../../src/internal/limits.js'
import { createFastCanonicalizer } from '../../src/rdf/fast/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'

const vocabulary: JsonObject = {
  '@context': {
    id: '@id',
    type: '@type',
    name: 'https://schema.org/name',
    knows: { '@id': 'https://schema.org/knows', '@type': '@id' },
    Person: { '@id': 'https://schema.org/Person', '@context': { nick: 'https://schema.org/alternateName' } },
    sealed: { '@id': 'https://example.org/sealed', '@protected': true },
  },
}
const VOCABULARY = 'https://context.example/v1'
const contexts = (url: string): JsonObject | undefined => (url === VOCABULARY ? vocabulary : undefined)

const codeOf = (attempt: () => unknown): string => {
  try {
    attempt()
    return 'none'
  } catch (error) {
    return isBadgeError(error) ? error.code : 'other'
  }
}

const nested = (depth: number): JsonObject => {
  let inner: JsonObject = { name: 'innermost' }
  for (let i = 0; i < depth; i++) inner = { knows: inner }
  return { '@context': VOCABULARY, ...inner }
}

describe('the fast path keeps its limits', () => {
  it('on depth of objects', () => {
    const fast = createFastCanonicalizer()
    expect(fast.toQuads(nested(limits.jsonDepth - 2), contexts)).toHaveLength(limits.jsonDepth - 1)
    expect(codeOf(() => fast.canonicalize(nested(limits.jsonDepth + 2), contexts))).toBe('ERR_RDF_LIMIT')
    expect(codeOf(() => fast.canonicalize(nested(50_000), contexts))).toBe('ERR_RDF_LIMIT')
  })

  it.each<[string, (value: JsonValue) => JsonObject]>([
    ['arrays', (value) => ({ '@context': VOCABULARY, name: value })],
    ['arrays in a graph', (value) => ({ '@context': VOCABULARY, id: 'urn:x:1', '@graph': value as JsonValue[] })],
  ])('on depth of %s', (_name, document) => {
    let value: JsonValue = []
    for (let i = 0; i < 20_000; i++) value = [value]
    expect(codeOf(() => createFastCanonicalizer().canonicalize(document(value), contexts))).toBe('ERR_RDF_LIMIT')
  })

  it('on depth of JSON literals, which it leaves to the reference', () => {
    let value: JsonValue = []
    for (let i = 0; i < 20_000; i++) value = [value]
    const document = { '@context': { raw: { '@id': 'urn:x:raw', '@type': '@json' } }, raw: value }
    expect(createFastCanonicalizer().canonicalize(document, contexts)).toBeNull()
  })

  it('on the number of quads', () => {
    const document = { '@context': VOCABULARY, name: Array.from({ length: limits.rdfQuads + 1 }, (_, i) => `n${i}`) }
    expect(codeOf(() => createFastCanonicalizer().canonicalize(document, contexts))).toBe('ERR_RDF_LIMIT')
  })

  it('on the terms that nodes with contexts of their own define again and again', () => {
    const local = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`t${i}`, `urn:x:${i}`]))
    const node = (): JsonObject => ({ '@context': { ...local }, t1: 'value' })
    const few = { '@context': VOCABULARY, knows: Array.from({ length: 100 }, node) }
    const many = { '@context': VOCABULARY, knows: Array.from({ length: 2000 }, node) }
    const fast = createFastCanonicalizer()
    expect(fast.toQuads(few, contexts)).not.toBeNull()
    expect(codeOf(() => fast.toQuads(many, contexts))).toBe('ERR_RDF_LIMIT')
  })

  it.each<[string, () => JsonObject]>([
    [
      'within each other',
      () => {
        let context: JsonObject = { t: 'urn:x:t' }
        for (let i = 0; i < 20_000; i++) context = { t: { '@id': 'urn:x:t', '@context': context } }
        return { '@context': context, t: 'x' }
      },
    ],
    [
      'that call each other without end',
      () => ({ '@context': { t: { '@id': 'urn:x:t', '@context': ['https://endless.example/'] } }, t: 'x' }),
    ],
  ])('on contexts %s, which it leaves to the reference', (_name, document) => {
    const endless = { '@context': { e: { '@id': 'urn:x:e', '@context': ['https://endless.example/'] } } }
    expect(createFastCanonicalizer().canonicalize(document(), () => endless)).toBeNull()
  })

  it('on blank nodes that cannot be told apart, which it leaves to the reference', () => {
    const clique = Array.from({ length: 12 }, (_, i) => ({
      id: `_:n${i}`,
      knows: Array.from({ length: 12 }, (_, j) => `_:n${j}`).filter((id) => id !== `_:n${i}`),
    }))
    const fast = createFastCanonicalizer()
    const document = { '@context': VOCABULARY, '@graph': clique }
    expect(fast.toQuads(document, contexts)).toHaveLength(132)
    expect(fast.canonicalize(document, contexts)).toBeNull()
  })

  it('and handles thousands of alike blank nodes around one node in reasonable time', () => {
    const people = Array.from({ length: 10_000 }, (_, i) => ({ type: 'Person', nick: `grade ${i % 5}` }))
    const document = { '@context': VOCABULARY, id: 'urn:x:class', knows: people }
    const started = performance.now()
    const canonical = createFastCanonicalizer().canonicalize(document, contexts)
    expect(canonical?.split('\n')).toHaveLength(30_001)
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('the fast path keeps documents apart', () => {
  const valueOfName = (canonical: string | null): string | undefined => canonical?.match(/<([^>]+)> "x"/)?.[1]

  it('contexts that a document brings along do not reach the next one', () => {
    const fast = createFastCanonicalizer()
    const plain = { '@context': [VOCABULARY], name: 'x' }
    const own = { '@context': [VOCABULARY, { name: 'urn:x:own-name' }], name: 'x' }
    expect(valueOfName(fast.canonicalize(plain, contexts))).toBe('https://schema.org/name')
    expect(valueOfName(fast.canonicalize(own, contexts))).toBe('urn:x:own-name')
    expect(valueOfName(fast.canonicalize(plain, contexts))).toBe('https://schema.org/name')
  })

  it('an inline context that is changed between two calls counts as it is then', () => {
    const fast = createFastCanonicalizer()
    const local: JsonObject = { name: 'urn:x:first' }
    const document = { '@context': [VOCABULARY, local], name: 'x' }
    expect(valueOfName(fast.canonicalize(document, contexts))).toBe('urn:x:first')
    local.name = 'urn:x:second'
    expect(valueOfName(fast.canonicalize(document, contexts))).toBe('urn:x:second')
  })

  it('another context under the same URL is another context', () => {
    const fast = createFastCanonicalizer()
    const other = { '@context': { name: 'urn:x:other' } }
    const document = { '@context': VOCABULARY, name: 'x' }
    expect(valueOfName(fast.canonicalize(document, contexts))).toBe('https://schema.org/name')
    expect(valueOfName(fast.canonicalize(document, () => other))).toBe('urn:x:other')
  })

  it('the cache starts anew when a stream of odd contexts has filled it', () => {
    const fast = createFastCanonicalizer()
    const terms = 1000
    for (let i = 0; i < (3 * limits.rdfCachedTerms) / terms; i++) {
      const made = Object.fromEntries(Array.from({ length: terms }, (_, j) => [`t${j}`, `urn:x:${i}:${j}`]))
      const canonical = fast.canonicalize({ '@context': 'urn:made', t1: 'x' }, () => ({ '@context': made }))
      expect(valueOfName(canonical)).toBe(`urn:x:${i}:1`)
    }
    expect(valueOfName(fast.canonicalize({ '@context': VOCABULARY, name: 'x' }, contexts))).toBe(
      'https://schema.org/name',
    )
  })
})

describe('the fast path leaves to the reference', () => {
  it.each<[string, JsonObject]>([
    ['a context that is not at hand', { '@context': 'https://elsewhere.example/', name: 'x' }],
    ['an undefined property', { '@context': VOCABULARY, unknown: 'x' }],
    ['an undefined property even with null', { '@context': VOCABULARY, name: 'x', unknown: null }],
    ['a relative type', { '@context': VOCABULARY, type: 'Unknown', name: 'x' }],
    ['a relative id', { '@context': VOCABULARY, id: 'relative', name: 'x' }],
    ['a relative reference', { '@context': VOCABULARY, knows: 'relative' }],
    ['a blank node as predicate', { '@context': VOCABULARY, '_:p': 'x' }],
    ['a protected term redefined', { '@context': [VOCABULARY, { sealed: 'urn:x:broken' }], sealed: 'x' }],
    ['protected terms set to null', { '@context': [VOCABULARY, null], 'urn:x:p': 'x' }],
    ['a term of a type outside that type', { '@context': VOCABULARY, nick: 'x' }],
    ['a base', { '@context': [VOCABULARY, { '@base': 'https://example.org/' }], name: 'x' }],
    ['an import', { '@context': [{ '@import': VOCABULARY }], name: 'x' }],
    ['reverse properties', { '@context': VOCABULARY, name: 'x', '@reverse': { knows: { name: 'y' } } }],
    ['an invalid language', { '@context': VOCABULARY, name: { '@value': 'x', '@language': 'no tag' } }],
    ['a document that says nothing', { '@context': VOCABULARY, id: 'urn:x:1' }],
    ['an undefined member', { '@context': VOCABULARY, name: undefined }],
    ['a number that is none', { '@context': VOCABULARY, name: Number.NaN }],
    ['a Date', { '@context': VOCABULARY, name: new Date(0) as unknown as JsonValue }],
    ['a member called __proto__', JSON.parse(`{"@context":"${VOCABULARY}","__proto__":"x"}`) as JsonObject],
    [
      'two triples that are one in RDF',
      { '@context': VOCABULARY, name: [1, { '@value': '1', '@type': 'http://www.w3.org/2001/XMLSchema#integer' }] },
    ],
  ])('%s', (_name, document) => {
    expect(createFastCanonicalizer().canonicalize(document, contexts)).toBeNull()
  })

  it('and says why', () => {
    const fast = createFastCanonicalizer()
    expect(fast.whyNot({ '@context': VOCABULARY, name: 'x' }, contexts)).toBeNull()
    expect(fast.whyNot({ '@context': VOCABULARY, unknown: 'x' }, contexts)).toContain('unknown')
  })
})

describe('the fast path is a pure function', () => {
  it('takes frozen documents and contexts, and gives the same twice', () => {
    const fast = createFastCanonicalizer()
    const document = deepFreeze({ '@context': [VOCABULARY], type: 'Person', name: ['x', 'y', 'x'], nick: 'n' })
    const frozen = deepFreeze(structuredClone(vocabulary))
    const once = fast.canonicalize(document, () => frozen)
    expect(once?.split('\n')).toHaveLength(5)
    expect(fast.canonicalize(document, () => frozen)).toBe(once)
    expect(createFastCanonicalizer().canonicalize(document, () => frozen)).toBe(once)
  })

  it('uses the digest it is given', () => {
    const inputs: string[] = []
    const digest = (text: string): string => {
      inputs.push(text)
      return String(text.length)
    }
    const document = { '@context': VOCABULARY, name: 'x', knows: { name: 'longer' } }
    expect(createFastCanonicalizer({ digest }).canonicalize(document, contexts)).toContain('_:c14n1')
    expect(inputs).toHaveLength(2)
  })
})
