import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite'
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, test } from 'vitest'
import { generateKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair, KeyType } from '../../src/types/keys.js'
import type { SuiteName } from '../../src/types/proof.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge } from '../support/badge.js'

const now = new Date('2026-02-03T04:05:06Z')
const load = createDocumentLoader()
const MULTIKEY = 'https://w3id.org/security/multikey/v1'

/** What a user of the vendor's library writes: contexts, and did:key documents in the form that its suites take. */
async function theirLoader(url: string) {
  const answer = (document: object) => ({ contextUrl: null, documentUrl: url, document })
  if (!url.startsWith('did:')) return answer(structuredClone((await load(url)).document) as object)
  const [did = '', fragment] = url.split('#')
  const publicKeyMultibase = did.slice('did:key:'.length)
  const id = `${did}#${publicKeyMultibase}`
  const method = { '@context': MULTIKEY, id, controller: did, type: 'Multikey', publicKeyMultibase }
  const document = {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: did,
    assertionMethod: [id],
    verificationMethod: [method],
  }
  return answer(fragment === undefined ? document : method)
}

async function theirSigner(key: KeyPair): Promise<object> {
  const material = { ...(await key.exportSecret('multikey')), '@context': MULTIKEY }
  const pair = key.type === 'Ed25519' ? await Ed25519Multikey.from(material) : await EcdsaMultikey.from(material)
  return pair.signer()
}

const cells: readonly (readonly [SuiteName, KeyType, typeof eddsaJcs])[] = [
  ['eddsa-jcs-2022', 'Ed25519', eddsaJcs],
  ['ecdsa-jcs-2019', 'P-256', ecdsaJcs],
  ['ecdsa-jcs-2019', 'P-384', ecdsaJcs],
]

describe.each(cells)('%s with %s and the cryptosuite of @digitalbazaar', (suite, type, vendor) => {
  test('a badge of ours verifies there, and a tampered twin does not', async () => {
    const key = await generateKeyPair({ type })
    const signed = await signCredential(sampleBadge(key.did), key, { suite, now })
    const verify = (credential: object) => {
      const theirs = new DataIntegrityProof({ cryptosuite: vendor.createVerifyCryptosuite() })
      return vc.verifyCredential({ credential, suite: theirs, documentLoader: theirLoader, now })
    }
    expect(await verify(structuredClone(signed))).toMatchObject({ verified: true })
    expect(await verify({ ...structuredClone(signed), name: 'Welder II' })).toMatchObject({ verified: false })
  })

  test('a badge of theirs verifies here, and a tampered twin does not', async () => {
    const key = await generateKeyPair({ type })
    const theirs = new DataIntegrityProof({
      cryptosuite: vendor.createSignCryptosuite(),
      date: now,
      signer: await theirSigner(key),
    })
    const issued = await vc.issue({ credential: sampleBadge(key.did), suite: theirs, documentLoader: theirLoader, now })
    const badge = JSON.parse(JSON.stringify(issued)) as JsonObject
    expect((await verifyCredential(badge, { now })).problems).toEqual([])
    expect((await verifyCredential(badge, { now })).outcome).toBe('verified')
    expect((await verifyCredential({ ...badge, name: 'Welder II' }, { now })).outcome).toBe('failed')
  })
})
