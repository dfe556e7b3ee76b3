import { dataIntegrityContexts } from '../../internal/proof-contexts.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { ProofSuite } from './suite.js'

/**
 * `DataIntegrityProof` with `eddsa-jcs-2022`: canonical JSON, so that verifying needs no JSON-LD.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
 */
export const eddsaJcs2022: ProofSuite = {
  name: 'eddsa-jcs-2022',
  members: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022' },
  matches: (proof) => proof.type === 'DataIntegrityProof' && proof.cryptosuite === 'eddsa-jcs-2022',
  keyTypes: suiteKeyTypes['eddsa-jcs-2022'],
  transformation: 'jcs',
  contexts: dataIntegrityContexts,
  unsignedMembers: [],
}
