import type { ProofSuite, VendorSuite } from './suite.js'

const VCDM_2 = 'https://www.w3.org/ns/credentials/v2'
const DATA_INTEGRITY_1 = 'https://w3id.org/security/data-integrity/v1'
const DATA_INTEGRITY_2 = 'https://w3id.org/security/data-integrity/v2'

/** `eddsa-2022` is the earlier name of the same algorithm (Open Badges drafts of 2023): read, never issued. */
const CRYPTOSUITES: readonly unknown[] = ['eddsa-rdfc-2022', 'eddsa-2022']

/**
 * `DataIntegrityProof` with `eddsa-rdfc-2022`.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022
 */
export const eddsaRdfc2022: ProofSuite = {
  name: 'eddsa-rdfc-2022',
  matches: (proof) => proof.type === 'DataIntegrityProof' && CRYPTOSUITES.includes(proof.cryptosuite),
  keyTypes: ['Ed25519'],
  signatureBytes: 64,
  contexts: [VCDM_2, DATA_INTEGRITY_1, DATA_INTEGRITY_2],
  unsignedMembers: [],
  async vendorSuite({ signer, created, proof, contexts }) {
    const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity')
    const { cryptosuite } = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite')
    return new DataIntegrityProof({
      cryptosuite: { ...cryptosuite, name: proof?.cryptosuite ?? cryptosuite.name },
      // Otherwise the vendor's code would add the second version beside the first.
      legacyContext: contexts.includes(DATA_INTEGRITY_1) && !contexts.includes(DATA_INTEGRITY_2),
      ...(signer === undefined ? {} : { signer }),
      ...(created === undefined ? {} : { date: created }),
    }) as unknown as VendorSuite
  },
}
