import { describe, expect, test } from 'vitest'
import { proofsOf } from '../../src/badge/index.js'
import { hexEncode } from '../../src/internal/bytes.js'
import { decodeMultikey, importKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, suiteNames, traceProof, verifyProof } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { Signer } from '../../src/types/keys.js'
import type { SuiteName } from '../../src/types/proof.js'
import { deterministicSigner } from '../support/deterministic.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors, readVectorJson, readVectorText } from '../support/vectors.js'

const now = new Date('2026-06-01T00:00:00Z')
const json = (path: string) => readVectorJson<JsonObject>(path)

interface Vector {
  readonly name: string
  readonly suite: SuiteName
  readonly folder: string
  /** How the names of its files end. */
  readonly suffix: string
  readonly key: string
}

const ecdsa = (folder: string, suite: SuiteName, suffix: string, size: '256' | '384'): Vector => ({
  name: folder,
  suite,
  folder: `w3c-vc-di-ecdsa/TestVectors/${folder}`,
  suffix,
  key: `w3c-vc-di-ecdsa/TestVectors/p${size}KeyPair.json`,
})

const vectors: readonly Vector[] = [
  {
    name: 'eddsa-jcs-2022',
    suite: 'eddsa-jcs-2022',
    folder: 'w3c-vc-di-eddsa/TestVectors/eddsa-jcs-2022',
    suffix: 'JCS',
    key: 'w3c-vc-di-eddsa/TestVectors/keyPair.json',
  },
  ecdsa('ecdsa-rdfc-2019-p256', 'ecdsa-rdfc-2019', 'ECDSAP256', '256'),
  ecdsa('ecdsa-rdfc-2019-p384', 'ecdsa-rdfc-2019', 'ECDSAP384', '384'),
  // With blank nodes, whose order SHA-384 changes.
  ecdsa('ecdsa-rdfc-2019-p256/employ', 'ecdsa-rdfc-2019', 'ECDSAP256', '256'),
  ecdsa('ecdsa-rdfc-2019-p384/employ', 'ecdsa-rdfc-2019', 'ECDSAP384', '384'),
  ecdsa('ecdsa-jcs-2019-p256', 'ecdsa-jcs-2019', 'JCSECDSAP256', '256'),
  ecdsa('ecdsa-jcs-2019-p384', 'ecdsa-jcs-2019', 'JCSECDSAP384', '384'),
]

describe.skipIf(!hasVectors).each(vectors)('published vector $name', ({ suite, folder, suffix, key }) => {
  const text = (part: string) => readVectorText(`${folder}/${part}${suffix}.txt`).trimEnd()
  const signed = () => json(`${folder}/signed${suffix}.json`)
  const publicKey = () => String(json(key).publicKeyMultibase)

  test('canonical forms and hashes are those published', async () => {
    const document = signed()
    const [proof = {}] = proofsOf(document)
    const documentLoader = createDocumentLoader({ contexts: vectorContexts() })
    const trace = await traceProof(document, proof, { documentLoader, keyType: decodeMultikey(publicKey()).type })
    expect(trace.canonicalDocument.trimEnd()).toBe(text('canonDoc'))
    expect(trace.canonicalProof.trimEnd()).toBe(text('proofCanon'))
    expect(trace.documentHash).toBe(text('docHash'))
    expect(trace.proofHash).toBe(text('proofHash'))
    expect(hexEncode(trace.signedBytes)).toBe(text('combinedHash'))
  })

  test('it verifies, and a tampered twin does not', async () => {
    const document = signed()
    expect(await signatureOf(document)).toBe('passed')
    expect(await signatureOf({ ...document, name: 'Another' })).toBe('failed')
    const [proof = {}] = proofsOf(document)
    expect(await signatureOf({ ...document, proof: { ...proof, created: '2023-02-24T23:36:39Z' } })).toBe('failed')
  })

  test('signing with the published key and time gives the published proof', async () => {
    const { proof: _, ...document } = signed()
    const [published = {}] = proofsOf(signed())
    const result = await signCredential(document, await publishedSigner(String(published.verificationMethod)), {
      suite,
      created: String(published.created),
      contexts: vectorContexts(),
    })
    expect(result.proof).toEqual(published)
  })

  async function publishedSigner(id: string): Promise<Signer> {
    const pair = json(key)
    const secret = String(pair.secretKeyMultibase ?? pair.privateKeyMultibase)
    const { issuer } = signed()
    const controller = String(typeof issuer === 'object' ? (issuer as JsonObject).id : issuer)
    const names = { id, controller }
    return suite.startsWith('eddsa')
      ? bound(await importKeyPair(secret, names), controller)
      : bound(deterministicSigner(publicKey(), secret, id), controller)
  }
})

/** The examples name an issuer that has nothing to do with the did:key that signs. */
const bound = ({ type, sign, id }: Signer, controller: string): Signer => ({ id, type, sign, controller })

async function signatureOf(document: JsonObject): Promise<string | undefined> {
  const [proof = {}] = proofsOf(document)
  const documentLoader = createDocumentLoader({ contexts: vectorContexts() })
  return (await verifyProof(document, proof, { documentLoader, now })).aspects['proof.signature'].status
}

test('every format that is issued has a vector here, in vectors.test.ts, or in selective-disclosure.test.ts', () => {
  const elsewhere = ['eddsa-rdfc-2022', 'Ed25519Signature2020', 'ecdsa-sd-2023']
  expect(new Set([...vectors.map(({ suite }) => suite), ...elsewhere])).toEqual(new Set(suiteNames))
})
