import { concatBytes, hexEncode } from '../../internal/bytes.js'
import { createCache } from '../../internal/cache.js'
import { jcs } from '../../internal/jcs.js'
import { asArray } from '../../internal/json.js'
import { keyTypes } from '../../internal/key-types.js'
import { checkOptions, needed } from '../../internal/options.js'
import { sharedCache } from '../../internal/shared-caches.js'
import { isFixed } from '../../loader/index.js'
import {
  canonicalize,
  canonicalizeAtOnce,
  createWorkBudget,
  hashText,
  type RdfOptions,
  type WorkBudget,
} from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { KeyType } from '../../types/keys.js'
import type { DocumentLoader } from '../../types/loader.js'
import { proofConfigurationOf, unsecured, withoutValue } from '../core/secured.js'
import { suiteOfProof } from '../suites/index.js'
import type { ProofSuite } from '../suites/suite.js'

/** Every intermediate of a Data Integrity proof, to compare with another implementation's. */
export interface ProofTrace {
  /** The document without its proofs, except those that `previousProof` names: canonical N-Quads, or canonical JSON. */
  readonly canonicalDocument: string
  /** The proof without `proofValue`; for RDF under the document's contexts. */
  readonly proofConfiguration: JsonObject
  /** The proof configuration as canonical N-Quads, or as canonical JSON. */
  readonly canonicalProof: string
  /** Hex. SHA-256; SHA-384 for a P-384 key. */
  readonly documentHash: string
  /** Hex. SHA-256; SHA-384 for a P-384 key. */
  readonly proofHash: string
  /** What is signed: the hash of the proof configuration, then the hash of the document. */
  readonly signedBytes: Uint8Array
}

/**
 * Works out what a proof of a document signs, whether the proof is made already or not. (`ecdsa-sd-2023` signs parts
 * of the document one by one; its trace shows the whole.)
 *
 * @param document - the credential; proofs in it are left out
 * @param proof - the proof, with or without `proofValue`
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for wrong options, and what canonicalising throws (`ERR_TERM_UNDEFINED`, …)
 * @see https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-rdfc-2022
 *
 * @example
 * import { traceProof } from 'badgewright'
 * import { createDocumentLoader } from 'badgewright/contexts'
 *
 * const credential = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] }
 * const proof = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' }
 * const trace = await traceProof(credential, proof, { documentLoader: createDocumentLoader() })
 * console.log(trace.documentHash, trace.proofHash)
 */
export async function traceProof(
  document: JsonObject,
  proof: JsonObject,
  options: {
    readonly documentLoader: DocumentLoader
    /** The type of the key, which decides on the hash. Default: any that goes with SHA-256. */
    readonly keyType?: KeyType
  },
): Promise<ProofTrace> {
  checkOptions(options, traceRules)
  const { documentLoader, keyType } = options
  const form: CanonicalForm = { transformation: suiteOfProof(proof)?.transformation ?? 'rdfc', keyType }
  const forms = documentForms(document, documentLoader)
  const { canonical, hash } = await forms.secured(proof, form)
  const of = await forms.proof(proof, form)
  return {
    canonicalDocument: canonical,
    proofConfiguration: of.configuration,
    canonicalProof: of.canonical,
    documentHash: hexEncode(hash),
    proofHash: hexEncode(of.hash),
    signedBytes: concatBytes(of.hash, hash),
  }
}

const traceRules = { documentLoader: needed('function'), keyType: keyTypes } as const

/** How a document becomes bytes for one suite and key. */
export interface CanonicalForm {
  readonly transformation: ProofSuite['transformation']
  readonly keyType?: KeyType | undefined
}

/** A text and its hash. */
interface Hashed {
  readonly canonical: string
  readonly hash: Uint8Array
}

/** At once where nothing has to be waited for, such as a context. */
type MaybePromise<T> = T | Promise<T>

/** What the proofs of one document secure; what several of them secure alike is worked out once. */
export interface DocumentForms {
  /** What a proof secures: the document without its proofs, except those that the proof names as `previousProof`. */
  secured(proof: JsonObject, form: CanonicalForm): MaybePromise<Hashed>
  /** The proof itself, without its value. */
  proof(proof: JsonObject, form: CanonicalForm): MaybePromise<HashedProof>
  /** What is signed: the hash of the proof configuration, then that of the document. */
  signedBytes(proof: JsonObject, form: CanonicalForm): MaybePromise<Uint8Array>
}

interface HashedProof extends Hashed {
  readonly configuration: JsonObject
}

export interface FormsOptions {
  /** Replaces `canonicalize` for the document. */
  readonly canonicalRdf?: (document: JsonObject, options: RdfOptions) => Promise<string>
  readonly budget?: WorkBudget
}

export function documentForms(
  document: JsonObject,
  documentLoader: DocumentLoader,
  { canonicalRdf = canonicalize, budget = createWorkBudget() }: FormsOptions = {},
): DocumentForms {
  const known = new Map<string, MaybePromise<Hashed>>()

  function make(proof: JsonObject, { transformation, keyType }: CanonicalForm): MaybePromise<Hashed> {
    const hash = hashName(keyType)
    const secured = unsecured(document, proof)
    if (transformation === 'rdfc') return hashedRdf(secured, { documentLoader, hash, budget }, canonicalRdf)
    // vc-di-eddsa §3.3.2 step 4.2; that the document's contexts begin with these was checked.
    const context = proof['@context'] ?? secured['@context']
    return hashed(hash, jcs(context === undefined ? secured : { ...secured, '@context': context }))
  }
  const forms: DocumentForms = {
    secured(proof, form) {
      const { transformation, keyType } = form
      const { previousProof, '@context': own } = proof
      const context = transformation === 'jcs' ? own : undefined
      const kind = `${transformation} ${hashName(keyType)}`
      const isCommon = previousProof === undefined && context === undefined
      const name = isCommon ? kind : JSON.stringify({ kind, previousProof, context })
      let made = known.get(name)
      if (made === undefined) {
        made = settled(() => make(proof, form))
        known.set(name, made)
      }
      return made
    },
    proof(proof, { transformation, keyType }) {
      const hash = hashName(keyType)
      if (transformation === 'jcs') {
        const configuration = withoutValue(proof)
        return { configuration, ...hashed(hash, jcs(configuration)) }
      }
      const configuration = proofConfigurationOf(document, proof)
      const text = isRepeatable(configuration, documentLoader) ? `${hash} ${JSON.stringify(configuration)}` : undefined
      const known = text === undefined ? undefined : alike().get(text)
      if (known !== undefined) return { configuration, ...known }
      return withConfiguration(configuration, hashedRdf(configuration, { documentLoader, hash, budget }), text)
    },
    signedBytes(proof, form) {
      const secured = forms.secured(proof, form)
      if (secured instanceof Promise) return bothHashes(secured, () => forms.proof(proof, form))
      const of = forms.proof(proof, form)
      return of instanceof Promise ? bothHashes(secured, () => of) : concatBytes(of.hash, secured.hash)
    },
  }
  return forms
}

async function bothHashes(secured: MaybePromise<Hashed>, proof: () => MaybePromise<Hashed>): Promise<Uint8Array> {
  const { hash } = await secured
  return concatBytes((await proof()).hash, hash)
}

/** What is thrown at once is thrown to everybody who asks, like what is thrown later. */
function settled<T>(make: () => MaybePromise<T>): MaybePromise<T> {
  try {
    return make()
  } catch (error) {
    return Promise.reject(error)
  }
}

function hashedRdf(
  document: JsonObject,
  options: RdfOptions & { readonly hash: HashName },
  canonicalRdf = canonicalize,
): MaybePromise<Hashed> {
  const canonical = canonicalizeAtOnce(document, options)
  if (typeof canonical === 'string') return hashed(options.hash, canonical)
  return canonicalRdf(document, { ...options, isUncovered: canonical === null }).then((text) =>
    hashed(options.hash, text),
  )
}

/** Remembers the form of a proof by its text, if it has one that says everything. */
function withConfiguration(
  configuration: JsonObject,
  made: MaybePromise<Hashed>,
  text: string | undefined,
): MaybePromise<HashedProof> {
  if (made instanceof Promise) return made.then((done) => withConfiguration(configuration, done, text))
  if (text !== undefined) alike().set(text, made)
  return { configuration, ...made }
}

/** Whether its JSON text says all about a configuration: it has none of the numbers that JSON writes in one way only. */
const isRepeatable = ({ '@context': contexts, ...members }: JsonObject, load: DocumentLoader): boolean =>
  isFixed(asArray(contexts), load) && Object.values(members).every((member) => typeof member === 'string')

/** Proof configurations under bundled contexts, by their text. */
const alike = sharedCache('proofConfigurations', createCache<Hashed>)

type HashName = 'SHA-256' | 'SHA-384'

const hashed = (name: HashName, canonical: string): Hashed => ({
  canonical,
  hash: hashText(name, canonical),
})

/** vc-di-ecdsa §3: the size of the key decides, for RDFC-1.0 too. */
export const hashName = (keyType: KeyType | undefined): HashName => (keyType === 'P-384' ? 'SHA-384' : 'SHA-256')
