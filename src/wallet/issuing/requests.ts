import { isBadgeError } from '../../errors.js'
import { utf8Encode } from '../../internal/bytes.js'
import { CREDENTIALS_V1 } from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import { limits } from '../../internal/limits.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Dialect } from '../paths.js'
import { configurationNamed, configurations, type WalletConfiguration } from './configurations.js'
import { PRE_AUTHORIZED } from './offer.js'
import { type Refusal, refusal } from './refusal.js'

/** What a token request asks for. */
export interface TokenRequest {
  readonly code: string
  readonly txCode?: string
  /** Whether the answer names credential identifiers (§6.2): only where the request has `authorization_details`. */
  readonly details?: readonly string[]
}

/**
 * A token request, OpenID4VCI 1.0 §6.1. Parameters that are not known are passed over, as RFC 6749 §3.2 has it: clients add
 * `resource` and `client_id`.
 */
export function readTokenRequest(form: URLSearchParams): TokenRequest | Refusal {
  const names = [...form.keys()]
  if (new Set(names).size !== names.length) return refusal('invalid_request', 'A parameter is given twice')
  const grant = form.get('grant_type')
  if (grant !== PRE_AUTHORIZED) {
    return grant === null || grant === ''
      ? refusal('invalid_request', 'grant_type is missing')
      : refusal('unsupported_grant_type', `grant_type must be ${PRE_AUTHORIZED}`)
  }
  const code = form.get('pre-authorized_code') ?? ''
  if (code === '') return refusal('invalid_request', 'pre-authorized_code is missing')
  const txCode = form.get('tx_code') ?? ''
  const details = readDetails(form.get('authorization_details'))
  if (details !== undefined && 'refused' in details) return details
  return {
    code,
    ...(txCode === '' ? {} : { txCode }),
    ...(details === undefined ? {} : { details: details.ids }),
  }
}

/** The configurations that `authorization_details` names (RFC 9396, OpenID4VCI 1.0 §5.1.1). */
function readDetails(text: string | null): { readonly ids: readonly string[] } | Refusal | undefined {
  if (text === null || text === '') return undefined
  const wrong = refusal('invalid_request', 'authorization_details must name credential configurations')
  const value = jsonOf(text)
  if (!Array.isArray(value) || value.length === 0 || value.length > limits.walletDetails) return wrong
  const ids: string[] = []
  for (const detail of value) {
    if (!isJsonObject(detail) || detail.type !== 'openid_credential') return wrong
    const { credential_configuration_id: id } = detail
    if (typeof id !== 'string' || configurationNamed(id) === undefined) return wrong
    ids.push(id)
  }
  return { ids }
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJsonText(utf8Encode(text))
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}

/** A proof as a wallet sends it; what it says was not looked at. */
export type SentProof =
  | { readonly type: 'jwt'; readonly jwt: string }
  | { readonly type: 'di_vp'; readonly presentation: JsonObject }

/** What a credential request asks for. */
export interface CredentialRequest {
  readonly configuration: WalletConfiguration
  /** Whether it is named by an identifier that came with the access token. */
  readonly isIdentified: boolean
  readonly proof?: SentProof
  /** Whether it was asked as drafts up to 13 have it, and is answered so too. */
  readonly isOld?: true
}

/** A credential request, OpenID4VCI 1.0 §8.2, or one of a dialect. */
export function readCredentialRequest(body: unknown, spoken: readonly Dialect[]): CredentialRequest | Refusal {
  if (!isJsonObject(body)) return refusal('invalid_credential_request', 'The body must be a JSON object')
  const { credential_identifier: identifier, credential_configuration_id: configurationId } = body
  if (identifier !== undefined && configurationId !== undefined) {
    return refusal(
      'invalid_credential_request',
      'One of credential_identifier and credential_configuration_id is given',
    )
  }
  if (body.credential_response_encryption !== undefined) {
    return refusal('invalid_credential_request', 'Answers are not encrypted here; TLS is what there is')
  }
  const isOld = identifier === undefined && configurationId === undefined && body.format !== undefined
  if (isOld && !spoken.includes('draft13')) {
    return refusal('invalid_credential_request', 'credential_configuration_id or credential_identifier is missing')
  }
  if (!isOld && typeof (identifier ?? configurationId) !== 'string') {
    return refusal('invalid_credential_request', 'credential_configuration_id or credential_identifier is missing')
  }
  const named = isOld ? oldConfiguration(body) : configurationNamed(identifier ?? configurationId)
  if (named === undefined) {
    return identifier === undefined
      ? refusal('unknown_credential_configuration', 'There is no such credential configuration')
      : refusal('unknown_credential_identifier', 'There is no such credential identifier')
  }
  const proof = readProof(body, spoken)
  if (proof !== undefined && 'refused' in proof) return proof
  return {
    configuration: named,
    isIdentified: identifier !== undefined,
    ...(proof === undefined ? {} : { proof }),
    ...(isOld || body.proof !== undefined ? { isOld: true as const } : {}),
  }
}

/** By form and data model: the old request names no configuration. */
function oldConfiguration({ format, credential_definition: definition }: JsonObject): WalletConfiguration | undefined {
  const contexts = isJsonObject(definition) ? asArray<JsonValue>(definition['@context'] as JsonValue) : []
  const model = contexts[0] === CREDENTIALS_V1 ? '1.1' : '2.0'
  return configurations.find((one) => one.bound && one.format === format && one.model === model)
}

function readProof(body: JsonObject, spoken: readonly Dialect[]): SentProof | Refusal | undefined {
  const { proof, proofs } = body
  if (proofs !== undefined) {
    if (proof !== undefined) return refusal('invalid_credential_request', 'One of proof and proofs is given')
    return isJsonObject(proofs) ? readProofs(proofs, spoken) : refusal('invalid_proof', 'proofs is an object')
  }
  if (proof === undefined) return undefined
  if (!spoken.includes('draft13')) return refusal('invalid_proof', 'proofs is missing: proof is of a draft')
  if (isJsonObject(proof) && proof.proof_type === 'jwt' && typeof proof.jwt === 'string') {
    return { type: 'jwt', jwt: proof.jwt }
  }
  return refusal('invalid_proof', 'proof is a JWT')
}

/** Exactly one type, with exactly one proof: `batch_credential_issuance` is not offered. */
function readProofs(proofs: JsonObject, spoken: readonly Dialect[]): SentProof | Refusal {
  const given = Object.entries(proofs).filter(
    // `@digitalbazaar/oid4-client` leaves the member of the draft beside that of 1.0.
    ([name]) => !(name === 'proof_type' && spoken.includes('digitalbazaar')),
  )
  const [type, list] = given[0] ?? []
  if (given.length !== 1) return refusal('invalid_proof', 'proofs has exactly one type of proof')
  if (!Array.isArray(list) || list.length !== 1) return refusal('invalid_proof', 'Exactly one proof is taken')
  const [one] = list
  if (type === 'jwt' && typeof one === 'string') return { type, jwt: one }
  if (type === 'di_vp' && isJsonObject(one)) return { type, presentation: one }
  return refusal('invalid_proof', 'Proofs are of type jwt or di_vp')
}

export const notificationEvents = ['credential_accepted', 'credential_failure', 'credential_deleted'] as const

export type NotificationEvent = (typeof notificationEvents)[number]

/** A notification, OpenID4VCI 1.0 §11.1. */
export function readNotification(body: unknown): { readonly id: string; readonly event: NotificationEvent } | Refusal {
  const wrong = refusal('invalid_notification_request', 'notification_id and event are needed')
  if (!isJsonObject(body) || typeof body.notification_id !== 'string') return wrong
  const event = notificationEvents.find((each) => each === body.event)
  return event === undefined ? wrong : { id: body.notification_id, event }
}
