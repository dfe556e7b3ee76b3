import { looksLikeJws } from '../../badge/index.js'
import { isEnvelope, isOpenBadge1, isOpenBadge2 } from '../../badge/kinds/index.js'
import { isPlainBadge } from '../../badge/plain/index.js'
import { type FoundBadge, openBadge1, readBadge, sourceOf } from '../../container/read/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { later } from '../../internal/later.js'
import { assertExactIntegers, hasOnlyPlainNumbers } from '../../internal/numbers.js'
import { problem } from '../../internal/problems.js'
import type { CompactJws, DecodedJwt } from '../../proof/jwt/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem, VerificationResult } from '../../types/verification.js'
import { kindsOf } from './kind.js'
import type { VerifyOptions } from './options.js'

/** What was handed in, read as far as it could be. */
export interface ReadInput {
  readonly source: VerificationResult['source']
  readonly document?: JsonObject
  /** The JWT, where the credential came as one; `document` is the credential that it claims to carry. */
  readonly jwt?: DecodedJwt
  /** Set for a badge of Open Badges 2.0, with the JWS that it came in, if it did. */
  readonly ob2?: { readonly jws?: CompactJws }
  /** The address of a hosted badge, where that is all that was handed in. */
  readonly link?: string
  /** Set where no number of the document can have been rounded when it was signed. */
  readonly hasPlainNumbers?: boolean
  /** Whether `problems` say only that nothing can be told: it is out of reach, or of a format that is not read. */
  readonly undecided?: boolean
  /** The image that the credential was baked into. */
  readonly image?: Uint8Array
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Reads a badge in whatever form, as far as it can be read. Never throws. */
export async function readInput(input: unknown): Promise<ReadInput> {
  const warnings: Problem[] = []
  try {
    // Anyone who could not even read a file hands over why, and gets it back as a result like any other.
    if (isBadgeError(input)) throw input
    const { source, badge, findings, image } = await readBadge(input)
    warnings.push(...findings.map(({ detail }) => problem('ERR_IMAGE_CORRUPT', detail)))
    const found = contentOf(badge)
    const { notes = [], problems = [], ...content } = found instanceof Promise ? await found : found
    const signed = content.jwt?.secured ?? content.document
    const hasPlainNumbers = signed !== undefined && hasOnlyPlainNumbers(signed)
    if (signed !== undefined && !hasPlainNumbers) assertExactIntegers(signed)
    return { source, ...content, hasPlainNumbers, ...defined({ image }), problems, warnings: [...warnings, ...notes] }
  } catch (error) {
    return { source: isBadgeError(input) ? 'unknown' : sourceOf(input), ...unread(error), warnings }
  }
}

/**
 * What is known to be another document than a badge is named, rather than held against the model of a badge. Under the
 * profiles for other credentials only a secret key is.
 */
export async function recognised(
  read: ReadInput,
  { profile, accept }: Pick<VerifyOptions<CredentialKind>, 'profile' | 'accept'>,
): Promise<ReadInput> {
  const { document, source, warnings, jwt } = read
  if (document === undefined || isPlainBadge(document)) return read
  const { otherDocument } = await otherDocuments()
  const other = otherDocument(document)
  if (other === undefined) return read
  if (other.code === 'ERR_SECRET_KEY') {
    return { source, warnings, problems: [problem('ERR_SECRET_KEY', other.says)] }
  }
  if ((profile !== undefined && profile !== 'ob3') || asArray(accept ?? 'badge').includes('credential')) return read
  // `input.kind` says it.
  if (kindsOf(read).includes('presentation')) return read
  const found =
    jwt !== undefined && other.pointer !== undefined
      ? problem(
          'ERR_JWT_CLAIM',
          `The payload of the JWT is not a credential: it holds one under "${other.pointer.slice(1)}". The credential must be the payload itself, or its claim "vc".`,
          other.pointer,
        )
      : problem(other.code, other.says, other.pointer)
  return { source, warnings, document, problems: [found] }
}

/** Why something could not be read. What is secured in a way that is not known here may be sound all the same. */
export function unread(error: unknown): Pick<ReadInput, 'problems' | 'undecided'> {
  if (!isBadgeError(error)) return { problems: [problem('ERR_INTERNAL', 'The input could not be read.')] }
  const problems = [problem(error.code, error.message, error.pointer)]
  return { problems, ...(error.code === 'ERR_SUITE_UNSUPPORTED' ? { undecided: true } : {}) }
}

export type Content = Pick<ReadInput, 'document' | 'jwt' | 'ob2' | 'link' | 'undecided'> & {
  readonly problems?: readonly Problem[]
  /** What is worth a word about how it was found. */
  readonly notes?: readonly Problem[]
}

const otherDocuments = /* @__PURE__ */ later(() => import('../../badge/other/index.js'))

/** What reads JWTs loads when one is met. */
const jwts = /* @__PURE__ */ later(() => import('../../proof/jwt/index.js'))

function contentOf(badge: FoundBadge): Content | Promise<Content> {
  switch (badge.kind) {
    case 'json':
      return fromJson(badge.json)
    case 'link':
      return { link: badge.link }
    case 'jws':
      return fromJws(badge.jws)
  }
}

async function fromJws(text: string): Promise<Content> {
  const { decodeJwt, parseCompactJws } = await jwts()
  const jws = parseCompactJws(text)
  return isOpenBadge2(jws.payload) ? { document: jws.payload, ob2: { jws } } : fromJwt(decodeJwt(text))
}

async function fromEnvelope(envelope: JsonObject): Promise<Content> {
  const { assertEnvelopeContext, decodeJwt, notesOnEnvelope, openEnvelope } = await jwts()
  const token = openEnvelope(envelope)
  assertEnvelopeContext(envelope)
  return { ...fromJwt(decodeJwt(token, 'vc+jwt')), notes: notesOnEnvelope(envelope) }
}

const fromJwt = (jwt: DecodedJwt): Content => ({ jwt, document: jwt.credential })

/** A credential, or a JWT in the envelope that VCDM 2.0 §4.13 has for it. */
async function fromJson(value: JsonValue): Promise<Content> {
  const document = credentialObject(value)
  const wrapper = wrapperOf(document)
  if (wrapper !== undefined) {
    const { unwrapped } = await import('./unwrapped.js')
    return unwrapped(document[wrapper] as JsonValue, wrapper, { wrapperOf, contentOf })
  }
  if (isEnvelope(document)) return fromEnvelope(document)
  if (typeof document.payload === 'string' && (document.signatures ?? document.signature) !== undefined) {
    throw new BadgeError('ERR_JWT_MALFORMED', 'A badge is a JWS in its compact form only (Open Badges 3.0 §8.2).')
  }
  // Nothing is wrong with such a badge but its age, and nothing of it is checked here.
  if (isOpenBadge1(document)) {
    const { code, message } = openBadge1()
    return { problems: [problem(code, message)], undecided: true }
  }
  return isOpenBadge2(document) ? { document, ob2: {} } : { document }
}

function otherValue(value: JsonValue): string {
  if (Array.isArray(value)) {
    return value.length === 1
      ? 'this is a list with one value: hand in what is inside the list'
      : `this is a list (array) of ${value.length} values: hand in one of them`
  }
  if (typeof value !== 'string') return 'this is another JSON value'
  return /^\s*[{[]/.test(value)
    ? 'this is JSON inside a JSON string: decode it once more'
    : looksLikeJws(value)
      ? 'this is a JWT in quotation marks: hand it in without them'
      : 'this is a text'
}

function credentialObject(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) {
    throw new BadgeError('ERR_JSON_INVALID', `A credential is a JSON object; ${otherValue(value)}.`)
  }
  return value
}

/** Where services put a credential that they issue or hand over: the answers of the VC-API, and what is like them. */
const WRAPPERS = ['verifiableCredential', 'credential', 'vc'] as const

/** The member that holds the credential, of an answer around one; it says nothing of itself that is signed. */
function wrapperOf(value: JsonObject): string | undefined {
  if (['@context', 'type', '@type', 'proof', 'badge', 'issuer'].some((name) => value[name] !== undefined))
    return undefined
  const [only, ...others] = WRAPPERS.filter((name) => value[name] !== undefined)
  return others.length === 0 ? only : undefined
}
