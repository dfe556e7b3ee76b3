import { describe, expect, it } from 'vitest'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { contextManifest, createDocumentLoader, isBundledContext } from '../../src/loader/index.js'
import { signCredential } from '../../src/proof/index.js'
import { collectTerms } from '../../src/rdf/ambiguity/vocabulary.js'
import { findRenamedTerms } from '../../src/rdf/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'

const now = '2026-01-01T00:00:00Z'
const later = '2026-06-01T00:00:00Z'
const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })

describe('JSON-LD merges objects of one id: what decides stands in one place', async () => {
  const id = 'https://acme.example/badges/7'
  const endorser = await generateKeyPair({ seed: new Uint8Array(32).fill(8) })
  const endorsement = await signCredential(
    {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id: 'https://board.example/endorsements/1',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: 'Endorsed',
      issuer: { id: endorser.did, type: ['Profile'], name: 'Board' },
      validFrom: '2025-01-01T00:00:00Z',
      credentialSubject: { id, type: ['EndorsementSubject'], endorsementComment: 'Sound.' },
    },
    endorser,
    { created: now },
  )
  const achievement = { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' }
  const result = [{ type: ['Result'], value: 'failed' }]
  const badge = JSON.parse(
    JSON.stringify(
      await issueBadge(
        {
          issuer: { name: 'Acme' },
          achievement: { ...achievement, creator: { id: 'did:example:kim', name: 'Kim' } },
          recipient: { did: 'did:example:kim' },
          credentialSubject: { result },
          validUntil: '2026-02-01T00:00:00Z',
          endorsement: [endorsement],
        } as never,
        key,
        { now, created: now, id },
      ),
    ),
  )
  const options = { now: later }

  it('the endorsement of a badge by its id is no disguise', async () => {
    const checks = (await verifyCredential(badge, options)).checks.filter(({ status }) => status === 'failed')
    expect(checks.map(({ id }) => id)).toEqual(['validity.until'])
  })

  it.each<[string, (badge: JsonObject) => void]>([
    [
      'the expiry',
      (moved) =>
        move(
          moved,
          ['validUntil'],
          (moved.endorsement as { credentialSubject: JsonObject }[])[0]?.credentialSubject ?? {},
        ),
    ],
    [
      'results',
      (moved) => {
        const subject = moved.credentialSubject as JsonObject
        move(subject, ['result'], (subject.achievement as JsonObject).creator as JsonObject, 'AchievementSubject')
      },
    ],
  ])('%s on another object of the same id', async (_name, change) => {
    const moved = structuredClone(badge)
    change(moved)
    const checked = await verifyCredential(moved, options)
    const signature = checked.checks.find(({ id }) => id === 'proof.signature')
    const terms = checked.checks.find(({ id }) => id === 'model.terms')
    expect([signature?.status, terms?.status]).toEqual(['skipped', 'failed'])
    expect(checked.problems.map(({ code }) => code)).toContain('ERR_TERM_RENAMED')
  })

  it('an object that is repeated as it is', async () => {
    const { pointer } =
      (await findRenamedTerms(twice(badge), { documentLoader: createDocumentLoader(), signed: 'statements' }))[0] ?? {}
    expect(pointer).toBeUndefined()
  })

  const twice = (one: JsonObject): JsonObject => ({ ...one, related: [structuredClone(one)] }) as JsonObject

  function move(from: JsonObject, members: readonly string[], to: JsonObject, type = 'VerifiableCredential') {
    to.type = [...((to.type as string[]) ?? []), type]
    for (const member of members) {
      to[member] = from[member] as JsonValue
      delete from[member]
    }
  }
})

describe('an id means what it says', async () => {
  const base = { issuer: { name: 'Acme' }, achievement: { name: 'Welder I', description: 'W.', criteria: 'P.' } }
  const signed = async (id: string, did: string) =>
    JSON.parse(JSON.stringify(await issueBadge({ ...base, recipient: { did } }, key, { now, created: now, id })))
  const kim = 'did:web:evil.example:bob@uni.example'

  it.each<[string, string, JsonObject, (badge: JsonObject) => void]>([
    [
      'a prefix for a URN',
      'urn:uuid:11111111-1111-4111-8111-111111111111',
      { p: 'urn:uuid:' },
      (badge) => compact(badge, 'p:', 9),
    ],
    [
      'a prefix for a URL',
      'https://acme.example/badges/7',
      { p: 'https://acme.example/badges/' },
      (badge) => compact(badge, 'p:', 28),
    ],
    [
      'a base',
      'https://acme.example/badges/7',
      { '@base': 'https://acme.example/badges/' },
      (badge) => compact(badge, '', 28),
    ],
    [
      'another scheme, for the recipient',
      'https://acme.example/badges/7',
      { mailto: { '@id': 'did:web:evil.example:', '@prefix': true } },
      (badge) => {
        ;(badge.credentialSubject as JsonObject).id = 'mailto:bob@uni.example'
      },
    ],
  ])('%s', async (_name, id, own, change) => {
    const badge = await signed(id, kim)
    badge['@context'].push(own)
    expect((await verifyCredential(badge, { now: later })).problems).toEqual([])
    change(badge)
    const result = await verifyCredential(badge, { now: later })
    expect(result.outcome).toBe('failed')
    expect(result.problems.map(({ code }) => code)).toContain('ERR_TERM_RENAMED')
  })

  it('texts that begin like a prefix are texts', async () => {
    const badge = await signed('https://acme.example/badges/7', kim)
    const named = {
      ...badge,
      '@context': [...badge['@context'], { Note: 'https://acme.example/' }],
      name: 'Note: read',
    }
    const found = await findRenamedTerms(named, { documentLoader: createDocumentLoader(), signed: 'statements' })
    expect(found).toEqual([])
  })

  it('no bundled term is a scheme that ids begin with', async () => {
    const load = createDocumentLoader()
    const schemes = ['did', 'http', 'https', 'urn', 'mailto', 'tel', 'data', 'ipfs', 'uuid']
    for (const { url } of contextManifest.filter(({ url }) => isBundledContext(url))) {
      const names = collectTerms((await load(url, 'context')).document as never).terms.map(({ name }) => name)
      expect(names.filter((name) => schemes.includes(name))).toEqual([])
    }
  })

  function compact(badge: JsonObject, prefix: string, start: number): void {
    badge.id = prefix + (badge.id as string).slice(start)
  }
})
