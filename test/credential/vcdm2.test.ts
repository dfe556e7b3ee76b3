import { readFileSync } from 'node:fs'
import { contexts } from '@digitalbazaar/credentials-context'
import { describe, expect, test } from 'vitest'
import { checkDataModel } from '../../src/credential/index.js'
import { credentialsV1Terms, credentialsV2Terms } from '../../src/credential/vcdm-contexts.js'
import { hasVectors, noVectorsReason, readVectorJson } from '../support/vectors.js'

const suite = 'w3c-vc-data-model-2.0-test-suite'

interface Expected {
  readonly file: string
  readonly expectedByName: 'accept' | 'reject' | 'reject-or-inject'
  readonly assertions: readonly { readonly statement: string }[]
}

interface Disagreement {
  readonly file: string
  readonly ours: 'accept' | 'reject'
  readonly theirs: 'accept' | 'reject'
  readonly check: string
  readonly clause: string
  readonly why: string
}

const disagreements = (
  JSON.parse(readFileSync(new URL('../../fixtures/disagreements.json', import.meta.url), 'utf8')) as Disagreement[]
).filter(({ file }) => file.startsWith(suite))

/** The check that a quoted sentence of VCDM 2.0 is about, by words of the sentence. The first row that fits counts. */
const concerns: readonly (readonly [RegExp, string])[] = [
  [/@context|redefines any term/, 'model.context'],
  [/terms and\/or absolute URL strings/, 'model.terms'],
  [/credentialSubject property/, 'model.subject'],
  [/./, 'model.schema'],
]

const concernOf = (statement: string): string | undefined => concerns.find(([words]) => words.test(statement))?.[1]

describe.skipIf(!hasVectors)(`VCDM 2.0: the W3C's inputs ${hasVectors ? '' : noVectorsReason}`, () => {
  const cases = hasVectors ? readVectorJson<Expected[]>(`${suite}/expected.json`) : []

  test('there are inputs, and at most three disagreements', () => {
    expect(cases.length).toBe(71)
    expect(disagreements.length).toBe(1)
  })

  test.each(cases)('$file: $expectedByName', ({ file, expectedByName, assertions }) => {
    const report = checkDataModel(readVectorJson(`${suite}/${file}`), { profile: 'vcdm2' })
    const verdict = report.valid ? 'accept' : 'reject'
    const disagreement = disagreements.find((each) => each.file === `${suite}/${file}`)
    const theirs = expectedByName === 'accept' ? 'accept' : 'reject'
    if (disagreement !== undefined) {
      expect(disagreement.theirs).toBe(theirs)
      expect(verdict).toBe(disagreement.ours)
      expect(report.problems.map(({ check }) => check)).toContain(disagreement.check)
      return
    }
    expect(verdict).toBe(theirs)
    if (verdict === 'accept') return
    for (const { statement } of assertions) {
      expect(report.problems.map(({ check }) => check)).toContain(concernOf(statement))
    }
  })

  test('the input with placeholders for dates is accepted once dates stand there', () => {
    const input = readVectorJson(`${suite}/input/credential-validUntil-validFrom-ok.json`)
    const filled = { ...input, validFrom: '2020-01-01T00:00:00Z', validUntil: '2040-01-01T00:00:00Z' }
    expect(checkDataModel(filled, { profile: 'vcdm2' }).valid).toBe(true)
  })
})

const base = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  issuer: 'did:example:issuer',
  credentialSubject: { id: 'did:example:subject' },
}
const V2 = 'https://www.w3.org/ns/credentials/v2'

describe('VCDM 2.0: sentences without an input of the W3C', () => {
  test('the base document itself is fine', () => {
    expect(checkDataModel(base, { profile: 'vcdm2' })).toEqual({ valid: true, problems: [], warnings: [] })
  })

  const refused: readonly (readonly [string, object, string, string])[] = [
    ['§4.3 no context array at all', { '@context': undefined }, 'vcdm.context-base', '/@context'],
    ['§4.3 null as a context', { '@context': [V2, null] }, 'context.url', '/@context/1'],
    ['§4.4 id of evidence', { evidence: [{ type: 'https://x.example/T', id: 'x y' }] }, 'id.uri', '/evidence/0/id'],
    ['§4.5 empty type', { type: [] }, 'vcdm.type', '/type'],
    ['§4.5 null type', { type: null }, 'vcdm.type', '/type'],
    ['§4.5 empty text as a type', { type: ['VerifiableCredential', ''] }, 'vcdm.type', '/type/1'],
    ['§4.5 type mapped to null', unmapped(null), 'terms.type-unmapped', '/type/1'],
    ['§4.5 type mapped to an object without a URL', unmapped({ '@id': null }), 'terms.type-unmapped', '/type/1'],
    ['§4.5 type mapped to itself', unmapped('Own'), 'terms.type-unmapped', '/type/1'],
    ['§4.5 type that is no URL', { type: ['VerifiableCredential', 'a: b'] }, 'terms.type-unmapped', '/type/1'],
    ['§4.6 name as a number', { name: 5 }, 'vcdm.text', '/name'],
    ['§4.6 description as null', { description: null }, 'vcdm.text', '/description'],
    ['§4.7 issuer as a list', { issuer: ['did:example:a'] }, 'vcdm.issuer', '/issuer'],
    ['§4.8 no subject in the list', { credentialSubject: [] }, 'vcdm.subject', '/credentialSubject'],
    ['§4.8 subject as text', { credentialSubject: 'did:example:a' }, 'vcdm.subject', '/credentialSubject'],
    ['§4.9 validFrom as a number', { validFrom: 5 }, 'vcdm.date', '/validFrom'],
    ['§4.9 day alone', { validFrom: '2026-01-01' }, 'vcdm.date', '/validFrom'],
    [
      '§4.9 end before the beginning',
      { validFrom: '2026-01-01T00:00:00Z', validUntil: '2025-12-31T23:59:59Z' },
      'validity.window',
      '/validUntil',
    ],
    ['§4.10 status as text', { credentialStatus: 'https://x.example/1' }, 'vcdm.object', '/credentialStatus'],
    ['§5.3 related resource without id', { relatedResource: [{}] }, 'vcdm.id-required', '/relatedResource/0/id'],
    [
      'JSON-LD §4.1.11 term protected by its own definition',
      { '@context': [V2, { x: { '@id': 'https://x.example/1', '@protected': true } }, { x: 'https://x.example/2' }] },
      'context.protected',
      '/@context/2/x',
    ],
  ]

  test.each(refused)('%s', (_, change, rule, pointer) => {
    const report = checkDataModel({ ...base, ...change }, { profile: 'vcdm2' })
    expect(report.problems.map((each) => [each.rule, each.pointer])).toContainEqual([rule, pointer])
  })

  const accepted: readonly (readonly [string, object])[] = [
    ['one context as text', { '@context': V2 }],
    ['an id term defined as it was', { '@context': [V2, { id: '@id', type: '@type', '@version': 1.1 }] }],
    ['a term that its definition unprotects', unprotected()],
    [
      'a type under a vocabulary',
      { '@context': [V2, { '@vocab': 'https://x.example/' }], type: ['VerifiableCredential', 'Own'] },
    ],
    ['a type under an expanded definition', unmapped({ '@id': 'https://x.example/Own' })],
    [
      'a term relative to a vocabulary',
      { '@context': [V2, { '@vocab': 'https://x.example/', Own: 'own' }], type: ['VerifiableCredential', 'Own'] },
    ],
    [
      'a type that an unknown context may define',
      { '@context': [V2, 'https://x.example/context'], type: ['VerifiableCredential', 'Own'] },
    ],
    ['names in several languages', { name: [{ '@value': 'Ausweis', '@language': 'de' }, 'Card'] }],
    ['an expanded term without @id', unmapped({ '@type': '@id' }, 'https://x.example/Own')],
  ]

  test.each(accepted)('%s', (_, change) => {
    expect(checkDataModel({ ...base, ...change }, { profile: 'vcdm2' }).problems).toEqual([])
  })
})

const older = {
  '@context': ['https://www.w3.org/2018/credentials/v1'],
  type: ['VerifiableCredential'],
  issuer: 'did:example:issuer',
  issuanceDate: '2020-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:subject' },
}

describe('VCDM 1.1, for documents of others', () => {
  test('the base document itself is fine', () => {
    expect(checkDataModel(older, { profile: 'vcdm' })).toEqual({ valid: true, problems: [], warnings: [] })
  })

  const refused: readonly (readonly [string, object, string, string])[] = [
    ['§4.5 no issuer', { issuer: undefined }, 'vcdm.issuer', '/issuer'],
    ['§4.5 an issuer without id', { issuer: { name: 'x' } }, 'vcdm.issuer', '/issuer/id'],
    ['§4.6 no issuanceDate', { issuanceDate: undefined }, 'vcdm.issuance-date', '/issuanceDate'],
    [
      '§4.6 validFrom in its place',
      { issuanceDate: undefined, validFrom: '2020-01-01T00:00:00Z' },
      'vcdm.issuance-date',
      '/issuanceDate',
    ],
    ['§4.6 a day alone', { issuanceDate: '2020-01-01' }, 'vcdm.date', '/issuanceDate'],
    ['§4.6 two of them', { issuanceDate: ['2020-01-01T00:00:00Z'] }, 'vcdm.date', '/issuanceDate'],
    ['§4.8 another form of date', { expirationDate: '01/01/2030' }, 'vcdm.date', '/expirationDate'],
    [
      '§4.8 the end before the beginning',
      { expirationDate: '2019-01-01T00:00:00Z' },
      'validity.window',
      '/expirationDate',
    ],
    [
      '§4.9 a status without id',
      { credentialStatus: [{ type: 'StatusList2021Entry' }] },
      'vcdm.status-id',
      '/credentialStatus/0/id',
    ],
  ]

  test.each(refused)('%s', (_, change, rule, pointer) => {
    const document = JSON.parse(JSON.stringify({ ...older, ...change }))
    const report = checkDataModel(document, { profile: 'vcdm' })
    expect(report.problems.map((each) => [each.rule, each.pointer])).toContainEqual([rule, pointer])
  })

  test('what data model 2.0 protects may be defined, what 1.1 protects may not', () => {
    const report = (term: string) =>
      checkDataModel(
        { ...older, '@context': [...older['@context'], { [term]: 'https://x.example/1' }] },
        { profile: 'vcdm' },
      )
    expect(report('name').problems).toEqual([])
    expect(report('proof').problems.map(({ rule }) => rule)).toEqual(['context.protected'])
    const mapped = { ...older, type: ['VerifiableCredential', 'JsonSchema'] }
    expect(checkDataModel(mapped, { profile: 'vcdm' }).problems.map(({ rule }) => rule)).toEqual([
      'terms.type-unmapped',
    ])
  })

  test('a document of data model 2.0 must have an issuer too, unless it is about to be signed', () => {
    const { issuer: _, ...document } = base
    expect(checkDataModel(document, { profile: 'vcdm' }).valid).toBe(false)
    expect(checkDataModel(document, { profile: 'vcdm2' }).valid).toBe(true)
  })
})

function unmapped(definition: unknown, type = 'Own') {
  return { '@context': [V2, { [type]: definition }], type: ['VerifiableCredential', type] }
}

function unprotected() {
  const open = { '@id': 'https://x.example/1', '@protected': false }
  return { '@context': [V2, { '@protected': true, x: open }, { x: 'https://x.example/2' }] }
}

test.each([
  [V2, credentialsV2Terms],
  ['https://www.w3.org/2018/credentials/v1', credentialsV1Terms],
])('the table of protected terms is that of the context %s', (url, table) => {
  const document = contexts.get(url) as { '@context': Record<string, unknown> }
  const terms = Object.keys(document['@context']).filter((term) => !term.startsWith('@'))
  expect([...table].sort()).toEqual(terms.sort())
})

describe('a related resource that is the base context (VCDM 2.0 §5.3, §B.1) has the digest of a published text', () => {
  const current = { sri: 'l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU' }
  const wrong = `sha384-${'A'.repeat(64)}`
  test.each([
    ['the frozen text', { digestSRI: `sha384-${current.sri}` }, []],
    [
      'the same in the other alphabet',
      { digestSRI: `sha384-${current.sri.replace('+', '-').replaceAll('/', '_')}` },
      [],
    ],
    ['the frozen text as a multihash', { digestMultibase: 'uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA' }, []],
    ['the text before it, without the header', { digestMultibase: 'uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k' }, []],
    ['a kind that nobody knows', { digestSRI: 'md5-AAAA' }, []],
    ['no text', { digestSRI: wrong }, ['/relatedResource']],
    ['no text, without the header', { digestMultibase: `u${'A'.repeat(43)}` }, ['/relatedResource']],
    [
      'one text in one form, another in the other',
      { digestSRI: `sha384-${current.sri}`, digestMultibase: 'uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k' },
      ['/relatedResource'],
    ],
  ])('%s', (_, digest, pointers) => {
    const document = { ...base, relatedResource: { id: V2, ...digest } }
    const found = checkDataModel(document, { profile: 'vcdm' }).problems
    expect(found.map(({ pointer }) => pointer)).toEqual(pointers)
    const other = { ...base, relatedResource: { id: 'https://x.example/a', ...digest } }
    expect(checkDataModel(other, { profile: 'vcdm' }).problems).toEqual([])
  })
})
