import { proofsOf } from '../../badge/index.js'
import type { JsonObject } from '../../types/json.js'
import type { SuiteName } from '../../types/proof.js'
import { ecdsaJcs2019 } from './ecdsa-jcs-2019.js'
import { ecdsaRdfc2019 } from './ecdsa-rdfc-2019.js'
import { ecdsaSd2023 } from './ecdsa-sd-2023.js'
import { ed25519Signature2020 } from './ed25519-signature-2020.js'
import { eddsaJcs2022 } from './eddsa-jcs-2022.js'
import { eddsaRdfc2022 } from './eddsa-rdfc-2022.js'
import type { ProofSuite } from './suite.js'

/** Every proof format that is supported. The first that takes a key is the default for it. */
export const suites: readonly ProofSuite[] = [
  eddsaRdfc2022,
  ed25519Signature2020,
  eddsaJcs2022,
  ecdsaRdfc2019,
  ecdsaJcs2019,
  ecdsaSd2023,
]

/** Names for `signCredential`, the default first. */
export const suiteNames: readonly SuiteName[] = suites.map((suite) => suite.name)

export const suiteOfProof = (proof: JsonObject): ProofSuite | undefined => suites.find((suite) => suite.matches(proof))

/** Whether a proof of the document is over its canonical JSON, which says every digit of a number. */
export const signsJson = (document: JsonObject): boolean =>
  proofsOf(document).some((proof) => suiteOfProof(proof)?.transformation === 'jcs')

export const suiteByName = (name: string): ProofSuite | undefined => suites.find((suite) => suite.name === name)
