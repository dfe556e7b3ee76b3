import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, test } from 'vitest'
import { createDocumentLoader, resolveDid } from '../../src/loader/index.js'
import { signCredential, verifyProof } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const now = new Date('2026-02-03T04:05:06Z')
const key = await testKey()
const load = createDocumentLoader()

/** The vendor's own suites, untouched: they canonicalise by themselves. */
const theirs: Record<'eddsa-rdfc-2022' | 'Ed25519Signature2020', (signer?: object) => object> = {
  'eddsa-rdfc-2022': (signer) => new DataIntegrityProof({ cryptosuite, date: now, ...(signer ? { signer } : {}) }),
  Ed25519Signature2020: (signer) => new Ed25519Signature2020({ date: now, ...(signer ? { signer } : {}) }),
}

/** What a user of the vendor's library writes: contexts, and did:key documents in the form that its suites take. */
async function theirLoader(url: string) {
  if (!url.startsWith('did:')) {
    const { document } = await load(url)
    return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
  }
  const [did = '', fragment] = url.split('#')
  const { assertionMethod } = await resolveDid(did, load)
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${did}#${did.slice('did:key:'.length)}`,
    controller: did,
    type: 'Multikey',
    publicKeyMultibase: did.slice('did:key:'.length),
  }
  const document = {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: did,
    assertionMethod,
    verificationMethod: [method],
  }
  return { contextUrl: null, documentUrl: url, document: fragment === undefined ? document : method }
}

const vcdm11 = (issuer: string): JsonObject => ({
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'],
  id: 'urn:uuid:1',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer, type: ['Profile'], name: 'Acme' },
  issuanceDate: '2026-01-01T00:00:00Z',
  name: 'Welder I',
  credentialSubject: {
    id: 'did:example:kim',
    type: ['AchievementSubject'],
    achievement: {
      id: 'urn:uuid:2',
      type: ['Achievement'],
      name: 'Welder I',
      description: 'Welds.',
      criteria: { narrative: 'Weld.' },
    },
  },
})

const cases = (['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const).flatMap((suite) => [
  [suite, '2.0', sampleBadge] as const,
  [suite, '1.1', vcdm11] as const,
])

describe.each(cases)('%s on data model %s, with plain @digitalbazaar/vc', (suite, _, make) => {
  test('a badge of ours verifies there', async () => {
    const ours = await signCredential(make(key.did), key, { suite, now })
    const credential = structuredClone(ours)
    const result = await verifyThere(credential, suite)
    expect(result).toMatchObject({ verified: true })
    const tampered = { ...credential, name: 'Welder II' }
    expect(await verifyThere(tampered, suite)).toMatchObject({ verified: false })
  })

  test('a badge of theirs verifies here, and has the same proof', async () => {
    const pair = await Ed25519Multikey.from({
      ...(await key.exportSecret('multikey')),
      '@context': 'https://w3id.org/security/multikey/v1',
    })
    const credential = make(key.did)
    const issued = (await vc.issue({
      credential,
      suite: theirs[suite](pair.signer()),
      documentLoader: theirLoader,
      now,
    })) as JsonObject
    const proof = issued.proof as JsonObject
    expect((await verifyCredential(issued, { now })).outcome).toBe('verified')
    const { aspects } = await verifyProof(issued, proof, { documentLoader: load, now })
    expect(Object.values(aspects).map((aspect) => aspect.status)).toEqual(new Array(5).fill('passed'))
    const ours = await signCredential(make(key.did), key, { suite, now })
    expect(ours).toEqual(issued)
  })
})

const verifyThere = (credential: object, suite: keyof typeof theirs) =>
  vc.verifyCredential({ credential, suite: theirs[suite](), documentLoader: theirLoader, now })
