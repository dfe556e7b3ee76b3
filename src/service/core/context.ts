import { issuerIdOfKey } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { utf8Encode } from '../../internal/bytes.js'
import { type BoundedCache, createCache } from '../../internal/cache.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { hmacSha256Text } from '../../internal/hmac-sha256.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { sha256 } from '../../internal/sha256.js'
import { UTC } from '../../internal/time-zone.js'
import type { SignedCredential } from '../../types/credential.js'
import type { Signer } from '../../types/keys.js'
import { hashAddress } from './address.js'
import { storageBlobs } from './blobs.js'
import type { BrandNow } from './brand-now.js'
import { checkServiceOptions } from './check-options.js'
import { idIn } from './ids.js'
import type { BadgeServiceOptions, ClaimPolicy, MailSettings } from './options.js'
import { type PasskeySite, passkeySiteOf } from './passkey-site.js'
import type { BlobStore, StorageAdapter } from './ports/index.js'
import type { EventRecord, PublishedListRecord, StatusListRecord } from './records/index.js'
import { relayedStorage } from './relayed-storage.js'
import { put, read } from './store.js'
import { DAY, HOUR } from './time.js'
import { readBaseUrl } from './urls.js'

/** What every step needs: the options, read and filled in. `createBadgeService` binds all steps to one. */
export interface ServiceContext {
  readonly options: BadgeServiceOptions
  /** For whom steps are done, as the log says it. */
  readonly actors: Actors
  readonly storage: StorageAdapter
  readonly blobs: BlobStore
  /** The signer of the options; what signs now is `signingKey`. */
  readonly signer: Signer
  /** Signers that this process has, by verification method. */
  readonly signers: Map<string, Signer>
  /** Which key signs, as it was read last. */
  readonly keyCache: { readAt: number | undefined; signing: string | undefined }
  /** The brand as it was read last, and when. */
  readonly brandCache: { readAt: number; value: Promise<BrandNow> | undefined }
  /** How the issuer appears: in the context of a step. */
  readonly brand?: BrandNow
  /** Id of the issuer where the draft names none. */
  readonly issuerId: string
  /** Of one of several issuers: its name. */
  readonly issuerName?: string
  /** Whether it issues nothing more. */
  readonly isRetired?: boolean
  readonly baseUrl: string
  /** The relying party of passkeys; absent where nobody signs in with one. */
  readonly passkeys: PasskeySite | undefined
  readonly locale: string
  /** The time zone that days are typed and shown in. */
  readonly timeZone: string
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
  /** The status list that is being filled, by its purpose, and what is reserved of it and not used yet. */
  readonly filling: Map<string, Promise<FillingList>>
  /** Lists as this process published them last. */
  readonly published: BoundedCache<PublishedHere>
  /** Lists of which this process knows that they are kept here. */
  readonly keptLists: BoundedCache<true>
  /** Copies that were derived of badges, by badge and parts; the same badge gives the same copy. */
  readonly copies: BoundedCache<Promise<SignedCredential>>
  /** Uses that are counted in this process, by key: `takeHere`. */
  readonly windows: BoundedCache<{ readonly count: number; readonly until: number }>
  /** Pictures as mails take them, by what they are made of. */
  readonly mailPictures: BoundedCache<Promise<Uint8Array | undefined>>
  /** Badges that were signed again as JWT. */
  readonly jwts: BoundedCache<Promise<string | null>>
}

/** A status list as it was looked at and published last, for all who ask while that goes on. */
export interface PublishedHere {
  readonly at: number
  signedAt: number
  readonly result: Promise<Pick<PublishedListRecord, 'credential' | 'revision' | 'signedAt'> | null>
  isUnderWay: boolean
  /** Whether this process has changed it since. */
  isStale: boolean
}

/** A status list that badges get places in. */
export interface FillingList {
  readonly list: StatusListRecord
  readonly number: number
  /** Numbers that this process has reserved and not used yet. */
  readonly reserved: number[]
  /** Numbers that are reserved the next time. */
  atOnce: number
  /** A reservation that is under way, for all who wait for it: whether there was anything left. */
  reserving: Promise<boolean> | undefined
}

/** Who acts, by the part in which they do: subjects with ids, such as `staff:…`. */
export interface Actors {
  readonly issuer?: string
  /** Those by whose links somebody of the staff is signed in, who could be sitting there themself. */
  readonly through?: readonly string[]
  readonly learner?: string
}

/** What is kept of copies, of lists and the like. */
export const COPIES_KEPT = 200

const MIN_SECRET_BYTES = 32
const MIN_SECRET_TEXT = 43

/** Reads the options of a service. Throws `ERR_ARGUMENT_INVALID` for options that no service can work with. */
export function createServiceContext(options: BadgeServiceOptions): ServiceContext {
  checkServiceOptions(options)
  const { signer, clock = () => new Date(), onError, onEvent } = options
  assertSigner(signer)
  if (options.secret !== undefined) assertSecret(options.secret)
  const report = (error: unknown): void => {
    try {
      onError?.(error)
    } catch {
      // There is nowhere to report that reporting failed.
    }
  }
  const now = (): number => clock().getTime()
  const storage =
    options.relay === undefined ? options.storage : relayedStorage(options.storage, options.relay, { now, report })
  const copies = createCache<Promise<SignedCredential>>(COPIES_KEPT)
  const jwts = createCache<Promise<string | null>>(COPIES_KEPT)
  const secret = once(() => readSecret(options.secret, signer))
  const pepper = once(() => readPepper(storage))
  return {
    options,
    actors: {},
    storage,
    blobs: options.blobs ?? storageBlobs(storage),
    signer,
    signers: new Map([[signer.id, signer]]),
    keyCache: { readAt: undefined, signing: undefined },
    brandCache: { readAt: Number.NEGATIVE_INFINITY, value: undefined },
    issuerId: issuerIdOfKey(signer),
    baseUrl: readBaseUrl(options.baseUrl),
    passkeys: passkeySiteOf(options),
    locale: options.locale ?? 'en',
    timeZone: options.timeZone ?? UTC,
    claimPolicy: options.claimPolicy ?? 'link',
    offerMs: (options.offerDays ?? 14) * DAY,
    undoMs: (options.undoHours ?? 24) * HOUR,
    mailSettings: options.mailSettings ?? { from: { address: 'nobody@localhost' } },
    now,
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
    filling: new Map(),
    published: createCache(COPIES_KEPT),
    keptLists: createCache(COPIES_KEPT),
    mailPictures: createCache(limits.mailPictures),
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

function assertSecret(given: string | Uint8Array): void {
  if (typeof given === 'string' ? given.length >= MIN_SECRET_TEXT : given.length >= MIN_SECRET_BYTES) return
  throw wrong('`secret` must be at least 32 bytes, or text of at least 43 characters.')
}

async function readSecret(given: string | Uint8Array | undefined, signer: Signer): Promise<Uint8Array> {
  if (given !== undefined) return sha256(given)
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
  return hmacSha256Text(await context.secret(), JSON.stringify(use), 'base64url')
}

/** What is kept in place of an e-mail or IP address that may not be kept itself. */
export async function keyedHash(context: ServiceContext, ...use: readonly string[]): Promise<string> {
  return hmacSha256Text(await context.secret(), JSON.stringify(['keyed hash', ...use]), 'hex').slice(0, 40)
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
