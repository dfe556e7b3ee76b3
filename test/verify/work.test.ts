import { describe, expect, test } from 'vitest'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential } from '../../src/proof/index.js'
import { canonicalize, createWorkBudget } from '../../src/rdf/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const key = await testKey()
const badge = sampleBadge(key.did)
const now = '2026-02-03T04:05:06Z'
const documentLoader = createDocumentLoader()
const contexts = badge['@context'] as string[]
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/** Seconds; a hang guard, no measurement. */
const GUARD = 60_000

/** Blank nodes that are all linked with each other, so that nothing tells them apart. */
const alike = (count: number): JsonObject[] =>
  many(count, (i) => ({
    id: `_:n${i}`,
    type: ['Evidence'],
    linked: many(count, (j) => `_:n${j}`).filter((_, j) => j !== i),
  }))
const linking = [...contexts, { linked: { '@id': 'https://x.example/linked', '@type': '@id' } }]
const clique = (count: number): JsonObject => ({
  '@context': linking,
  id: 'urn:x:clique',
  type: ['VerifiableCredential'],
  evidence: alike(count),
})
const codesOf = (result: { problems: readonly { code: string }[] }) => new Set(result.problems.map(({ code }) => code))

describe('one verification has one budget of work', () => {
  test(
    'documents share it: what the first takes, the second cannot',
    async () => {
      const budget = createWorkBudget()
      const options = { documentLoader, budget }
      expect(await codeOf(() => canonicalize(clique(4), options))).toBe('no error')
      const left = { ...budget }
      expect(left.permutations).toBeLessThan(createWorkBudget().permutations)
      expect(await codeOf(() => canonicalize(clique(9), options))).toBe('ERR_RDF_LIMIT')
      expect(await codeOf(() => canonicalize(clique(4), options))).toBe('ERR_RDF_LIMIT')
      expect(await codeOf(() => canonicalize(clique(4), { documentLoader }))).toBe('no error')
      expect(await codeOf(() => canonicalize(badge, options))).toBe('no error')
    },
    GUARD,
  )

  test(
    'contexts within the document, where only the reference can tell',
    async () => {
      const evidence = many(2500, (i) => ({
        '@context': contexts,
        id: `urn:x:${i}`,
        type: ['Evidence'],
        '@included': [],
      }))
      expect(await codeOf(() => canonicalize({ ...badge, evidence }, { documentLoader }))).toBe('ERR_RDF_LIMIT')
      const { verified } = await verifyCredential({ ...badge, evidence, proof: [] }, { now })
      expect(verified).toBe(false)
    },
    GUARD,
  )

  test(
    'and as long as the quick way covers them, any number',
    async () => {
      const evidence = many(2500, (i) => ({ '@context': contexts, id: `urn:x:${i}`, type: ['Evidence'] }))
      const signed = await signCredential({ ...badge, evidence }, key, { now })
      expect((await verifyCredential(signed, { now })).verified).toBe(true)
    },
    GUARD,
  )

  test(
    'sixteen proofs that each cover another part',
    async () => {
      const proof = many(16, (i) => ({
        id: `urn:proof:${i}`,
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        verificationMethod: key.id,
        proofPurpose: 'assertionMethod',
        ...(i === 0 ? {} : { previousProof: `urn:proof:${i - 1}` }),
        proofValue: `z${'2'.repeat(87)}`,
      }))
      const result = await verifyCredential({ ...badge, '@context': linking, evidence: alike(8), proof }, { now })
      expect(result.verified).toBe(false)
      expect(codesOf(result)).toContain('ERR_RDF_LIMIT')
    },
    GUARD,
  )

  test(
    'endorsements share it with the badge',
    async () => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
      const endorsementJwt = many(32, (i) => {
        const credential = {
          ...clique(9),
          id: `urn:x:${i}`,
          type: ['VerifiableCredential', 'EndorsementCredential'],
          issuer: key.did,
          credentialSubject: { id: 'urn:x:subject', type: ['EndorsementSubject'] },
        }
        const header = { alg: 'EdDSA', kid: key.id, typ: 'vc+jwt' }
        return `${part(header)}.${part(credential)}.${Buffer.alloc(64).toString('base64url')}`
      })
      const signed = await signCredential({ ...badge, endorsementJwt }, key, { now })
      const result = await verifyCredential(signed, { now })
      expect(result.verified).toBe(true)
      const nested = result.checks.find(({ id }) => id === 'endorsement.each')?.nested ?? []
      expect(nested).toHaveLength(32)
      for (const { result } of nested) expect(codesOf(result)).toContain('ERR_RDF_LIMIT')
    },
    GUARD,
  )
})
