import { ENVELOPED_CREDENTIAL, isEnvelope } from '../../badge/kinds/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { defined } from '../../internal/defined.js'
import { base64Decode } from '../../internal/encoding.js'
import { asArray } from '../../internal/json.js'
import { checkValue, needed } from '../../internal/options.js'
import { pointerJoin } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { parseCompactJws } from './compact.js'
import { formatOf } from './header.js'

const PREFIX = 'data:application/vc+jwt,'

/** Media types of a credential as JWT: VC-JOSE-COSE §6.1, and what its drafts had. */
const MEDIA_TYPES: readonly string[] = ['vc+jwt', 'vc+ld+jwt', 'vc-ld+jwt', 'vc+ld+json+jwt']

/**
 * Puts a `vc+jwt` into the JSON form in which presentations and other JSON carry it. `verifyCredential` takes the
 * envelope as well as the JWT.
 *
 * @param jwt - a JWT of the type `vc+jwt`
 * @throws BadgeError `ERR_JWT_HEADER` for another type of JWT, and what reading a JWT throws (`ERR_JWT_MALFORMED`, …)
 * @see https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials
 *
 * @example
 * import { createCredential, envelopCredential, generateKeyPair, signCredentialAsJwt } from 'badgewright'
 *
 * const key = await generateKeyPair({ type: 'P-256' })
 * const credential = createCredential({
 *   issuer: { id: key.did, name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { did: 'did:example:kim' },
 * })
 * const jwt = await signCredentialAsJwt(credential, key, { format: 'vc+jwt' })
 * console.log(envelopCredential(jwt).id.startsWith('data:application/vc+jwt,')) // true
 */
export function envelopCredential(jwt: string): {
  '@context': string
  type: 'EnvelopedVerifiableCredential'
  id: string
} {
  checkValue('jwt', jwt, needed('text'))
  if (formatOf(parseCompactJws(jwt).header) !== 'vc+jwt') {
    throw new BadgeError('ERR_JWT_HEADER', 'Only a JWT of the type "vc+jwt" can be enveloped; sign in that format.')
  }
  return { '@context': CREDENTIALS_V2, type: ENVELOPED_CREDENTIAL, id: `${PREFIX}${jwt}` }
}

/**
 * VCDM 2.0 §4.13: an envelope has a context that defines what it says, as every credential has.
 *
 * @throws BadgeError `ERR_CONTEXT_INVALID`
 */
export function assertEnvelopeContext({ '@context': contexts }: JsonObject): void {
  if (asArray<JsonValue>(contexts).includes(CREDENTIALS_V2)) return
  const message = `The envelope around the JWT must have the context ${CREDENTIALS_V2}.`
  throw new BadgeError('ERR_CONTEXT_INVALID', message, { pointer: '/@context' })
}

/**
 * The JWT inside an enveloped credential. Nothing is verified.
 *
 * @throws BadgeError `ERR_SUITE_UNSUPPORTED` when the envelope holds an SD-JWT or COSE, `ERR_FORMAT_UNKNOWN` when it
 * holds something else, or is none
 * @see https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials
 *
 * @example
 * import { openEnvelope } from 'badgewright'
 *
 * const envelope = { type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.c2ln' }
 * console.log(openEnvelope(envelope)) // eyJhbGciOiJFUzI1NiJ9.e30.c2ln
 */
export function openEnvelope(envelope: JsonObject): string {
  checkValue('envelope', envelope, needed('object'))
  return tokenInEnvelope(isEnvelope(envelope) ? envelope.id : undefined, 'credential', MEDIA_TYPES)
}

/** What an envelope has by VCDM 2.0 §4.13; it may have more, and the JWT covers none of it. */
const OWN_MEMBERS: readonly string[] = ['@context', 'id', 'type']

/** What is to be said of an envelope: which of its members nobody has signed with the JWT. */
export function notesOnEnvelope(envelope: JsonObject): readonly Problem[] {
  const [first, ...others] = Object.keys(envelope).filter((name) => !OWN_MEMBERS.includes(name))
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const detail = `"${first.slice(0, 60)}"${more} beside the JWT in the envelope was not signed with it.`
  return [problem('ERR_ENVELOPE_MEMBER', detail, pointerJoin('', first))]
}

/** RFC 2397, where letters count in either case. Drafts of data model 2.0 had a semicolon before the token. */
const DATA_URL = /^data:application\/([a-z0-9.+-]+)(?:;[a-z0-9-]+=[^;,]*)*(;base64)?[,;](.*)$/is

/** Formats of secured credentials that are not read. */
const OTHER_FORMATS = /(?:^|[+-])(?:sd-jwt|cose)$/

/** The JWT in the `id` of an envelope, which is a `data:` URL of one of the media types (without `application/`). */
export function tokenInEnvelope(id: JsonValue | undefined, what: string, mediaTypes: readonly string[]): string {
  const [, mediaType = '', base64, data = ''] = (typeof id === 'string' && DATA_URL.exec(id)) || []
  const type = mediaType.toLowerCase()
  const fail = (code: 'ERR_SUITE_UNSUPPORTED' | 'ERR_FORMAT_UNKNOWN', message: string, cause?: unknown) =>
    new BadgeError(code, message, { pointer: '/id', ...defined({ cause }) })
  if (OTHER_FORMATS.test(type)) {
    throw fail('ERR_SUITE_UNSUPPORTED', `The envelope holds a ${what} as application/${type}, which is not read.`)
  }
  if (!mediaTypes.includes(type)) {
    throw fail('ERR_FORMAT_UNKNOWN', `The envelope holds no ${what} as application/${mediaTypes[0]}.`)
  }
  if (base64 === undefined) return data
  try {
    return utf8Decode(base64Decode(data))
  } catch (cause) {
    throw fail('ERR_FORMAT_UNKNOWN', 'The envelope is not in base64, as it says.', cause)
  }
}
