import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { pointerGet, pointerJoin, pointerSet } from '../../src/internal/pointer.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, verifyProof } from '../../src/proof/index.js'
import { canonicalize } from '../../src/rdf/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const key = await testKey()
const now = new Date('2026-02-03T04:05:06Z')
const documentLoader = createDocumentLoader()
const signed = (await signCredential(sampleBadge(key.did), key, { now })) as unknown as JsonObject
const proof = signed.proof as unknown as JsonObject
const original = await canonicalOf(signed)

async function canonicalOf({ proof: _, ...document }: JsonObject): Promise<string> {
  return canonicalize(document, { documentLoader }).catch((error: unknown) => {
    if (isBadgeError(error)) return error.code
    throw error
  })
}

async function signature(document: JsonObject): Promise<string> {
  return (await verifyProof(document, proof, { documentLoader, now })).aspects['proof.signature'].status
}

/** A copy of the signed badge with one change made to it. */
function changed(change: (badge: JsonObject) => void): JsonObject {
  const copy = structuredClone(signed)
  change(copy)
  return copy
}

/** What stands at a pointer, as an object that can be changed. */
const at = (badge: JsonObject, pointer: string): JsonObject => pointerGet(badge, pointer) as JsonObject
const rename = (node: JsonObject, from: string, to: string): void => {
  node[to] = node[from]
  delete node[from]
}

const subject = '/credentialSubject'
const achievement = '/credentialSubject/achievement'

/**
 * Changes of the JSON that leave its meaning, the RDF, as it was. Signatures over RDF cannot see them, by design;
 * each has the verdict that follows from that, and no other change has it.
 */
const invisible: readonly (readonly [name: string, change: (badge: JsonObject) => void])[] = [
  [
    'members in another order',
    (badge) => {
      for (const name of Object.keys(badge).toReversed()) {
        const member = badge[name]
        delete badge[name]
        badge[name] = member
      }
    },
  ],
  ['a type under its alias', (badge) => put(badge, '/type', ['VerifiableCredential', 'AchievementCredential'])],
  ['types in another order', (badge) => put(badge, '/type', ['OpenBadgeCredential', 'VerifiableCredential'])],
  ['a type twice', (badge) => put(badge, `${achievement}/type`, ['Achievement', 'Achievement'])],
  ['one type as text', (badge) => put(badge, `${achievement}/type`, 'Achievement')],
  ['set members in another order', (badge) => (at(badge, `${achievement}/tag`) as unknown as JsonValue[]).reverse()],
  ['a set member twice', (badge) => (at(badge, `${achievement}/tag`) as unknown as JsonValue[]).push('steel')],
  [
    'nodes of a set in another order',
    (badge) => (at(badge, `${achievement}/alignment`) as unknown as JsonValue[]).reverse(),
  ],
  ['one value as a list', (badge) => put(badge, '/name', ['Welder I'])],
  ['a list of one as its value', (badge) => put(badge, '/evidence', (badge.evidence as JsonValue[])[0] ?? null)],
  ['a list in a list', (badge) => put(badge, `${achievement}/tag`, [['steel', 'seam'], 'torch'])],
  ['a member that is null', (badge) => put(badge, '/image', null)],
  ['a member that is an empty list', (badge) => put(badge, '/endorsement', [])],
  ['null within a set', (badge) => (at(badge, `${achievement}/tag`) as unknown as JsonValue[]).push(null)],
  ['@id for id', (badge) => rename(at(badge, achievement), 'id', '@id')],
  ['@type for type', (badge) => rename(at(badge, achievement), 'type', '@type')],
  [
    'a link as an object',
    (badge) =>
      put(badge, `${achievement}/alignment/0/targetUrl`, {
        '@value': 'https://skills.example/seams',
        '@type': 'https://www.w3.org/2001/XMLSchema#anyURI',
      }),
  ],
  ['text as a value object', (badge) => put(badge, '/name', { '@value': 'Welder I' })],
  ['a set object', (badge) => put(badge, `${achievement}/tag`, { '@set': ['steel', 'seam', 'torch'] })],
  ['an index, which JSON-LD drops', (badge) => Object.assign(at(badge, achievement), { '@index': 'anything' })],
  [
    'the contexts repeated inside',
    (badge) => Object.assign(at(badge, subject), { '@context': structuredClone(badge['@context']) }),
  ],
  [
    'one context repeated inside',
    (badge) => Object.assign(at(badge, subject), { '@context': 'https://www.w3.org/ns/credentials/v2' }),
  ],
  ['an empty context inside', (badge) => Object.assign(at(badge, achievement), { '@context': {} })],
  [
    'a context twice',
    (badge) => (badge['@context'] as JsonValue[]).push('https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'),
  ],
  [
    'a context that defines what is not used',
    (badge) => (badge['@context'] as JsonValue[]).push({ unused: 'https://example.org/unused' }),
  ],
  [
    'a term under a name of one’s own',
    (badge) => {
      ;(badge['@context'] as JsonValue[]).push({ heading: 'https://schema.org/name' })
      rename(badge, 'name', 'heading')
    },
  ],
  ['a term as its IRI', (badge) => rename(badge, 'name', 'https://schema.org/name')],
]

/**
 * The checks that `verifyCredential` fails all the same, since a badge then does not look as Open Badges says, or may be
 * read otherwise than it was signed. A change that is not listed leaves the badge verified.
 */
const refusedByModel: Readonly<Record<string, readonly string[]>> = {
  'one value as a list': ['model.schema'],
  'a list in a list': ['model.schema'],
  'a member that is null': ['model.schema'],
  'null within a set': ['model.schema'],
  '@id for id': ['model.schema', 'model.terms'],
  '@type for type': ['model.schema', 'model.terms'],
  'a link as an object': ['model.schema'],
  'text as a value object': ['model.schema'],
  'a set object': ['model.schema', 'model.terms'],
  'an index, which JSON-LD drops': ['model.terms'],
}

function put(badge: JsonObject, pointer: string, value: JsonValue): void {
  pointerSet(badge, pointer, value)
}

/** Changes that look harmless and are not. */
const visible: readonly (readonly [name: string, change: (badge: JsonObject) => void])[] = [
  ['a name', (badge) => put(badge, '/name', 'Welder II')],
  ['a blank after a name', (badge) => put(badge, '/name', 'Welder I ')],
  ['composed and decomposed letters', (badge) => put(badge, '/issuer/name', 'Åcme 焊接'.normalize('NFD'))],
  ['a date written with an offset', (badge) => put(badge, '/validFrom', '2026-01-01T00:00:00+00:00')],
  ['a number as text', (badge) => put(badge, `${subject}/creditsEarned`, '3.50')],
  ['true as text', (badge) => put(badge, `${subject}/identifier/0/hashed`, 'yes')],
  ['a type taken away', (badge) => put(badge, `${achievement}/type`, [])],
  ['a type added', (badge) => put(badge, `${achievement}/type`, ['Achievement', 'Profile'])],
  ['a set member taken away', (badge) => (at(badge, `${achievement}/tag`) as unknown as JsonValue[]).pop()],
  [
    'ordered values in another order',
    (badge) => (at(badge, `${achievement}/resultDescription/1/allowedValue`) as unknown as JsonValue[]).reverse(),
  ],
  ['an id taken away', (badge) => delete badge.id],
  ['an empty object', (badge) => put(badge, '/termsOfUse', {})],
  ['a language', (badge) => put(badge, '/name', { '@value': 'Welder I', '@language': 'en' })],
  ['an undefined member', (badge) => put(badge, '/colour', 'red')],
  ['an undefined member that is null', (badge) => put(badge, '/colour', null)],
  [
    'a member that its context defines anew',
    (badge) => {
      ;(badge['@context'] as JsonValue[]).push({ name: 'https://schema.org/description' })
    },
  ],
  [
    'a vocabulary for undefined members',
    (badge) => {
      ;(badge['@context'] as JsonValue[]).push({ '@vocab': 'https://example.org/' })
      put(badge, '/colour', 'red')
    },
  ],
  ['a second graph', (badge) => put(badge, '/@graph', [{ id: 'urn:x', type: 'Achievement' }])],
  ['something included', (badge) => put(badge, '/@included', [{ id: 'urn:x', type: 'Achievement' }])],
  [
    'values of two results swapped',
    (badge) => {
      put(badge, `${subject}/result/0/value`, 'pass')
      put(badge, `${subject}/result/1/value`, '85')
    },
  ],
]

describe('changes that leave the RDF equal verify', () => {
  test.each(invisible)('%s: passed', async (_, change) => {
    const document = changed(change)
    expect(JSON.stringify(document)).not.toBe(JSON.stringify(signed))
    expect(await canonicalOf(document)).toBe(original)
    expect(await signature(document)).toBe('passed')
  })

  test.each(invisible)('%s: the verdict on the badge', async (name, change) => {
    const { outcome, checks } = await verifyCredential(changed(change), { now })
    const expected = refusedByModel[name] ?? []
    expect([outcome, checks.filter(({ status }) => status === 'failed').map(({ id }) => id)]).toEqual([
      expected.length === 0 ? 'verified' : 'failed',
      expected,
    ])
  })

  test('every verdict that is named belongs to a change', () => {
    const names = invisible.map(([name]) => name)
    expect(Object.keys(refusedByModel).filter((name) => !names.includes(name))).toEqual([])
  })
})

describe('changes that alter the RDF fail', () => {
  test.each(visible)('%s: failed', async (_, change) => {
    const document = changed(change)
    expect(await canonicalOf(document)).not.toBe(original)
    expect(await signature(document)).toBe('failed')
  })
})

describe('any change', () => {
  const places = pointersOf(signed).filter((pointer) => !pointer.startsWith('/proof') && pointer !== '')
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
    fc.constantFrom<JsonValue>('Welder I', 'steel', 'Achievement', '2026-01-01T00:00:00Z', key.did, true, 3.5, '3.5'),
  )
  const change = fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), place: fc.constantFrom(...places), value }),
    fc.record({ kind: fc.constant('remove' as const), place: fc.constantFrom(...places) }),
    fc.record({
      kind: fc.constant('add' as const),
      place: fc.constantFrom('', ...places),
      name: fc.constantFrom('name', 'id', 'url', 'tag', 'foo', '@type', 'image'),
      value,
    }),
  )

  test('passes exactly when the canonical form is the one that was signed', async () => {
    const seen = { passed: 0, failed: 0, indeterminate: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const document = changed((badge) => {
          for (const each of changes) apply(badge, each)
        })
        const canonical = await canonicalOf(document)
        const status = await signature(document)
        const missing = canonical === 'ERR_CONTEXT_UNAVAILABLE'
        expect(status).toBe(canonical === original ? 'passed' : missing ? 'indeterminate' : 'failed')
        seen[status as keyof typeof seen] += 1
      }),
      { seed: 20260203, numRuns: 250 },
    )
    expect(seen.failed).toBeGreaterThan(100)
  })

  test('of the proof fails, except of the order of its members', async () => {
    const members = Object.keys(proof).filter((member) => member !== 'proofValue')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...members, 'nonce', 'id'), value, async (member, replacement) => {
        fc.pre(replacement !== null && JSON.stringify(proof[member]) !== JSON.stringify(replacement))
        const { report } = await verifyProof(signed, { ...proof, [member]: replacement }, { documentLoader, now })
        expect(report.status).not.toBe('passed')
      }),
      { seed: 20260203, numRuns: 100 },
    )
    const reversed = Object.fromEntries(Object.entries(proof).toReversed())
    expect((await verifyProof(signed, reversed, { documentLoader, now })).report.status).toBe('passed')
  })

  test('of one bit of the signature fails', async () => {
    const { multibaseDecode, multibaseEncode } = await import('../../src/internal/encoding.js')
    const bytes = multibaseDecode(String(proof.proofValue))
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 511 }), async (bit) => {
        const flipped = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        const forged = { ...proof, proofValue: multibaseEncode(flipped) }
        const { aspects } = await verifyProof(signed, forged, { documentLoader, now })
        expect(aspects['proof.signature'].status).toBe('failed')
      }),
      { seed: 20260203, numRuns: 64 },
    )
  })

  function apply(badge: JsonObject, each: { kind: string; place: string; name?: string; value?: JsonValue }): void {
    const parent = pointerGet(badge, each.place.slice(0, each.place.lastIndexOf('/')))
    const node = pointerGet(badge, each.place)
    if (each.kind === 'add') {
      if (typeof node === 'object' && node !== null) Object.assign(node, { [each.name ?? '']: each.value })
    } else if (typeof parent === 'object' && parent !== null) {
      const name = each.place.slice(each.place.lastIndexOf('/') + 1)
      if (each.kind === 'replace') Object.assign(parent, { [name]: each.value })
      else if (Array.isArray(parent)) parent.splice(Number(name), 1)
      else delete parent[name]
    }
  }
})

function pointersOf(value: JsonValue | undefined, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer]
  return [pointer, ...Object.entries(value).flatMap(([name, member]) => pointersOf(member, pointerJoin(pointer, name)))]
}
