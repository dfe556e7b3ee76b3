import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, test } from 'vitest'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, verifyProof } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, sampleBadgeOf11, testKey } from '../support/badge.js'
import { referenceLoader } from '../support/reference-loader.js'

const now = new Date('2026-02-03T04:05:06Z')
const key = await testKey()

/** The vendor's own suites, untouched: they canonicalise by themselves. */
const theirs: Record<'eddsa-rdfc-2022' | 'Ed25519Signature2020', (signer?: object) => object> = {
  'eddsa-rdfc-2022': (signer) => new DataIntegrityProof({ cryptosuite, date: now, ...(signer ? { signer } : {}) }),
  Ed25519Signature2020: (signer) => new Ed25519Signature2020({ date: now, ...(signer ? { signer } : {}) }),
}

const cases = (['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const).flatMap((suite) => [
  [suite, '2.0', sampleBadge] as const,
  [suite, '1.1', sampleBadgeOf11] as const,
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
      documentLoader: referenceLoader,
      now,
    })) as JsonObject
    const proof = issued.proof as JsonObject
    expect((await verifyCredential(issued, { now })).outcome).toBe('verified')
    const { aspects } = await verifyProof(issued, proof, { documentLoader: createDocumentLoader(), now })
    expect(Object.values(aspects).map((aspect) => aspect.status)).toEqual(new Array(5).fill('passed'))
    const ours = await signCredential(make(key.did), key, { suite, now })
    expect(ours).toEqual(issued)
  })
})

const verifyThere = (credential: object, suite: keyof typeof theirs) =>
  vc.verifyCredential({ credential, suite: theirs[suite](), documentLoader: referenceLoader, now })
