import { isBaseProofValue } from '../../badge/index.js'
import { disclosedData, verifyDisclosed } from '../sd/disclosed.js'
import { decodeDerivedProofValue, isDerivedProofValue } from '../sd/proof-value.js'
import type { ProofInParts } from './suite.js'

/** How `ecdsa-sd-2023` is verified. Load it when such a proof is met. */
export const sdParts: ProofInParts = {
  checkProofValue(value) {
    if (isBaseProofValue(value)) {
      const detail = 'This is a base proof, which only the learner should have; derive a proof from it to show.'
      return { code: 'ERR_PROOF_IS_BASE', detail }
    }
    if (isDerivedProofValue(value) && decodeDerivedProofValue(String(value)) !== null) return null
    return { code: 'ERR_PROOF_MALFORMED', detail: 'The proof value must be a derived proof in base64url (u…).' }
  },
  async verify({ document, proof, key }, options) {
    const data = await disclosedData(document, proof, options)
    return data !== null && verifyDisclosed(data, key)
  },
}
