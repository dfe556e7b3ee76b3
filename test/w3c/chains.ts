import { addProof, signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import type { Operation } from './patch.js'

const FIRST = 'urn:uuid:8f5c2f2e-6a0d-4a51-9a3b-1d8f6b1c7e10'
const SECOND = 'urn:uuid:0c1b6a52-0a2f-4a3e-9d38-52a7c1f0d2aa'

/** A credential with a chain: the issuer's proof, and one after it by the same party or by another. */
export async function chained(
  credential: JsonObject,
  issuer: KeyPair,
  second: KeyPair,
  now: Date,
): Promise<JsonObject> {
  const first = await signCredential(credential, issuer, { proofId: FIRST, now })
  const chain = await addProof(first, second, { previousProof: FIRST, proofId: SECOND, now })
  return structuredClone(chain) as unknown as JsonObject
}

/** What is done to a chain, and the code that must be among the problems; the first two are sound. */
export const chainCases: readonly {
  readonly name: string
  readonly patch: readonly Operation[]
  readonly code?: string
}[] = [
  { name: 'as it is', patch: [] },
  { name: 'the second proof alone is taken away', patch: [{ op: 'remove', path: '/proof/1' }] },
  { name: 'the first is taken away', code: 'ERR_PROOF_MALFORMED', patch: [{ op: 'remove', path: '/proof/0' }] },
  {
    name: 'the first is altered',
    code: 'ERR_PROOF_INVALID',
    patch: [{ op: 'replace', path: '/proof/0/created', value: '2025-06-01T00:00:00Z' }],
  },
  {
    name: 'the value of the first is another',
    code: 'ERR_PROOF_MALFORMED',
    patch: [{ op: 'replace', path: '/proof/0/proofValue', value: 'z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh' }],
  },
  {
    name: 'the second names no proof of the document',
    code: 'ERR_PROOF_MALFORMED',
    patch: [{ op: 'replace', path: '/proof/1/previousProof', value: 'urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544' }],
  },
  {
    name: 'the second names a list with one that is not there',
    code: 'ERR_PROOF_MALFORMED',
    patch: [
      {
        op: 'replace',
        path: '/proof/1/previousProof',
        value: [FIRST, 'urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544'],
      },
    ],
  },
  {
    name: 'the second names itself',
    code: 'ERR_PROOF_MALFORMED',
    patch: [{ op: 'replace', path: '/proof/1/previousProof', value: SECOND }],
  },
  {
    name: 'the two name each other',
    code: 'ERR_PROOF_MALFORMED',
    patch: [{ op: 'add', path: '/proof/0/previousProof', value: SECOND }],
  },
  {
    name: 'both have one name',
    code: 'ERR_PROOF_MALFORMED',
    patch: [{ op: 'replace', path: '/proof/1/id', value: FIRST }],
  },
  {
    name: 'the second names a number',
    code: 'ERR_PROOF_MALFORMED',
    patch: [{ op: 'replace', path: '/proof/1/previousProof', value: 4 }],
  },
  {
    name: 'the second follows nothing',
    code: 'ERR_PROOF_INVALID',
    patch: [{ op: 'remove', path: '/proof/1/previousProof' }],
  },
]
