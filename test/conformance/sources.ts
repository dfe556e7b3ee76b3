import type { Source } from './case.js'
import { ecdsaSuite, ecdsaVectors, eddsaVectors } from './sources/data-integrity.js'
import { bitstringTemplate, dataModel1, learncard, vcdm1Suite, vcdm2Suite } from './sources/data-models.js'
import { canonicalJson, canonicalRdf, didKeys, jsonLd, pictures, pngSuite } from './sources/forms.js'
import { officialValidator, specification } from './sources/one-edtech.js'
import { schemas } from './sources/schemas.js'
import { digitalCredentials, joseCose, learnerCredentialWallet } from './sources/signed-elsewhere.js'

/** A folder that holds no verdict. */
const without = (name: string, reason: string): Source => ({ name, cases: () => [], without: reason })

/** Every folder of the vectors, and the schemas, which are held against all of them. */
export const sources: readonly Source[] = [
  specification,
  officialValidator,
  eddsaVectors,
  ecdsaVectors,
  ecdsaSuite,
  vcdm2Suite,
  vcdm1Suite,
  dataModel1,
  joseCose,
  without('w3c-vc-bitstring-status-list', 'contexts only'),
  bitstringTemplate,
  digitalCredentials,
  learncard,
  learnerCredentialWallet,
  schemas,
  without('waltid', 'the schemas that the row above uses'),
  didKeys,
  canonicalRdf,
  jsonLd,
  canonicalJson,
  pngSuite,
  pictures('luisgf-openbadgeslib'),
  pictures('openbadges-validator-core'),
  pictures('mozilla-openbadges-validator'),
]
