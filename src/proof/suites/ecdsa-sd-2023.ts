import { isBaseProofValue } from '../../badge/index.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import { importPublicKey } from '../../keys/index.js'
import type { JsonObject } from '../../types/json.js'
import type { PublicKeyDocument } from '../../types/keys.js'
import { createBaseProofValue } from '../sd/base.js'
import { type DisclosedData, disclosedData, verifyDisclosed } from '../sd/disclosed.js'
import { decodeDerivedProofValue, isDerivedProofValue } from '../sd/proof-value.js'
import { type CustomCryptosuite, dataIntegrityContexts, dataIntegritySuite } from './data-integrity.js'
import type { ProofSuite, VendorSuiteOptions } from './suite.js'

interface ProofStep {
  readonly document: JsonObject
  readonly proof: JsonObject
}

/**
 * `DataIntegrityProof` with `ecdsa-sd-2023`: the issuer makes a base proof, from which the learner derives proofs for
 * chosen parts (`deriveCredential`). Only a derived proof is verified.
 *
 * The package of the same name serves as the second implementation in the tests. It is not used here, because it
 * selects in a compacted copy, where nothing within a list of one can be named, and canonicalises without limits.
 *
 * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023
 */
export const ecdsaSd2023: ProofSuite = {
  name: 'ecdsa-sd-2023',
  members: { type: 'DataIntegrityProof', cryptosuite: 'ecdsa-sd-2023' },
  matches: (proof) => proof.type === 'DataIntegrityProof' && proof.cryptosuite === 'ecdsa-sd-2023',
  keyTypes: suiteKeyTypes['ecdsa-sd-2023'],
  transformation: 'rdfc',
  contexts: dataIntegrityContexts,
  unsignedMembers: [],
  checkProofValue(value) {
    if (isBaseProofValue(value)) {
      const detail = 'This is a base proof, which only the learner should have; derive a proof from it to show.'
      return { code: 'ERR_PROOF_IS_BASE', detail }
    }
    if (isDerivedProofValue(value) && decodeDerivedProofValue(String(value)) !== null) return null
    return { code: 'ERR_PROOF_MALFORMED', detail: 'The proof value must be a derived proof in base64url (u…).' }
  },
  vendorSuite: (options) => dataIntegritySuite(ecdsaSd2023, options, cryptosuite(options)),
}

function cryptosuite({
  documentLoader,
  budget,
  signer,
  mandatoryPointers = [],
}: VendorSuiteOptions): CustomCryptosuite {
  if (signer !== undefined) {
    return {
      createVerifyData: async (step) => step,
      createProofValue: (options) => {
        const { document, proof } = options as ProofStep
        return createBaseProofValue({
          document,
          proof,
          mandatoryPointers,
          documentLoader,
          sign: (data) => signer.sign({ data }),
        })
      },
    }
  }
  return {
    createVerifyData: (step) => {
      const { document, proof } = step as ProofStep
      return disclosedData(document, proof, { documentLoader, ...(budget && { budget }) })
    },
    createVerifier: async ({ verificationMethod }: { verificationMethod: PublicKeyDocument }) => {
      const key = await importPublicKey(verificationMethod)
      return {
        algorithm: key.type,
        verify: async ({ data }: { data: DisclosedData | null }) => data !== null && verifyDisclosed(data, key),
      }
    },
  }
}
