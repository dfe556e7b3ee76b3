import { dataIntegrityContexts } from '../../internal/proof-contexts.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { ProofSuite } from './suite.js'

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
  inParts: async () => (await import('./sd-parts.js')).sdParts,
}
