import { dataIntegrityContexts } from '../../internal/proof-contexts.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { ProofSuite } from './suite.js'

/**
 * `DataIntegrityProof` with `ecdsa-jcs-2019`: canonical JSON; P-256 with SHA-256, P-384 with SHA-384.
 *
 * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019
 */
export const ecdsaJcs2019: ProofSuite = {
  name: 'ecdsa-jcs-2019',
  members: { type: 'DataIntegrityProof', cryptosuite: 'ecdsa-jcs-2019' },
  matches: (proof) => proof.type === 'DataIntegrityProof' && proof.cryptosuite === 'ecdsa-jcs-2019',
  keyTypes: suiteKeyTypes['ecdsa-jcs-2019'],
  transformation: 'jcs',
  contexts: dataIntegrityContexts,
  unsignedMembers: [],
}
