import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { ProofSuite } from './suite.js'

const CONTEXT = 'https://w3id.org/security/suites/ed25519-2020/v1'

/**
 * `Ed25519Signature2020`, which most badges in wallets carry.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020
 */
export const ed25519Signature2020: ProofSuite = {
  name: 'Ed25519Signature2020',
  members: { type: 'Ed25519Signature2020' },
  matches: (proof) => proof.type === 'Ed25519Signature2020',
  keyTypes: suiteKeyTypes.Ed25519Signature2020,
  transformation: 'rdfc',
  contexts: [CONTEXT],
  unsignedMembers: ['jws', 'signatureValue'],
}
