import { dataIntegrityContexts } from '../../internal/proof-contexts.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { ProofSuite } from './suite.js'

/** `eddsa-2022` is the earlier name of the same algorithm (Open Badges drafts of 2023): read, never issued. */
const CRYPTOSUITES: readonly unknown[] = ['eddsa-rdfc-2022', 'eddsa-2022']

/**
 * `DataIntegrityProof` with `eddsa-rdfc-2022`.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022
 */
export const eddsaRdfc2022: ProofSuite = {
  name: 'eddsa-rdfc-2022',
  members: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' },
  matches: (proof) => proof.type === 'DataIntegrityProof' && CRYPTOSUITES.includes(proof.cryptosuite),
  keyTypes: suiteKeyTypes['eddsa-rdfc-2022'],
  transformation: 'rdfc',
  contexts: dataIntegrityContexts,
  unsignedMembers: [],
}
