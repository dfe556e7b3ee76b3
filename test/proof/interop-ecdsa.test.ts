import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import { cryptosuite as ecdsaRdfc } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import * as vc from '@digitalbazaar/vc'
import { describe, expect, test } from 'vitest'
import { proofsOf } from '../../src/badge/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import {
  createPresentation,
  deriveCredential,
  signCredential,
  signPresentation,
  verifyProof,
} from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import { verifyPresentation } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const now = new Date('2026-02-03T04:05:06Z')
const load = createDocumentLoader()

/** What a user of the vendor's library writes: contexts, and did:key documents in the form that its suites take. */
async function theirLoader(url: string) {
  if (!url.startsWith('did:')) {
    const { document } = await load(url)
    return { contextUrl: null, documentUrl: url, document: structuredClone(document) }
  }
  const [did = '', fragment] = url.split('#')
  const publicKeyMultibase = did.slice('did:key:'.length)
  const id = `${did}#${publicKeyMultibase}`
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id,
    controller: did,
    type: 'Multikey',
    publicKeyMultibase,
  }
  const document = {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: did,
    assertionMethod: [id],
    authentication: [id],
    verificationMethod: [method],
  }
  return { contextUrl: null, documentUrl: url, document: fragment === undefined ? document : method }
}

async function theirSigner(key: KeyPair): Promise<object> {
  const pair = await EcdsaMultikey.from({
    ...(await key.exportSecret('multikey')),
    '@context': 'https://w3id.org/security/multikey/v1',
  })
  return pair.signer()
}

const signatureHere = async (document: JsonObject) => {
  const [proof = {}] = proofsOf(document)
  const { aspects } = await verifyProof(document, proof, { documentLoader: load, now })
  return Object.values(aspects).map(({ status }) => status)
}
const allPassed = new Array(5).fill('passed')

describe.each(['P-256', 'P-384'] as const)(
  'ecdsa-rdfc-2019 with %s and @digitalbazaar/ecdsa-rdfc-2019-cryptosuite',
  (type) => {
    const suite = (signer?: object) =>
      new DataIntegrityProof({ cryptosuite: ecdsaRdfc, date: now, ...(signer ? { signer } : {}) })

    test('a badge of ours verifies there', async () => {
      const key = await generateKeyPair({ type })
      const credential = structuredClone(
        await signCredential(sampleBadge(key.did), key, { suite: 'ecdsa-rdfc-2019', now }),
      )
      const verify = (document: object) =>
        vc.verifyCredential({ credential: document, suite: suite(), documentLoader: theirLoader, now })
      expect(await verify(credential)).toMatchObject({ verified: true })
      expect(await verify({ ...credential, name: 'Welder II' })).toMatchObject({ verified: false })
    })

    test('a badge of theirs verifies here', async () => {
      const key = await generateKeyPair({ type })
      const signer = await theirSigner(key)
      const issued = (await vc.issue({
        credential: sampleBadge(key.did),
        suite: suite(signer),
        documentLoader: theirLoader,
        now,
      })) as JsonObject
      expect(await signatureHere(issued)).toEqual(allPassed)
      expect(await signatureHere({ ...issued, name: 'Welder II' })).not.toEqual(allPassed)
    })
  },
)

describe('ecdsa-sd-2023 and @digitalbazaar/ecdsa-sd-2023-cryptosuite', () => {
  const selectivePointers = ['/awardedDate', '/evidence', '/credentialSubject/creditsEarned']
  const mandatoryPointers = ['/issuer', '/validFrom', '/name', '/credentialSubject/achievement']
  /** Their code cannot take ordered lists apart (`@list`), so this badge has none. */
  const badgeOf = (issuer: string): JsonObject => {
    const badge = sampleBadge(issuer)
    const { result: _r, achievement, ...subject } = badge.credentialSubject as JsonObject
    const { resultDescription: _d, ...plain } = achievement as JsonObject
    return { ...badge, credentialSubject: { ...subject, achievement: plain } }
  }
  const theirSuite = (cryptosuite: object, signer?: object) =>
    new DataIntegrityProof({ cryptosuite, date: now, ...(signer ? { signer } : {}) })

  const verifyThere = (credential: object) =>
    vc.verifyCredential({
      credential,
      suite: theirSuite(ecdsaSd.createVerifyCryptosuite()),
      documentLoader: theirLoader,
      now,
    })

  const deriveThere = async (base: object) =>
    (await vc.derive({
      verifiableCredential: structuredClone(base),
      suite: theirSuite(ecdsaSd.createDiscloseCryptosuite({ selectivePointers })),
      documentLoader: theirLoader,
    })) as JsonObject

  const pointersOf = ['/awardedDate', '/evidence/0/name', '/credentialSubject/achievement/alignment/1']

  test('what we derive from our base verifies there', async () => {
    const key = await generateKeyPair({ type: 'P-256' })
    const base = await signCredential(badgeOf(key.did), key, { suite: 'ecdsa-sd-2023', now })
    for (const pointers of [[], selectivePointers, pointersOf, ['']]) {
      const shown = structuredClone(await deriveCredential(base, { selectivePointers: pointers }))
      expect(await verifyThere(shown)).toMatchObject({ verified: true })
      expect(await verifyThere({ ...shown, name: 'Welder II' })).toMatchObject({ verified: false })
    }
  })

  test('what they derive from our base verifies here and there', async () => {
    const key = await generateKeyPair({ type: 'P-256' })
    const base = await signCredential(badgeOf(key.did), key, { suite: 'ecdsa-sd-2023', now })
    const shown = await deriveThere(base)
    expect(await verifyThere(structuredClone(shown))).toMatchObject({ verified: true })
    expect(await signatureHere(shown)).toEqual(allPassed)
    const ours = await deriveCredential(base, { selectivePointers })
    const [{ proofValue: _a, ...theirProof } = {}] = proofsOf(shown)
    const [{ proofValue: _b, ...ourProof } = {}] = proofsOf(ours as unknown as JsonObject)
    expect({ ...ours, proof: ourProof }).toEqual({ ...shown, proof: theirProof })
    expect(proofsOf(ours as unknown as JsonObject)[0]?.proofValue).toBe(proofsOf(shown)[0]?.proofValue)
  })

  test('what we and they derive from their base verifies here', async () => {
    const key = await generateKeyPair({ type: 'P-256' })
    const signer = await theirSigner(key)
    const base = (await vc.issue({
      credential: badgeOf(key.did),
      suite: theirSuite(ecdsaSd.createSignCryptosuite({ mandatoryPointers }), signer),
      documentLoader: theirLoader,
      now,
    })) as JsonObject
    expect(await signatureHere(base)).not.toEqual(allPassed)
    expect(await signatureHere(await deriveThere(base))).toEqual(allPassed)
    for (const pointers of [selectivePointers, pointersOf]) {
      const shown = (await deriveCredential(base, { selectivePointers: pointers })) as unknown as JsonObject
      expect(await signatureHere(shown)).toEqual(allPassed)
      expect(await verifyThere(structuredClone(shown))).toMatchObject({ verified: true })
    }
  })
})

describe('presentations and @digitalbazaar/vc', async () => {
  const learner = await testKey(2)
  const [challenge, domain] = ['c7a1', 'lms.example']
  const badge = await issueBadge(
    {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
      recipient: { id: learner.did },
    },
    await testKey(1),
    { suite: 'Ed25519Signature2020', now },
  )
  const theirSuite = (signer?: object) => new Ed25519Signature2020({ date: now, ...(signer ? { signer } : {}) })

  test('one of ours verifies there', async () => {
    const presentation = createPresentation({ credential: badge, holder: learner.did })
    const signed = await signPresentation(presentation, learner, {
      suite: 'Ed25519Signature2020',
      challenge,
      domain,
      now,
    })
    const verify = (document: object, asked = challenge) =>
      vc.verify({
        presentation: document,
        suite: theirSuite(),
        challenge: asked,
        domain,
        documentLoader: theirLoader,
        now,
      })
    expect(await verify(structuredClone(signed))).toMatchObject({ verified: true })
    expect(await verify(structuredClone(signed), 'other')).toMatchObject({ verified: false })
    expect(await verify({ ...structuredClone(signed), id: 'urn:uuid:1' })).toMatchObject({ verified: false })
  })

  test('one of theirs verifies here', async () => {
    const presentation = vc.createPresentation({
      verifiableCredential: structuredClone(badge),
      holder: learner.did,
      now,
    })
    const signer = { id: learner.id, algorithm: 'Ed25519', sign: learner.sign }
    const purpose = {
      update: async (proof: object) => ({ ...proof, proofPurpose: 'authentication', challenge, domain }),
    }
    const signed = await vc.signPresentation({
      presentation,
      suite: theirSuite(signer),
      purpose,
      documentLoader: theirLoader,
    })
    const result = await verifyPresentation(signed, {
      challenge,
      domain,
      holder: learner.did,
      require: ['holder.subject'],
      now,
    })
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
  })
})
