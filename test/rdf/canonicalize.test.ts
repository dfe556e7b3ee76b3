import { describe, expect, test } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { limits } from '../../src/internal/limits.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { canonicalize, findUndefinedTerms } from '../../src/rdf/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { sampleBadge } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const documentLoader = createDocumentLoader({
  contexts: {
    'https://example.org/a': { '@context': 'https://example.org/b' },
    'https://example.org/b': { '@context': 'https://example.org/a' },
    'https://example.org/self': { '@context': ['https://example.org/self'] },
    'https://example.org/none': {},
    'https://example.org/relative': { '@context': ['relative', { name: 'https://example.org/name' }] },
  },
})
const canonical = (document: unknown) => canonicalize(document as JsonObject, { documentLoader })
const rejection = (document: unknown) => codeOf(() => canonical(document))

const terms = {
  id: '@id',
  type: '@type',
  name: 'https://example.org/name',
  p: 'https://example.org/p',
  q: 'https://example.org/q',
  link: { '@id': 'https://example.org/link', '@type': '@id' },
  list: { '@id': 'https://example.org/list', '@container': '@list' },
  A: 'https://example.org/A',
}
const doc = (members: JsonObject, context: JsonValue = terms): JsonObject => ({ '@context': context, ...members })

describe('canonicalize', () => {
  test('gives sorted N-Quads with canonical blank-node names', async () => {
    expect(await canonical(doc({ id: 'urn:x', p: [{ name: 'b' }, { name: 'a' }] }))).toBe(
      [
        '<urn:x> <https://example.org/p> _:c14n0 .',
        '<urn:x> <https://example.org/p> _:c14n1 .',
        '_:c14n0 <https://example.org/name> "b" .',
        '_:c14n1 <https://example.org/name> "a" .',
        '',
      ].join('\n'),
    )
  })

  test('does not touch a frozen input, nor answer differently the second time', async () => {
    const document = sampleBadge('https://acme.example/issuer')
    const before = JSON.stringify(document)
    const once = await canonical(Object.freeze(document))
    expect(await canonical(document)).toBe(once)
    expect(JSON.stringify(document)).toBe(before)
  })

  test('contexts that name others by relative URL can be frozen', async () => {
    const contexts = {
      'https://example.org/x/a': { '@context': ['b', { q: { '@id': 'urn:q', '@context': 'b' } }] },
      'https://example.org/x/b': { '@context': { name: 'urn:name' } },
    }
    const document = { '@context': 'https://example.org/x/a', name: 'x', q: { name: 'y' } }
    const run = () => canonicalize(document, { documentLoader: createDocumentLoader({ contexts }) })
    expect(await run()).toContain('<urn:name> "y"')
    expect(await run()).toBe(await run())
  })

  test('a context given under one URL in one call says nothing about the next call', async () => {
    const url = 'https://example.org/changing'
    const as = (iri: string) =>
      canonicalize(
        { '@context': url, name: 'x' },
        { documentLoader: createDocumentLoader({ contexts: { [url]: { '@context': { name: iri } } } }) },
      )
    expect(await as('urn:one')).toContain('<urn:one>')
    expect(await as('urn:two')).toContain('<urn:two>')
  })

  test('maxQuads lowers the limit', async () => {
    const options = { documentLoader, maxQuads: 1 }
    expect(await codeOf(() => canonicalize(doc({ name: ['a', 'b'] }), options))).toBe('ERR_RDF_LIMIT')
    expect(await canonicalize(doc({ name: ['a'] }), options)).toContain('"a"')
  })
})

describe('JSON-LD safe mode: nothing is lost in silence', () => {
  test.each<[string, JsonObject, string]>([
    ['an undefined property', { foo: 1 }, 'ERR_TERM_UNDEFINED'],
    ['an undefined type', { type: 'Foo', name: 'x' }, 'ERR_TERM_UNDEFINED'],
    ['something like a keyword', { '@foo': 1, name: 'x' }, 'ERR_TERM_UNDEFINED'],
    ['a blank node as property', { '_:b': 1, name: 'x' }, 'ERR_TERM_UNDEFINED'],
    ['a relative id', { id: 'x', name: 'y' }, 'ERR_RDF_INVALID'],
    ['a relative link', { link: 'x', name: 'y' }, 'ERR_RDF_INVALID'],
    ['a link with a blank in it', { link: 'urn:x y', name: 'y' }, 'ERR_RDF_INVALID'],
    ['a number that RDF would lose', { name: 1e-7 }, 'ERR_RDF_INVALID'],
    ['an id that is no text', { id: 7, name: 'y' }, 'ERR_RDF_INVALID'],
    ['a null id', { id: null, name: 'y' }, 'ERR_RDF_INVALID'],
    ['a type that is no text', { type: { a: 1 }, name: 'y' }, 'ERR_RDF_INVALID'],
    ['a value object with a relative type', { name: { '@value': 'x', '@type': 'Foo' } }, 'ERR_TERM_UNDEFINED'],
    ['a value object with too much', { name: { '@value': 'x', p: 1 } }, 'ERR_RDF_INVALID'],
    ['a value object of null', { name: { '@value': null } }, 'ERR_RDF_INVALID'],
    ['a language that is none', { name: { '@value': 'x', '@language': 'e n' } }, 'ERR_RDF_INVALID'],
    ['a list of lists in a set object', { p: { '@set': [], '@list': [] } }, 'ERR_RDF_INVALID'],
    ['a keyword twice, by alias', { id: 'urn:x', '@id': 'urn:y', name: 'z' }, 'ERR_RDF_INVALID'],
    ['a scalar in a graph', { '@graph': ['x', { name: 'y' }] }, 'ERR_RDF_INVALID'],
  ])('%s', async (_, members, code) => {
    expect(await rejection(doc(members))).toBe(code)
  })

  test.each<[string, unknown]>([
    ['text', 'https://example.org/a'],
    ['an array', [doc({ name: 'x' })]],
    ['null', null],
    ['a number', 7],
    ['undefined', undefined],
    ['a date inside', doc({ name: new Date(0) as never })],
    ['a bigint inside', doc({ name: 1n as never })],
    ['NaN inside', doc({ name: Number.NaN })],
    ['half a surrogate pair', doc({ name: '\ud800' })],
    ['a function inside', doc({ name: (() => 1) as never })],
  ])('%s is no document', async (_, document) => {
    expect(['ERR_RDF_INVALID']).toContain(await rejection(document))
  })
})

describe('contexts', () => {
  const VCDM = 'https://www.w3.org/ns/credentials/v2'

  test.each<[string, JsonValue, string]>([
    ['one that is not to be had', 'https://example.org/unknown', 'ERR_CONTEXT_UNAVAILABLE'],
    ['one imported that is not to be had', { '@import': 'https://example.org/unknown' }, 'ERR_CONTEXT_UNAVAILABLE'],
    ['two that include each other', 'https://example.org/a', 'ERR_CONTEXT_INVALID'],
    ['one that includes itself', 'https://example.org/self', 'ERR_CONTEXT_INVALID'],
    ['a number', 7, 'ERR_CONTEXT_INVALID'],
    ['a relative URL', 'context.json', 'ERR_CONTEXT_INVALID'],
    ['a protected term defined anew', [VCDM, { name: 'https://evil.example/name' }], 'ERR_CONTEXT_INVALID'],
    ['protected terms cleared', [VCDM, null], 'ERR_CONTEXT_INVALID'],
    ['a term defined through itself', { a: 'b:x', b: 'a:x' }, 'ERR_CONTEXT_INVALID'],
    ['a keyword defined anew', { '@type': 'https://example.org/t' }, 'ERR_CONTEXT_INVALID'],
    ['an unknown version', { '@version': 2 }, 'ERR_CONTEXT_INVALID'],
    ['a definition of a wrong kind', { name: 7 }, 'ERR_CONTEXT_INVALID'],
    ['a relative vocabulary', { '@vocab': 'x/' }, 'ERR_CONTEXT_INVALID'],
    ['a base that is no text', { '@base': 7 }, 'ERR_CONTEXT_INVALID'],
  ])('%s', async (_, context, code) => {
    expect(await rejection({ '@context': context, name: 'x', type: ['VerifiableCredential'] } as JsonObject)).toBe(code)
  })

  test('a base inside the document does not make relative ids absolute unseen', async () => {
    const based = doc({ id: 'x', name: 'y' }, { ...terms, '@base': 'https://evil.example/' })
    expect(await canonical(based)).toContain('<https://evil.example/x>')
  })

  test('a vocabulary changes what is signed, it does not hide it', async () => {
    const VOCAB = { ...terms, '@vocab': 'https://evil.example/#' }
    expect(await canonical(doc({ foo: 'x' }, VOCAB))).toContain('<https://evil.example/#foo> "x"')
  })

  test('a loader of somebody else that fails is a context out of reach', async () => {
    const failing = async () => {
      throw new Error('ECONNRESET')
    }
    const run = () => canonicalize({ '@context': 'https://example.org/theirs', name: 'x' }, { documentLoader: failing })
    expect(await codeOf(run)).toBe('ERR_CONTEXT_UNAVAILABLE')
  })

  test('the network is never asked by the JSON-LD library itself', async () => {
    const asked: string[] = []
    const loader = async (url: string) => {
      asked.push(url)
      return documentLoader(url)
    }
    const document = doc({ link: 'https://example.org/elsewhere', name: 'x' })
    await canonicalize(document, { documentLoader: loader })
    expect(asked).toEqual([])
  })
})

describe('hostile documents end as ERR_RDF_LIMIT or another BadgeError, soon', { timeout: 60_000 }, () => {
  const range = (length: number) => Array.from({ length }, (_, i) => i)
  const clique = (n: number) =>
    doc({
      '@graph': range(n).map((i) => ({
        id: `_:n${i}`,
        p: range(n)
          .filter((j) => j !== i)
          .map((j) => ({ id: `_:n${j}` })),
      })),
    })
  const hubs = (leaves: number) => doc({ p: [0, 1].map(() => ({ q: range(leaves).map(() => ({ name: 'leaf' })) })) })
  /** Every leaf is linked twice, so that the second time all of them have temporary names and none recurses. */
  const twice = (leaves: number) =>
    doc({
      '@graph': [0, 1].map((hub) => ({
        id: `_:h${hub}`,
        p: range(leaves).map((i) => ({ id: `_:l${hub}x${i}` })),
        q: range(leaves).map((i) => ({ id: `_:l${hub}x${i}` })),
      })),
    })
  const nested = (depth: number) => {
    let inner: JsonObject = { name: 'x' }
    for (let i = 0; i < depth; i++) inner = { p: inner }
    return doc(inner)
  }
  const scoped = (count: number) =>
    Object.fromEntries(
      range(count).map((i) => [`T${i}`, { '@id': `urn:T${i}`, '@context': { [`k${i}`]: `urn:k${i}` } }]),
    )

  test.each<[string, () => unknown]>([
    ['10-clique of blank nodes', () => clique(10)],
    ['60-clique of blank nodes', () => clique(60)],
    ['two hubs with 12 leaves', () => hubs(12)],
    ['two hubs with 1,000 leaves', () => hubs(1000)],
    ['leaves that are linked twice', () => twice(12)],
    ['nesting of 1,000', () => nested(1000)],
    ['nesting of 100,000', () => nested(100_000)],
    ['nested arrays', () => doc({ name: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as JsonValue })],
    ['300,000 members', () => doc(Object.fromEntries(range(limits.rdfValues + 1).map((i) => [`urn:p${i}`, 1])))],
    ['100,000 values in one set', () => doc({ name: range(100_000) })],
    ['an inline context of 1 MB', () => doc({ name: 'x' }, { ...terms, big: `urn:${'x'.repeat(1 << 20)}` })],
    ['2,500 types with contexts', () => doc({ type: range(2500).map((i) => `T${i % 500}`) }, scoped(500))],
    [
      'combinations of types',
      () =>
        doc(
          { p: range(3000).map((i) => ({ type: range(2).map((j) => `T${(i + j) % 500}`) })) },
          { ...terms, ...scoped(500) },
        ),
    ],
  ])('%s', async (_, make) => {
    const code = await rejection(make())
    expect(code).toBe('ERR_RDF_LIMIT')
  })

  test('a document with a cycle', async () => {
    const cyclic = doc({ name: 'x' })
    cyclic.p = cyclic
    expect(await rejection(cyclic)).toBe('ERR_RDF_LIMIT')
    const context: JsonObject = { ...terms }
    context.self = context
    expect(await rejection(doc({ name: 'x' }, context))).toBe('ERR_CONTEXT_INVALID')
  })

  test('much that is harmless is not refused', async () => {
    expect(await canonical(doc({ p: range(3000).map((i) => ({ name: `n${i}` })) }))).toContain('n2999')
    expect(await canonical(doc({ p: range(1000).map(() => ({ name: 'alike' })) }))).toContain('_:c14n1000 ')
    expect(await canonical(nested(30))).toContain('"x"')
    expect(await canonical(clique(4))).toContain('_:c14n3')
  })

  const wrong: readonly JsonValue[] = [null, 7, 'x', {}, [[]], { '@value': 1 }, { '@list': [[]] }]

  test('a wrong value in every place is a BadgeError or nothing', async () => {
    const badge = sampleBadge('https://acme.example/issuer')
    for (const [pointer, replace] of places(badge)) {
      for (const value of wrong) {
        const error = await canonical(replace(value)).then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        expect(error === undefined || isBadgeError(error), `${pointer} = ${JSON.stringify(value)}: ${error}`).toBe(true)
      }
    }
  })

  function places(root: JsonObject): [string, (value: JsonValue) => JsonObject][] {
    const found: [string, (value: JsonValue) => JsonObject][] = []
    const walk = (value: JsonValue | undefined, path: (string | number)[]) => {
      if (path.length > 0) found.push([path.join('/'), (replacement) => put(root, path, replacement)])
      if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, [...path, i])
      else if (typeof value === 'object' && value !== null)
        for (const [key, member] of Object.entries(value)) walk(member, [...path, key])
    }
    walk(root, [])
    return found
  }

  function put(root: JsonObject, path: (string | number)[], value: JsonValue): JsonObject {
    const copy = structuredClone(root)
    // biome-ignore lint/suspicious/noExplicitAny: any place of a JSON document
    let at: any = copy
    for (const step of path.slice(0, -1)) at = at[step]
    at[path.at(-1) ?? ''] = value
    return copy
  }
})

describe('findUndefinedTerms', () => {
  const find = (document: JsonObject) => findUndefinedTerms(document, { documentLoader })

  test('nothing, where everything is defined', async () => {
    expect(await find(sampleBadge('https://acme.example/issuer'))).toEqual([])
  })

  test('every place, with its pointer and kind', async () => {
    const badge = sampleBadge('https://acme.example/issuer')
    const subject = badge.credentialSubject as JsonObject
    const achievement = subject.achievement as JsonObject
    const spoiled = {
      ...badge,
      'a/b~c': 1,
      credentialSubject: {
        ...subject,
        color: { foo: 'red' },
        achievement: { ...achievement, type: ['Achievement', 'Medal'], tags: ['x'] },
      },
      evidence: [{ id: 'relative', type: 'Evidence', foo: 1 }],
    }
    const found = await find(spoiled)
    expect(found.toSorted((a, b) => a.pointer.localeCompare(b.pointer))).toEqual([
      { pointer: '/a~1b~0c', term: 'a/b~c', kind: 'property' },
      { pointer: '/credentialSubject/achievement/tags', term: 'tags', kind: 'property' },
      { pointer: '/credentialSubject/achievement/type/1', term: 'Medal', kind: 'type' },
      { pointer: '/credentialSubject/color', term: 'color', kind: 'property' },
      { pointer: '/evidence/0/foo', term: 'foo', kind: 'property' },
      { pointer: '/evidence/0/id', term: 'relative', kind: 'id' },
    ])
  })

  test('a term that is defined elsewhere is told apart by its place', async () => {
    // `salt` is a term of identity objects only, which their type brings.
    const badge = sampleBadge('https://acme.example/issuer')
    const spoiled = { ...badge, salt: 'top' }
    expect(await find(spoiled)).toEqual([{ pointer: '/salt', term: 'salt', kind: 'property' }])
  })

  test('the number of findings and of trials is bounded', async () => {
    const many = doc({ p: Array.from({ length: 500 }, () => ({ foo: 1 })), q: { foo: { foo: 1 } } })
    expect((await find(many)).length).toBe(100)
  })

  test('contexts that are not to be had are an error, not an empty answer', async () => {
    expect(await codeOf(() => find({ '@context': 'https://example.org/unknown', foo: 1 }))).toBe(
      'ERR_CONTEXT_UNAVAILABLE',
    )
  })
})
