import { dataIntegrityContexts } from '../../internal/proof-contexts.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { ProofSuite } from './suite.js'

/**
 * `DataIntegrityProof` with `ecdsa-rdfc-2019`: P-256 with SHA-256, P-384 with SHA-384.
 *
 * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-rdfc-2019
 */
export const ecdsaRdfc2019: ProofSuite = {
  name: 'ecdsa-rdfc-2019',
  members: { type: 'DataIntegrityProof', cryptosuite: 'ecdsa-rdfc-2019' },
  matches: (proof) => proof.type === 'DataIntegrityProof' && proof.cryptosuite === 'ecdsa-rdfc-2019',
  keyTypes: suiteKeyTypes['ecdsa-rdfc-2019'],
  transformation: 'rdfc',
  contexts: dataIntegrityContexts,
  unsignedMembers: [],
}
