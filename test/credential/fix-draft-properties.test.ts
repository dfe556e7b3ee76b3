import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixDraft } from '../../src/fix-draft.js'
import { isJsonObject } from '../../src/internal/json.js'
import { pointerGet, pointerSet } from '../../src/internal/pointer.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { nameOf, parentOf, placesOf, rename } from '../support/slips.js'

const NOW = '2026-06-01T00:00:00Z'
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const FIRST = 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const seed = 20_261_130

/** The texts and numbers of a document with their places. */
const leavesOf = (value: JsonValue): (readonly [pointer: string, leaf: string])[] =>
  placesOf(value).flatMap((pointer) => {
    const leaf = pointerGet(value, pointer)
    return typeof leaf === 'object' || leaf === undefined || leaf === '' ? [] : [[pointer, String(leaf)] as const]
  })

type Break = (document: JsonObject, at: string, other: string) => void

const write =
  (make: (value: JsonValue) => JsonValue): Break =>
  (document, at) => {
    const value = pointerGet(document, at)
    if (value !== undefined) pointerSet(document, at, make(value))
  }

/** Slips of many kinds, made at any place; some need a decision, some none, some are none. */
const breaks: Readonly<Record<string, Break>> = {
  drop: (document, at) => {
    const parent = pointerGet(document, parentOf(at))
    if (isJsonObject(parent)) delete parent[nameOf(at)]
  },
  null: write(() => null),
  empty: write(() => ''),
  'empty list': write(() => []),
  'empty object': write(() => ({})),
  'in a list': write((value) => [value]),
  'out of a list': write((value) => (Array.isArray(value) ? (value[0] ?? null) : value)),
  'as text': write((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))),
  'as a number': write((value) => (Number.isNaN(Number(value)) ? 7 : Number(value))),
  'in capitals': write((value) => (typeof value === 'string' ? value.toUpperCase() : value)),
  'in small letters': write((value) => (typeof value === 'string' ? value.toLowerCase() : value)),
  'with blanks': write((value) => (typeof value === 'string' ? ` ${value} ` : value)),
  'without its end': write((value) => (typeof value === 'string' ? value.slice(0, -1) : value)),
  'a language map': write((value) => (typeof value === 'string' ? { en: value } : value)),
  'a day': write((value) => (typeof value === 'string' && /T/.test(value) ? value.slice(0, 10) : value)),
  'no zone': write((value) => (typeof value === 'string' && /T.*Z$/.test(value) ? value.slice(0, -1) : value)),
  'a count': write((value) => (typeof value === 'string' && /T.*Z$/.test(value) ? Date.parse(value) / 1000 : value)),
  http: write((value) => (typeof value === 'string' ? value.replace('https:', 'http:') : value)),
  snake: (document, at) =>
    rename(document, at, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  'a letter less': (document, at) => rename(document, at, (name) => name.slice(0, -1)),
  'another name': (document, at) => rename(document, at, (name) => `x-${name}`),
  'moved up': (document, at) => {
    const value = pointerGet(document, at)
    const parent = pointerGet(document, parentOf(at))
    if (!isJsonObject(parent) || value === undefined || document[nameOf(at)] !== undefined) return
    delete parent[nameOf(at)]
    document[nameOf(at)] = value
  },
  'a member more': (document, at) => {
    const value = pointerGet(document, at)
    if (isJsonObject(value)) value.zzUnknown = 'kept'
  },
  'twice under two names': (document, at, other) => {
    const value = pointerGet(document, parentOf(at))
    if (isJsonObject(value)) value[`${nameOf(at)}s`] = structuredClone(pointerGet(document, other) ?? 'x')
  },
}

/** A badge with one to three slips, away from who issued it. */
const broken = async () => {
  const key = await testKey()
  const badge = sampleBadge(key.did)
  const places = placesOf(badge).filter((place) => place !== '' && place !== '/issuer' && place !== '/issuer/id')
  const slip = fc.tuple(fc.constantFrom(...Object.keys(breaks)), fc.constantFrom(...places), fc.constantFrom(...places))
  const document = fc.array(slip, { minLength: 1, maxLength: 3 }).map((slips) => {
    const copy = structuredClone(badge)
    for (const [name, at, other] of slips) breaks[name]?.(copy, at, other)
    return { slips, document: copy }
  })
  return { key, document }
}

describe('fixDraft, whatever is broken', () => {
  test('`remaining` is empty exactly where the mended badge can be signed and verifies', async () => {
    const { key, document } = await broken()
    let mended = 0
    await fc.assert(
      fc.asyncProperty(document, async ({ document: input }) => {
        const { fixed, remaining } = fixDraft(input)
        const good = await signCredential(fixed, key, { now: NOW }).then(
          async (signed) => (await verifyCredential(signed, { now: NOW })).verified,
          () => false,
        )
        if (good) mended += 1
        expect({ remaining: remaining.length === 0 ? 'nothing' : 'something' }).toEqual({
          remaining: good ? 'nothing' : 'something',
        })
      }),
      { seed, numRuns: 250 },
    )
    expect(mended).toBeGreaterThan(75)
  })

  test('no value is lost but those that the patch rewrites', async () => {
    const { document } = await broken()
    fc.assert(
      fc.property(document, ({ document: input }) => {
        const before = structuredClone(input)
        const { fixed, patch } = fixDraft(input)
        expect(input).toEqual(before)
        const rewritten = patch.flatMap(({ op, path }) => (op === 'replace' ? [path] : []))
        for (const { op, path } of patch) {
          if (op === 'remove')
            expect([null, '', undefined]).toContain(
              JSON.stringify(pointerGet(input, path)) === '[]' ? null : pointerGet(input, path),
            )
        }
        const kept = new Set(leavesOf(fixed).map(([, leaf]) => leaf))
        const lost = leavesOf(input).filter(
          ([pointer, leaf]) =>
            !kept.has(leaf) && !rewritten.some((path) => pointer === path || pointer.startsWith(`${path}/`)),
        )
        // What was moved before it was rewritten is rewritten under its new place.
        const moved = patch.flatMap((each) => (each.op === 'move' ? [each.from] : []))
        expect(
          lost.filter(([pointer]) => !moved.some((from) => pointer === from || pointer.startsWith(`${from}/`))),
        ).toEqual([])
      }),
      { seed, numRuns: 250 },
    )
  })

  test('mending twice changes nothing more', async () => {
    const { document } = await broken()
    fc.assert(
      fc.property(document, ({ document: input }) => {
        const { fixed } = fixDraft(input)
        expect(fixDraft(fixed).patch).toEqual([])
      }),
      { seed, numRuns: 100 },
    )
  })
})

/** Faults that nothing in the model names, and that signing refuses all the same; and one that only looks like a fault. */
describe('remaining is empty exactly where the mended badge is signed and verifies', async () => {
  const key = await testKey()
  const V2 = 'https://www.w3.org/ns/credentials/v2'
  const badge = sampleBadge(key.did)
  const achievement = (badge.credentialSubject as JsonObject).achievement as JsonObject
  const withAchievement = (changes: JsonObject): JsonObject => ({
    ...badge,
    credentialSubject: { ...(badge.credentialSubject as JsonObject), achievement: { ...achievement, ...changes } },
  })
  const withSubject = (changes: JsonObject): JsonObject => ({
    ...badge,
    credentialSubject: { ...(badge.credentialSubject as JsonObject), ...changes },
  })
  const withIssuer = (changes: JsonObject): JsonObject => ({
    ...badge,
    issuer: { ...(badge.issuer as JsonObject), ...changes },
  })
  const withEvidence = (...names: readonly string[]): JsonObject => ({
    ...badge,
    evidence: names.map((name) => ({ id: 'https://acme.example/e', type: ['Evidence'], name })),
  })
  const withTerms = (context: string): JsonObject => ({
    ...badge,
    termsOfUse: { '@context': context, type: 'https://acme.example/Terms' },
  })
  const entry = {
    ...{ id: 'https://acme.example/s#1', type: 'StatusList2021Entry', statusPurpose: 'revocation' },
    ...{ statusListIndex: '1', statusListCredential: 'https://acme.example/s' },
  }

  test.each<[string, JsonObject, boolean]>([
    ['the first context of Open Badges beside data model 2.0', { ...badge, '@context': [V2, FIRST] }, true],
    ['it twice', { ...badge, '@context': [V2, FIRST, FIRST, EXTENSIONS] }, true],
    ['a number beyond 2^53', withAchievement({ creditsAvailable: 2 ** 53 + 2 }), false],
    ['a number too small to be signed', withAchievement({ creditsAvailable: 1e-7 }), false],
    ['a number with digits that are rounded', withAchievement({ creditsAvailable: 0.1 + 0.2 }), true],
    ['a member named by an IRI', { ...badge, 'https://acme.example/terms#hours': '5' }, true],
    ['an undefined member', withAchievement({ hours: 5 }), false],
    [
      'an undefined member beside an older status entry',
      { ...withAchievement({ hours: 5 }), credentialStatus: entry },
      false,
    ],
    ['an older status entry', { ...badge, credentialStatus: entry }, true],
    ['a result that is only named, by a relative id', withSubject({ result: [{ id: 'x' }] }), false],
    ['a status of a type that has no meaning', { ...badge, credentialStatus: { ...entry, type: 'x y' } }, false],
    ['a type of the issuer that is a blank node', withIssuer({ type: ['Profile', '_:b0'] }), true],
    ['a type of the issuer that is a URN', withIssuer({ type: ['Profile', 'urn:x:y'] }), true],
    ['a type of the issuer that is a word', withIssuer({ type: ['Profile', 'Wizard'] }), false],
    ['the word of a type that is null', withIssuer({ Result: null }), false],
    ['evidence twice, with two names', withEvidence('One', 'Two'), false],
    ['evidence twice, with one name', withEvidence('One', 'One'), true],
    ['a keyword', withIssuer({ '@included': [{ name: 'x' }] }), false],
    ['an object for a text', withIssuer({ email: { a: 'x' } }), false],
    ['a context in an object that is not at hand', withTerms('https://acme.example/context'), false],
    ['a context in an object that is at hand', withTerms('https://www.w3.org/ns/credentials/v2'), true],
    [
      'a type of the extensions beside an older status entry',
      {
        ...badge,
        '@context': [V2, OB],
        credentialStatus: entry,
        credentialSchema: [{ id: 'https://acme.example/s.json', type: '1EdTechJsonSchemaValidator2019' }],
      },
      true,
    ],
  ])('%s', async (_name, document, passes) => {
    const { fixed, remaining } = fixDraft(document)
    expect(remaining.length === 0).toBe(passes)
    const signed = await signCredential(fixed, key, { now: NOW, created: NOW }).catch(() => undefined)
    const outcome = signed === undefined ? 'refused' : (await verifyCredential(signed, { now: NOW })).outcome
    expect(['verified', 'indeterminate'].includes(outcome)).toBe(passes)
  })
})
