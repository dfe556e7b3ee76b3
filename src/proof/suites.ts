import type { JsonObject } from '../types/json.js'
import type { SuiteName } from '../types/proof.js'
import { ed25519Signature2020 } from './ed25519-signature-2020.js'
import { eddsaRdfc2022 } from './eddsa-rdfc-2022.js'
import type { ProofSuite } from './suite.js'

/** Every proof format that is supported. */
export const suites: readonly ProofSuite[] = [eddsaRdfc2022, ed25519Signature2020]

/** Names for `signCredential`, the default first. */
export const suiteNames: readonly SuiteName[] = suites.map((suite) => suite.name)

export const suiteOfProof = (proof: JsonObject): ProofSuite | undefined => suites.find((suite) => suite.matches(proof))

export const suiteByName = (name: string): ProofSuite | undefined => suites.find((suite) => suite.name === name)
