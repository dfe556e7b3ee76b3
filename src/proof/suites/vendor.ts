import { defined } from '../../internal/defined.js'
import type { JsonObject } from '../../types/json.js'
import type { SuiteName } from '../../types/proof.js'
import { createBaseProofValue } from '../sd/base.js'
import { ecdsaJcs2019 } from './ecdsa-jcs-2019.js'
import { ecdsaRdfc2019 } from './ecdsa-rdfc-2019.js'
import { ecdsaSd2023 } from './ecdsa-sd-2023.js'
import { eddsaJcs2022 } from './eddsa-jcs-2022.js'
import { type CustomCryptosuite, dataIntegritySuite, hasOnlyLegacyContext } from './frame.js'
import type { VendorSuite, VendorSuiteOptions } from './suite.js'

/**
 * The vendor's suite objects, which sign. They are apart from the formats, so that what verifies does not bring along
 * what signs.
 */
export const vendorSuites: Readonly<Record<SuiteName, (options: VendorSuiteOptions) => Promise<VendorSuite>>> = {
  async 'eddsa-rdfc-2022'({ signer, created, contexts }) {
    const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity')
    const { cryptosuite } = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite')
    return new DataIntegrityProof({
      cryptosuite,
      legacyContext: hasOnlyLegacyContext(contexts),
      ...defined({ signer, date: created }),
    }) as unknown as VendorSuite
  },
  async Ed25519Signature2020({ signer, created }) {
    const { Ed25519Signature2020 } = await import('@digitalbazaar/ed25519-signature-2020')
    return new Ed25519Signature2020({
      ...defined({ signer, date: created }),
    }) as unknown as VendorSuite
  },
  'eddsa-jcs-2022': (options) => dataIntegritySuite(eddsaJcs2022, options),
  'ecdsa-rdfc-2019': (options) => dataIntegritySuite(ecdsaRdfc2019, options),
  'ecdsa-jcs-2019': (options) => dataIntegritySuite(ecdsaJcs2019, options),
  'ecdsa-sd-2023': (options) => dataIntegritySuite(ecdsaSd2023, options, baseProof(options)),
}

/** Several signatures take the place of one. */
function baseProof({ documentLoader, signer, mandatoryPointers = [] }: VendorSuiteOptions): CustomCryptosuite {
  return {
    createVerifyData: async (step) => step,
    createProofValue: (options) => {
      const { document, proof } = options as { readonly document: JsonObject; readonly proof: JsonObject }
      const sign = (data: Uint8Array) => signer.sign({ data })
      return createBaseProofValue({ document, proof, mandatoryPointers, documentLoader, sign })
    },
  }
}
