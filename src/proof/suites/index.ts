import { proofsOf } from '../../badge/index.js'
import { suiteNames } from '../../internal/suite-names.js'
import type { JsonObject } from '../../types/json.js'
import type { SuiteName } from '../../types/proof.js'
import { ecdsaJcs2019 } from './ecdsa-jcs-2019.js'
import { ecdsaRdfc2019 } from './ecdsa-rdfc-2019.js'
import { ecdsaSd2023 } from './ecdsa-sd-2023.js'
import { ed25519Signature2020 } from './ed25519-signature-2020.js'
import { eddsaJcs2022 } from './eddsa-jcs-2022.js'
import { eddsaRdfc2022 } from './eddsa-rdfc-2022.js'
import type { ProofSuite } from './suite.js'

export { suiteNames } from '../../internal/suite-names.js'

const byName: Readonly<Record<SuiteName, ProofSuite>> = {
  'eddsa-rdfc-2022': eddsaRdfc2022,
  Ed25519Signature2020: ed25519Signature2020,
  'eddsa-jcs-2022': eddsaJcs2022,
  'ecdsa-rdfc-2019': ecdsaRdfc2019,
  'ecdsa-jcs-2019': ecdsaJcs2019,
  'ecdsa-sd-2023': ecdsaSd2023,
}

/** Every proof format that is supported. The first that takes a key is the default for it. */
export const suites: readonly ProofSuite[] = suiteNames.map((name) => byName[name])

export const suiteOfProof = (proof: JsonObject): ProofSuite | undefined => suites.find((suite) => suite.matches(proof))

/** Whether a proof of the document is over its canonical JSON, which says every digit of a number. */
export const signsJson = (document: JsonObject): boolean =>
  proofsOf(document).some((proof) => suiteOfProof(proof)?.transformation === 'jcs')

/** Whether every proof of the document is over its canonical JSON, so that nothing in it can be said in another way. */
export const signsTextOnly = (document: JsonObject): boolean => {
  const proofs = proofsOf(document)
  return proofs.length > 0 && proofs.every((proof) => suiteOfProof(proof)?.transformation === 'jcs')
}

export const suiteByName = (name: string): ProofSuite | undefined => suites.find((suite) => suite.name === name)
