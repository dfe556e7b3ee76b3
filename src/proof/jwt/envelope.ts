import { BadgeError } from '../../errors.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { asArray } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { EnvelopedVerifiableCredential } from '../../types/jwt.js'
import { parseCompactJws } from './compact.js'
import { formatOf } from './header.js'

const TYPE = 'EnvelopedVerifiableCredential'
const PREFIX = 'data:application/vc+jwt,'

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
export function envelopCredential(jwt: string): EnvelopedVerifiableCredential {
  if (formatOf(parseCompactJws(jwt).header) !== 'vc+jwt') {
    throw new BadgeError('ERR_JWT_HEADER', 'Only a JWT of the type "vc+jwt" can be enveloped; sign in that format.')
  }
  return { '@context': CREDENTIALS_V2, type: TYPE, id: `${PREFIX}${jwt}` }
}

/** Whether an object says that it is an enveloped credential. */
export const isEnvelope = (document: JsonObject): boolean => asArray<JsonValue>(document.type).includes(TYPE)

/**
 * The JWT inside an enveloped credential. Nothing is verified.
 *
 * @throws BadgeError `ERR_FORMAT_UNKNOWN` when the envelope holds something else (SD-JWT, COSE), or is none
 * @see https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials
 *
 * @example
 * import { openEnvelope } from 'badgewright'
 *
 * const envelope = { type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.c2ln' }
 * console.log(openEnvelope(envelope)) // eyJhbGciOiJFUzI1NiJ9.e30.c2ln
 */
export function openEnvelope(envelope: JsonObject): string {
  const { id } = envelope
  if (!isEnvelope(envelope) || typeof id !== 'string' || !id.startsWith(PREFIX)) {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The envelope holds no credential as application/vc+jwt.', {
      pointer: '/id',
    })
  }
  return id.slice(PREFIX.length)
}
