import { issuerIdOfKey } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { hexEncode, utf8Encode } from '../../internal/bytes.js'
import { type BoundedCache, createCache } from '../../internal/cache.js'
import { defined } from '../../internal/defined.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { hmacSha256 } from '../../internal/hmac-sha256.js'
import { isBytes } from '../../internal/is-bytes.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { sha256 } from '../../internal/sha256.js'
import { fetchableUrl } from '../../loader/index.js'
import { assertMailTexts } from '../../texts/mail/index.js'
import type { SignedCredential } from '../../types/credential.js'
import type { Signer } from '../../types/keys.js'
import { hashAddress } from './address.js'
import { storageBlobs } from './blobs.js'
import { idIn } from './ids.js'
import type { BadgeServiceOptions, ClaimPolicy, MailSettings } from './options.js'
import type { BlobStore, StorageAdapter } from './ports/index.js'
import { type EventRecord, eventTypes } from './records/index.js'
import { put, read } from './store.js'
import { DAY, HOUR } from './time.js'
import { readBaseUrl } from './urls.js'
import { readWebhookSecrets } from './webhook-secret.js'

/** What every step needs: the options, read and filled in. `createBadgeService` binds all steps to one. */
export interface ServiceContext {
  readonly options: BadgeServiceOptions
  readonly storage: StorageAdapter
  readonly blobs: BlobStore
  readonly signer: Signer
  /** Id of the issuer where the draft names none. */
  readonly issuerId: string
  readonly baseUrl: string
  readonly locale: string
  readonly claimPolicy: ClaimPolicy
  readonly offerMs: number
  readonly undoMs: number
  readonly mailSettings: MailSettings
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Key that tokens follow from. */
  readonly secret: () => Promise<Uint8Array>
  /** Hash of an address, by which records are found. */
  readonly addressHash: (address: string) => Promise<string>
  /** Gives events that were written to `onEvent`, and drops what was kept of their badges. */
  readonly emit: (events: readonly EventRecord[]) => void
  readonly report: (error: unknown) => void
  /** Numbers of status lists that this process has reserved and not used yet. */
  readonly reserved: Map<string, number[]>
  /** Copies that were derived of badges, by badge and parts; the same badge gives the same copy. */
  readonly copies: BoundedCache<Promise<SignedCredential>>
  /** Uses that are counted in this process, by key: `takeHere`. */
  readonly windows: BoundedCache<{ readonly count: number; readonly until: number }>
  /** Badges that were signed again as JWT. */
  readonly jwts: BoundedCache<Promise<string | null>>
}

const COPIES_KEPT = 200

const MIN_SECRET_BYTES = 32
const MIN_SECRET_TEXT = 43

/** Reads the options of a service. Throws `ERR_ARGUMENT_INVALID` for options that no service can work with. */
export function createServiceContext(options: BadgeServiceOptions): ServiceContext {
  const { signer, storage, clock = () => new Date(), onError, onEvent } = options
  if (typeof signer?.sign !== 'function') throw wrong('`signer` must be a key pair or a Signer.')
  if (typeof storage?.commit !== 'function') throw wrong('`storage` must be a storage adapter.')
  for (const [name, value] of Object.entries({
    offerDays: options.offerDays,
    undoHours: options.undoHours,
    statusTtlSeconds: options.statusTtlSeconds,
  })) {
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) throw wrong(`\`${name}\` must be a number.`)
  }
  if (options.mail !== undefined && options.mailSettings?.from === undefined) {
    throw wrong('With `mail`, `mailSettings.from` must say who the mail comes from.')
  }
  assertMailTexts(options.mailSettings?.texts ?? {})
  assertEndpoints(options)
  const report = (error: unknown): void => {
    try {
      onError?.(error)
    } catch {
      // There is nowhere to report that reporting failed.
    }
  }
  const copies = createCache<Promise<SignedCredential>>(COPIES_KEPT)
  const jwts = createCache<Promise<string | null>>(COPIES_KEPT)
  const secret = once(() => readSecret(options.secret, signer))
  const pepper = once(() => readPepper(storage))
  return {
    options,
    storage,
    blobs: options.blobs ?? storageBlobs(storage),
    signer,
    issuerId: issuerIdOfKey(signer),
    baseUrl: readBaseUrl(options.baseUrl),
    locale: options.locale ?? 'en',
    claimPolicy: options.claimPolicy ?? 'link',
    offerMs: (options.offerDays ?? 14) * DAY,
    undoMs: (options.undoHours ?? 24) * HOUR,
    mailSettings: options.mailSettings ?? { from: { address: 'nobody@localhost' } },
    now: () => clock().getTime(),
    secret,
    addressHash: async (address) => hashAddress(await pepper(), address),
    emit(events) {
      for (const event of events) {
        // After any change of a badge: what was erased is forgotten here too, and what turned private is not kept ready.
        const badgeId = idIn('badge', event.subject)
        if (badgeId !== undefined) {
          copies.drop(`${badgeId} `)
          jwts.drop(`${badgeId} `)
        }
        try {
          onEvent?.(event)
        } catch (error) {
          report(error)
        }
      }
    },
    report,
    reserved: new Map(),
    windows: createCache(limits.rateLimitKeys),
    copies,
    jwts,
  }
}

/** Runs once, and again after a failure. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}

async function readSecret(given: string | Uint8Array | undefined, signer: Signer): Promise<Uint8Array> {
  if (given !== undefined) {
    const long =
      typeof given === 'string' ? given.length >= MIN_SECRET_TEXT : isBytes(given) && given.length >= MIN_SECRET_BYTES
    if (!long) throw wrong('`secret` must be at least 32 bytes, or text of at least 43 characters.')
    return sha256(given)
  }
  if (signer.type !== 'Ed25519') {
    throw wrong('Pass `secret`: it can be derived from an Ed25519 key only, whose signatures are always the same.')
  }
  // Nothing that is signed elsewhere begins like this; a signature of it is as secret as the key.
  return sha256(await signer.sign({ data: utf8Encode('badgewright service secret, version 1') }))
}

/** Hides addresses from anyone who sees only the indexes; random, made by the first process that needs it. */
async function readPepper(storage: StorageAdapter): Promise<Uint8Array> {
  const found = await read(storage, 'settings', 'pepper')
  if (found !== undefined) return base64urlDecode(found.value.value)
  try {
    const value = { schemaVersion: 1, value: base64urlEncode(randomBytes(32)) } as const
    await storage.commit([put('settings', 'pepper', undefined, value)])
  } catch (error) {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
  }
  return readPepper(storage)
}

/** Text derived from the secret for one use: 256 bits that cannot be told from random ones. */
export async function derive(context: ServiceContext, ...use: readonly string[]): Promise<string> {
  return base64urlEncode(hmacSha256(await context.secret(), utf8Encode(JSON.stringify(use))))
}

/** What is kept in place of an e-mail or IP address that may not be kept itself. */
export async function keyedHash(context: ServiceContext, ...use: readonly string[]): Promise<string> {
  return hexEncode(hmacSha256(await context.secret(), utf8Encode(JSON.stringify(['keyed hash', ...use])))).slice(0, 40)
}

function assertEndpoints({ webhooks }: BadgeServiceOptions): void {
  const urls = new Set<string>()
  for (const { url, secret, events } of webhooks?.endpoints ?? []) {
    try {
      fetchableUrl(url, webhooks?.fetch?.allowsHost)
    } catch (cause) {
      throw wrong('The `url` of a webhook must be an https URL of a public host, or of one that `fetch` allows.', cause)
    }
    if (urls.has(url)) throw wrong('Two webhooks have the same `url`.')
    urls.add(url)
    readWebhookSecrets(secret)
    for (const event of events ?? []) {
      if (!eventTypes.includes(event)) throw wrong(`The \`events\` of a webhook are of ${eventTypes.join(', ')}.`)
    }
  }
}

const wrong = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_ARGUMENT_INVALID', message, defined({ cause }))
