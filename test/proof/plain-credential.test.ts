import { issue } from '@digitalbazaar/vc'
import { describe, expect, test } from 'vitest'
import { createDocumentLoader } from '../../src/loader/index.js'
import { isPlainCredential } from '../../src/proof/embedded/plain-credential.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const key = await testKey()
const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const now = new Date('2026-02-03T04:05:06Z')
const documentLoader = createDocumentLoader()

/** Whether the vendor's library signs it; its suite does nothing here. */
async function vendorSigns(credential: JsonObject): Promise<boolean> {
  const suite = {
    verificationMethod: key.id,
    ensureSuiteContext: () => {},
    createProof: async () => ({ type: 'X' }),
  }
  try {
    await issue({ credential: structuredClone(credential), suite, documentLoader, now })
    return true
  } catch {
    return false
  }
}

const version1: JsonObject = {
  '@context': [V1],
  type: ['VerifiableCredential'],
  issuer: key.did,
  issuanceDate: '2026-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:kim' },
}
const version2 = sampleBadge(key.did)

/** Every kind of value in every member that the vendor looks at. */
const values: readonly JsonValue[] = [
  null,
  true,
  0,
  1,
  '',
  'text',
  'https://acme.example/x',
  'urn:x',
  'VerifiableCredential',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00',
  '2026-02-31T00:00:00Z',
  '02026-01-01T24:00:00Z',
  'on 2026-01-01T00:00:00Z or so',
  [],
  [[]],
  [null],
  ['VerifiableCredential', 1],
  ['VerifiablePresentation'],
  ['https://acme.example/x', 'https://acme.example/y'],
  [V1],
  [V2],
  {},
  [{}],
  { id: 'https://acme.example/x' },
  { id: 'relative' },
  { id: 1, type: 'T' },
  { id: null, type: 'T' },
  { id: '', type: 'T' },
  { type: '' },
  { type: [] },
  { type: null },
  { type: 'T' },
  { type: ['T'] },
  { id: 'https://acme.example/x', type: 'T' },
  [{ type: 'T' }, { id: 'relative', type: 'T' }],
  [{ type: 'T' }, 'text'],
  [{ type: 'T' }, { id: 'did:example:kim', type: ['T'] }],
]
const members = [
  '@context',
  'type',
  'issuer',
  'credentialSubject',
  'issuanceDate',
  'expirationDate',
  'validFrom',
  'validUntil',
  'credentialStatus',
  'evidence',
  'termsOfUse',
  'proof',
  'id',
]

describe('what is signed without asking the vendor’s library is what that library signs', () => {
  test.each([
    ['data model 2.0', version2],
    ['data model 1.1', version1],
  ])('%s', async (_, credential) => {
    expect(isPlainCredential(credential)).toBe(true)
    expect(await vendorSigns(credential)).toBe(true)
    let plain = 0
    for (const member of members) {
      const { [member]: _gone, ...without } = credential
      const changed = [without, ...values.map((value) => ({ ...credential, [member]: value }))]
      for (const document of changed) {
        if (!isPlainCredential(document)) continue
        // Its own clock would fill in the date of data model 1.1, which `signCredential` refuses before.
        plain += 1
        expect(await vendorSigns(document), `${member}: ${JSON.stringify(document[member])}`).toBe(true)
      }
    }
    expect(plain).toBeGreaterThan(60)
  })

  test.each<[string, JsonObject]>([
    ['evidence as URL', { evidence: 'https://acme.example/evidence' }],
    ['evidence without type', { evidence: [{ id: 'https://acme.example/evidence' }] }],
    ['an issuer without id', { issuer: { type: ['Profile'], name: 'Acme' } }],
    ['two issuers', { issuer: [key.did, key.did] }],
    ['an empty subject', { credentialSubject: {} }],
    ['a subject of text', { credentialSubject: 'did:example:kim' }],
    ['a date without zone or sense', { validFrom: 'soon' }],
    ['a status without type', { credentialStatus: { id: 'https://acme.example/status' } }],
    ['terms without type', { termsOfUse: [{ id: 'https://acme.example/terms' }] }],
  ])('of the rest it is the judge: %s', async (_, more) => {
    const credential = { ...version2, ...more }
    expect(isPlainCredential(credential)).toBe(false)
    const signed = (await codeOf(() => signCredential(credential, key, { now }))) === 'no error'
    expect(signed).toBe(await vendorSigns(credential))
  })

  test('and both ways lead to the same proof', async () => {
    const plain = { ...version2, credentialSubject: [version2.credentialSubject ?? null] }
    // A list of no subjects is nothing that is told at once; the library takes it.
    const odd = { ...version2, credentialSubject: [] }
    expect([isPlainCredential(plain), isPlainCredential(odd)]).toEqual([true, false])
    for (const suite of ['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'Ed25519Signature2020'] as const) {
      const options = {
        suite,
        now,
        expires: '2030-01-01T00:00:00Z',
        domain: 'x.example',
        proofId: 'urn:x:1',
        dangerouslySkipModelCheck: true,
      }
      const [ours, theirs] = await Promise.all([plain, odd].map((badge) => signCredential(badge, key, options)))
      const proofOf = (badge: object | undefined) => {
        const { proofValue: _value, ...proof } = (badge as { proof: JsonObject }).proof
        return JSON.stringify(proof)
      }
      expect(proofOf(ours)).toBe(proofOf(theirs))
    }
  })
})
