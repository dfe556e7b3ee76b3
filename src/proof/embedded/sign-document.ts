import { proofsOf, writeOneProofPlain } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { assertCreated } from '../../internal/created.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { multibaseEncode } from '../../internal/encoding.js'
import { asArray, copyJson, deepFreeze, isJsonObject } from '../../internal/json.js'
import { assertExactIntegers, hasOnlyPlainNumbers, roundedNumbers } from '../../internal/numbers.js'
import { signRules } from '../../internal/option-tables.js'
import { checkOptions } from '../../internal/options.js'
import { contextAdded } from '../../internal/proof-contexts.js'
import { formatDateTime, instantOf, isRfc3339 } from '../../internal/time.js'
import { isUri } from '../../internal/url.js'
import { loaderFor } from '../../loader/index.js'
import { canonicalize, findUndefinedTerms, type RdfOptions } from '../../rdf/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { SignOptions } from '../../types/proof.js'
import { unsecured } from '../core/secured.js'
import { mandatoryPointersOf } from '../sd/mandatory.js'
import { suiteByName, suiteNames, suiteOfProof, suites } from '../suites/index.js'
import { type ProofSuite, signatureBytes, type VendorSigner, type VendorSuite } from '../suites/suite.js'
import { vendorSuites } from '../suites/vendor.js'
import { assertFits } from './check-signature.js'
import { assertNotRenamed } from './sign-model.js'
import { documentForms } from './trace.js'

/** What is different for the kinds of documents that are signed. */
export interface DocumentSigning {
  /** For messages. */
  readonly what: string
  /** Throws for a document or key that must not be signed or sign here. */
  check(document: JsonObject, key: Signer, method: string, options: SignOptions): void
  /** What the proof is for. */
  readonly purpose: 'assertionMethod' | 'authentication'
  /** Whether the vendor's library would certainly sign the document; then it need not be asked. */
  isPlain(document: JsonObject): boolean
  /** Throws for a document that breaks its data model; asked last, when what is wrong has no better name. */
  readonly checkModel?: (document: JsonObject, options: SignOptions, input: object) => void | Promise<void>
  /** Lets the vendor's library append a proof to the document. */
  addProof(
    document: JsonObject,
    suite: VendorSuite,
    options: { documentLoader: DocumentLoader; now: Date },
  ): Promise<void>
}

/** Signs a copy of a document with every suite that is asked for; what it gives is frozen. */
export async function signDocument(
  input: object,
  key: Signer,
  options: SignOptions,
  signing: DocumentSigning,
): Promise<JsonObject> {
  assertSigner(key)
  checkOptions(options, signRules)
  const now = time('now', options.now ?? new Date())
  const chosen = chooseSuites(options, key)
  if (options.mandatoryPointers !== undefined && !chosen.some(({ name }) => name === 'ecdsa-sd-2023')) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`mandatoryPointers` are for the suite `ecdsa-sd-2023` alone.')
  }
  const method = methodName(options, key)
  const document = signable(input, chosen, options)
  signing.check(document, key, method, options)
  const documentLoader = loaderFor(options)
  const created = time('created', options.created ?? now)
  assertCreated(created, now)
  const terms = proofTerms(options, chosen, document, now)
  const secured = unsecured(document, terms)
  const forms = documentForms(document, documentLoader, { canonicalRdf: canonicalOrExplain })
  // Canonical JSON is signed only when RDF would be too: a receiver may process either.
  await forms.secured(terms, { transformation: 'rdfc', keyType: key.type })
  if (options.dangerouslySkipModelCheck !== true) {
    const all = [...proofsOf(document).map(suiteOfProof), ...chosen]
    const signed = all.every((suite) => suite?.transformation === 'jcs') ? 'text' : 'statements'
    await assertNotRenamed(document, { documentLoader, signed })
    await signing.checkModel?.(document, options, input)
  }
  const signer = checkedSigner(key, method)
  for (const suite of chosen) {
    const { transformation } = suite
    const form = { transformation, keyType: key.type }
    // vc-di-eddsa §3.3.1 step 2: over JSON, the proof itself says under which contexts it was made.
    const first = transformation === 'rdfc' ? terms : { '@context': contextsOf(document), ...terms }
    if (suite.inParts === undefined && signing.isPlain(document)) {
      const { purpose: proofPurpose } = signing
      const made = { created: formatDateTime(created), verificationMethod: method }
      const { type, cryptosuite } = suite.members
      const proof = { ...first, type, ...made, ...defined({ cryptosuite }), proofPurpose }
      const data = await forms.signedBytes(proof, form)
      const proofValue = multibaseEncode(await signer.sign({ data }))
      document.proof = [...asArray(document.proof), { ...proof, proofValue }] as JsonValue[]
      continue
    }
    const vendor = await vendorSuites[suite.name]({
      signer,
      created,
      contexts: contextsOf(document),
      documentLoader,
      mandatoryPointers: mandatoryPointersOf(secured, options.mandatoryPointers),
    })
    vendor.proof = first
    vendor.createVerifyData = async ({ proof }) => forms.signedBytes(proof, form)
    try {
      await signing.addProof(document, vendor, { documentLoader, now })
    } catch (cause) {
      throw isBadgeError(cause) ? cause : notSignable(signing, cause)
    }
  }
  writeOneProofPlain(document)
  return deepFreeze(document)
}

const contextsOf = (document: JsonObject): JsonValue[] => [...asArray(document['@context'])] as JsonValue[]

function chooseSuites(options: SignOptions, key: Signer): readonly ProofSuite[] {
  const { suite = suites.find(({ keyTypes }) => keyTypes.includes(key.type))?.name ?? 'eddsa-rdfc-2022' } = options
  const names = [...new Set(asArray(suite))]
  if (names.length === 0) throw new BadgeError('ERR_ARGUMENT_INVALID', '`suite` must name at least one proof format.')
  return names.map((name) => {
    const found = suiteByName(name)
    if (found === undefined) {
      throw new BadgeError('ERR_SUITE_UNSUPPORTED', `${name} is not supported; use ${suiteNames.join(' or ')}.`)
    }
    if (!found.keyTypes.includes(key.type)) {
      const jwtOnly = key.type === 'RSA' ? ' RSA keys make JWTs: use signCredentialAsJwt.' : ''
      throw new BadgeError(
        'ERR_SUITE_UNSUPPORTED',
        `${name} needs a key of type ${found.keyTypes.join(' or ')}; this is ${key.type}.${jwtOnly}`,
      )
    }
    return found
  })
}

export function methodName({ verificationMethod }: Pick<SignOptions, 'verificationMethod'>, key: Signer): string {
  const method = verificationMethod ?? key.id
  if (typeof method !== 'string' || !isUri(method)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The verification method must be a DID URL or another absolute URL.')
  }
  return method
}

/** A copy to work on, since the vendor's code changes what it is given, with the contexts that the proofs need. */
function signable(input: object, chosen: readonly ProofSuite[], options: SignOptions): JsonObject {
  const document = copyJson(input)
  if (!isJsonObject(document)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'What is signed is a JSON object.')
  const signed = document.proof !== undefined
  if (signed && options.addToProofs !== true && options.previousProof === undefined) {
    throw alreadySigned('sign the document without it, naming all suites at once for a set, or set `addToProofs`')
  }
  if (proofsOf(document).length + chosen.length > documentLimits.proofs) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A document may have at most ${documentLimits.proofs} proofs.`)
  }
  const contexts = contextsOf(document)
  for (const { contexts: oneOf } of chosen) {
    const added = contextAdded(contexts, oneOf)
    if (added === undefined) continue
    if (signed) throw alreadySigned(`this format needs the context ${added}, and adding it would break that proof`)
    contexts.push(added)
  }
  document['@context'] = contexts
  if (hasOnlyPlainNumbers(document)) return document
  assertExactIntegers(document)
  // A proof that is there was made over these numbers.
  return signed || chosen.every(({ transformation }) => transformation === 'jcs')
    ? document
    : roundedNumbers<JsonObject>(document).value
}

const alreadySigned = (advice: string): BadgeError =>
  new BadgeError('ERR_SIGN_ALREADY_SIGNED', `The document already has a proof; ${advice}.`, { pointer: '/proof' })

/** The members of the proof that the caller decides on. */
function proofTerms(options: SignOptions, chosen: readonly ProofSuite[], document: JsonObject, from: Date): JsonObject {
  const { expires, domain, challenge, proofId, previousProof } = options
  if (proofId !== undefined && (chosen.length > 1 || !isUri(proofId))) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`proofId` must be a URL, and names one proof only.')
  }
  const end = expires === undefined ? undefined : time('expires', expires)
  if (end !== undefined && end <= from) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`expires` must be later than `created`, and not in the past.', {
      pointer: '/proof/expires',
    })
  }
  const earlier = asArray(previousProof)
  const known = proofsOf(document).map(({ id }) => id)
  if ([proofId, ...known].some((id, i, all) => id !== undefined && all.indexOf(id) !== i)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'Two proofs would have the same `id`.')
  }
  if (!earlier.every((id) => known.includes(id))) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      '`previousProof` must name proofs that the document has, by their `id`.',
    )
  }
  if (earlier.length > 0 && chosen.some(({ name }) => name === 'ecdsa-sd-2023')) {
    throw new BadgeError(
      'ERR_SUITE_UNSUPPORTED',
      'A base proof cannot cover other proofs: the learner leaves them out.',
    )
  }
  return {
    ...defined({ id: proofId, expires: end && formatDateTime(end), domain, challenge }),
    ...(typeof previousProof === 'string' ? { previousProof } : {}),
    ...(Array.isArray(previousProof) ? { previousProof: [...earlier] } : {}),
  }
}

export async function canonicalOrExplain(document: JsonObject, options: RdfOptions): Promise<string> {
  try {
    return await canonicalize(document, options)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_TERM_UNDEFINED')) throw error
    const { budget: _, ...others } = options
    const terms = await findUndefinedTerms(document, others)
    const problems = terms.map(({ pointer, term, kind }) => ({
      code: 'ERR_TERM_UNDEFINED',
      pointer,
      detail: `The ${kind} "${term}" is defined by no context of the document.`,
    }))
    const [first] = problems
    if (first === undefined) throw error
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    throw new BadgeError(
      'ERR_TERM_UNDEFINED',
      `${first.detail.slice(0, -1)}, so that the signature would not cover it${more}; add a context or leave it out.`,
      { cause: error, pointer: first.pointer, problems },
    )
  }
}

export function time(name: string, value: unknown): Date {
  const date = instantOf(value)
  if (date === null || !isRfc3339(formatDateTime(date)) || (typeof value === 'string' && !isRfc3339(value))) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` must be a Date or an RFC 3339 time with a zone.`, {
      pointer: `/proof/${name}`,
    })
  }
  return date
}

function checkedSigner(key: Signer, id: string): VendorSigner {
  const bytes = key.type === 'RSA' ? 0 : signatureBytes[key.type]
  return {
    id,
    algorithm: key.type,
    async sign({ data }) {
      let signature: unknown
      try {
        signature = await key.sign({ data })
      } catch (cause) {
        throw isBadgeError(cause) ? cause : new BadgeError('ERR_SIGN_FAILED', 'The signer failed.', { cause })
      }
      if (!(signature instanceof Uint8Array) || signature.length !== bytes) {
        throw new BadgeError('ERR_SIGN_FAILED', `The signer did not return ${bytes} bytes.`)
      }
      await assertFits(key, data, signature)
      return signature
    },
  }
}

const notSignable = ({ what }: DocumentSigning, cause: unknown): BadgeError =>
  new BadgeError('ERR_MODEL_INVALID', `The document is not a ${what}; hold it against the data model.`, { cause })
