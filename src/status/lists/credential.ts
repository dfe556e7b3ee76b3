import { issuerIdOf, issuerIdOfKey } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { signRules } from '../../internal/option-tables.js'
import { checkOptions, checkValue, needed, type OptionTable, whole } from '../../internal/options.js'
import { isStatusSize } from '../../internal/status-size.js'
import { formatDateTime, readInstant } from '../../internal/time.js'
import { isUri } from '../../internal/url.js'
import { signCredential } from '../../proof/index.js'
import type { SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { SignOptions } from '../../types/proof.js'
import type { StatusList } from '../../types/status.js'
import type { Instant } from '../../types/time.js'
import { decodeBitstring, encodeBitstring } from './encoding.js'
import { assertList } from './list.js'

/** What surrounds the list in its credential. */
export interface StatusListCredentialOptions {
  /** The URL where the credential will be published; entries name it as `statusListCredential`. */
  readonly id: string
  /** The issuer of the badges: its id, or an object with an `id`. Verifiers warn of a list by somebody else. */
  readonly issuer: string | JsonObject
  /** From when on this state of the list counts. Default: the current time. */
  readonly validFrom?: Instant
  /** Until when it counts: afterwards verifiers cannot tell, until a newer one is published. Default: for ever. */
  readonly validUntil?: Instant
  /** For how many milliseconds verifiers may keep a copy. The standard's default is 300,000 (five minutes). */
  readonly ttl?: number
}

const rules = {
  id: needed('text'),
  issuer: needed('object or text'),
  validFrom: 'instant',
  validUntil: 'instant',
  ttl: whole(),
} as const satisfies OptionTable<StatusListCredentialOptions>

/**
 * The credential that publishes a status list, still without a proof. To be signed by `signCredential`; or use
 * `publishStatusList`, which does both.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an `id` that is not a URL, a malformed time, or a `ttl` that is not a number
 * of milliseconds
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
 *
 * @example
 * import { createStatusList, createStatusListCredential } from 'badgewright/status'
 *
 * const credential = await createStatusListCredential(createStatusList({ purpose: 'revocation' }), {
 *   id: 'https://acme.example/status/1',
 *   issuer: 'did:web:acme.example',
 *   ttl: 3_600_000,
 * })
 * console.log(credential.type)
 */
export async function createStatusListCredential(
  list: StatusList,
  options: StatusListCredentialOptions,
): Promise<JsonObject> {
  assertList(list)
  checkOptions(options, rules)
  const { id, issuer, validFrom = new Date(), validUntil, ttl } = options
  if (typeof id !== 'string' || !isUri(id)) throw wrong('`id` must be the URL where the list will be published.')
  const issuerId = issuerIdOf({ issuer })
  if (issuerId === undefined || !isUri(issuerId)) throw wrong('`issuer` must be a URL or DID, or have one as id.')
  return {
    '@context': [CREDENTIALS_V2],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: formatDateTime(readInstant('validFrom', validFrom)),
    ...(validUntil === undefined ? {} : { validUntil: formatDateTime(readInstant('validUntil', validUntil)) }),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: list.purpose,
      encodedList: await encodeBitstring(list.bits),
      ...defined({ ttl }),
    },
  }
}

/**
 * The signed credential that publishes a status list: put it at its `id`, and again after every change.
 *
 * @throws BadgeError what `createStatusListCredential` and `signCredential` throw
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { createStatusList, publishStatusList, setStatus } from 'badgewright/status'
 *
 * const key = await generateKeyPair()
 * const list = setStatus(createStatusList({ purpose: 'revocation' }), 94567)
 * const signed = await publishStatusList(list, key, { id: 'https://acme.example/status/1' })
 * console.log(signed.issuer === key.did) // true
 */
export async function publishStatusList(
  list: StatusList,
  key: Signer,
  options: Omit<StatusListCredentialOptions, 'issuer'> &
    SignOptions & {
      /** Default: the controller of the key. */
      readonly issuer?: string | JsonObject
    },
): Promise<SignedCredential> {
  assertSigner(key)
  checkOptions(options, { ...signRules, ...rules, issuer: 'object or text' })
  const { id, issuer = issuerIdOfKey(key), validFrom, validUntil, ttl, ...sign } = options
  const credential = await createStatusListCredential(list, {
    id,
    issuer,
    ...(validFrom !== undefined ? { validFrom } : sign.now !== undefined ? { validFrom: sign.now } : {}),
    ...defined({ validUntil, ttl }),
  })
  return signCredential(credential, key, sign)
}

/**
 * The list that a credential publishes, for its own issuer to change and publish again. Nothing is verified here.
 *
 * @param credential - a credential as `publishStatusList` made it
 * @param options - `statusSize` is in the entries of the badges only, so a list with more than one bit needs it
 * @throws BadgeError `ERR_STATUS_LIST_INVALID`, or `ERR_LIMIT_EXCEEDED` for a list that would unpack to too much
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { createStatusList, getStatus, parseStatusListCredential, publishStatusList } from 'badgewright/status'
 *
 * const id = 'https://acme.example/status/1'
 * const signed = await publishStatusList(createStatusList({ purpose: 'revocation' }), await generateKeyPair(), { id })
 * const list = await parseStatusListCredential(signed)
 * console.log(list.length, getStatus(list, 7)) // 131072 0
 */
export async function parseStatusListCredential(
  credential: object,
  options: { readonly statusSize?: number } = {},
): Promise<StatusList> {
  checkValue('credential', credential, needed('object'))
  checkOptions(options, { statusSize: whole(1) })
  const { statusSize = 1 } = options
  if (!isStatusSize(statusSize)) throw wrong('`statusSize` must be a whole number of bits.')
  const [subject] = statusListSubjects(credential, 'BitstringStatusList')
  const purpose = asArray(subject?.statusPurpose)[0]
  if (typeof subject?.encodedList !== 'string' || typeof purpose !== 'string') {
    throw new BadgeError('ERR_STATUS_LIST_INVALID', 'This is not a credential that publishes a status list.')
  }
  const bits = await decodeBitstring(subject.encodedList)
  return { purpose, length: Math.floor((bits.length * 8) / statusSize), statusSize, bits }
}

/** The subjects that are lists of the given type. */
export function statusListSubjects(credential: object, type: string): readonly JsonObject[] {
  const { credentialSubject } = credential as JsonObject
  return asArray(credentialSubject).filter(
    (subject): subject is JsonObject => isJsonObject(subject) && asArray(subject.type).includes(type),
  )
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
