import { defined } from '../../internal/defined.js'
import { DATA_INTEGRITY_1, DATA_INTEGRITY_2 } from '../../internal/proof-contexts.js'
import { importPublicKey } from '../../keys/index.js'
import type { PublicKeyDocument } from '../../types/keys.js'
import type { ProofSuite, VendorSuite, VendorSuiteOptions } from './suite.js'

/** Otherwise the vendor's code would add the second version of its context beside the first. */
export const hasOnlyLegacyContext = (contexts: readonly unknown[]): boolean =>
  contexts.includes(DATA_INTEGRITY_1) && !contexts.includes(DATA_INTEGRITY_2)

/** The parts of the vendor's `cryptosuite` that formats of our own replace. */
export interface CustomCryptosuite {
  createVerifier?(options: { verificationMethod: PublicKeyDocument }): Promise<object>
  createVerifyData?(options: object): Promise<unknown>
  createProofValue?(options: object): Promise<string>
}

/**
 * A `DataIntegrityProof` for which npm has no cryptosuite that could be used: the frame is the vendor's, keys are
 * checked and used by the keys room.
 */
export async function dataIntegritySuite(
  { name, keyTypes }: Pick<ProofSuite, 'name' | 'keyTypes'>,
  { signer, created, contexts }: VendorSuiteOptions,
  custom: CustomCryptosuite = {},
): Promise<VendorSuite> {
  const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity')
  return new DataIntegrityProof({
    cryptosuite: { name, requiredAlgorithm: [...keyTypes], createVerifier, ...custom },
    legacyContext: hasOnlyLegacyContext(contexts),
    ...defined({ signer, date: created }),
  }) as unknown as VendorSuite
}

async function createVerifier({ verificationMethod }: { verificationMethod: PublicKeyDocument }): Promise<object> {
  const { type, verify } = await importPublicKey(verificationMethod)
  return { algorithm: type, verify }
}
