import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors, readVectorJson } from '../support/vectors.js'

/** The vectors of the W3C's specifications: an https issuer, and a did:key that only its controller document lists. */
const files = [
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p256/signedECDSAP256.json',
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-rdfc-2019-p384/signedECDSAP384.json',
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json',
  'w3c-vc-di-ecdsa/TestVectors/ecdsa-jcs-2019-p384/signedJCSECDSAP384.json',
  'w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/signedDataInt.json',
  'w3c-vc-di-eddsa/TestVectors/eddsa-jcs-2022/signedJCS.json',
  'w3c-vc-di-eddsa/TestVectors/Ed25519Signature2020/signedEdSig.json',
]

describe.skipIf(!hasVectors)('vectors of the W3C', () => {
  test.each(files)('%s', async (file) => {
    const credential = readVectorJson<JsonObject>(file)
    const issuer = String(credential.issuer)
    const { verificationMethod = null } = credential.proof as JsonObject
    const judge = async (badge: JsonObject, assertionMethod?: (typeof verificationMethod)[]) => {
      const documents = assertionMethod === undefined ? {} : { [issuer]: { id: issuer, assertionMethod } }
      const options = { accept: 'credential', contexts: vectorContexts(), now: '2026-06-01T00:00:00Z' } as const
      const { outcome, problems } = await verifyCredential(badge, { ...options, documents })
      return [outcome, ...problems.map(({ code }) => code)]
    }
    expect(await judge(credential)).toEqual(['indeterminate', 'ERR_KEY_SELF_ASSERTED'])
    expect(await judge(credential, [verificationMethod])).toEqual(['verified'])
    expect(await judge(credential, [])).toEqual(['failed', 'ERR_ISSUER_MISMATCH'])
    const altered = { ...credential, name: 'Another' }
    expect((await judge(altered, [verificationMethod]))[0]).toBe('failed')
  })
})
