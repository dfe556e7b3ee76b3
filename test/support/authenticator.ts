import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/**
 * A device with passkeys, in software: what a browser and its authenticator make together (WebAuthn Level 3), written from
 * the specification and independent of the package that the adapter uses.
 */

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor> | readonly Cbor[]

const bytes = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))

/** The head of an item (RFC 8949 §3): its kind, and a number of up to 32 bits. */
function head(kind: number, value: number): Uint8Array {
  if (value < 24) return Uint8Array.of((kind << 5) | value)
  if (value < 0x100) return Uint8Array.of((kind << 5) | 24, value)
  if (value < 0x10000) return Uint8Array.of((kind << 5) | 25, value >> 8, value & 255)
  return Uint8Array.of((kind << 5) | 26, value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255)
}

export function cbor(value: Cbor): Uint8Array {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return bytes(head(3, Buffer.byteLength(value)), Buffer.from(value))
  if (value instanceof Uint8Array) return bytes(head(2, value.length), value)
  if (Array.isArray(value)) return bytes(head(4, value.length), ...value.map(cbor))
  const map = value as ReadonlyMap<number | string, Cbor>
  return bytes(head(5, map.size), ...[...map].flatMap(([key, item]) => [cbor(key), cbor(item)]))
}

const text = (value: Uint8Array): string => Buffer.from(value).toString('base64url')
const sha256 = (value: string | Uint8Array): Uint8Array => createHash('sha256').update(value).digest()

const curves = {
  'P-256': { type: 'ec', alg: -7 },
  Ed25519: { type: 'ed25519', alg: -8 },
} as const

export type Curve = keyof typeof curves

function newKey(curve: Curve): { privateKey: KeyObject; cose: Uint8Array } {
  const { privateKey, publicKey } =
    curve === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' }) as { x?: string; y?: string }
  const point = (name: string): Uint8Array => new Uint8Array(Buffer.from(name, 'base64url'))
  // RFC 9053 §7: key type, algorithm, curve, coordinates.
  const cose =
    curve === 'P-256'
      ? new Map<number, Cbor>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, point(x)],
          [-3, point(y)],
        ])
      : new Map<number, Cbor>([
          [1, 1],
          [3, -8],
          [-1, 6],
          [-2, point(x)],
        ])
  return { privateKey, cose: cbor(cose) }
}

/** A passkey, as the device keeps it. */
export interface Kept {
  readonly id: Uint8Array
  readonly curve: Curve
  readonly privateKey: KeyObject
  readonly cose: Uint8Array
  readonly rpId: string
  userHandle: Uint8Array
  counter: number
}

/** What a case does otherwise than a sound device and browser. */
export interface Mischief {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly challenge?: string
  readonly crossOrigin?: boolean
  /** Of authenticator data: user present (1), user verified (4). */
  readonly flags?: number
  readonly counter?: number
  readonly userHandle?: string | null
  readonly signature?: (signature: Uint8Array) => Uint8Array
  readonly publicKey?: Uint8Array
  readonly format?: string
  readonly statement?: ReadonlyMap<string, Cbor>
  /** Of the credential that is claimed to answer. */
  readonly id?: Uint8Array
}

type Options = Readonly<Record<string, unknown>>

/** What `toJSON()` of a credential gives. */
export interface AnswerJson {
  readonly [name: string]: never
}

const USER_PRESENT = 1
const USER_VERIFIED = 4
const HAS_CREDENTIAL = 64

export class Authenticator {
  readonly passkeys: Kept[] = []

  constructor(
    readonly origin: string,
    /** Whether it counts its uses; devices that copy passkeys do not. */
    readonly counts = true,
  ) {}

  #client(type: string, options: Options, mischief: Mischief): Uint8Array {
    return Buffer.from(
      JSON.stringify({
        type: mischief.type ?? type,
        challenge: mischief.challenge ?? options.challenge,
        origin: mischief.origin ?? this.origin,
        crossOrigin: mischief.crossOrigin ?? false,
      }),
    )
  }

  #data(rpId: string, counter: number, flags: number, credential: Uint8Array = new Uint8Array()): Uint8Array {
    return bytes(
      sha256(rpId),
      [flags],
      [counter >>> 24, (counter >> 16) & 255, (counter >> 8) & 255, counter & 255],
      credential,
    )
  }

  /** `navigator.credentials.create`. */
  create(options: Options, curve: Curve = 'P-256', mischief: Mischief = {}): AnswerJson {
    const { rp, user } = options as { rp: { id: string }; user: { id: string } }
    const { privateKey, cose } = newKey(curve)
    const id = mischief.id ?? randomBytes(32)
    const counter = this.counts ? 1 : 0
    const kept: Kept = {
      id,
      curve,
      privateKey,
      cose,
      rpId: rp.id,
      userHandle: Buffer.from(user.id, 'base64url'),
      counter,
    }
    this.passkeys.push(kept)
    const client = this.#client('webauthn.create', options, mischief)
    const attested = bytes(new Uint8Array(16), [id.length >> 8, id.length & 255], id, mischief.publicKey ?? cose)
    const flags = (mischief.flags ?? USER_PRESENT | USER_VERIFIED) | HAS_CREDENTIAL
    const authData = this.#data(mischief.rpId ?? rp.id, mischief.counter ?? counter, flags, attested)
    const statement = (): ReadonlyMap<string, Cbor> =>
      mischief.format === 'packed'
        ? new Map<string, Cbor>([
            ['alg', curves[curve].alg],
            ['sig', signed(kept, bytes(authData, sha256(client)))],
          ])
        : new Map()
    const attestation = new Map<string, Cbor>([
      ['fmt', mischief.format ?? 'none'],
      ['attStmt', mischief.statement ?? statement()],
      ['authData', authData],
    ])
    return json(id, {
      clientDataJSON: text(client),
      attestationObject: text(cbor(attestation)),
      transports: ['internal'],
    })
  }

  /** `navigator.credentials.get`, with the passkey that was made last, or another one. */
  get(options: Options, mischief: Mischief = {}, passkey: Kept | undefined = this.passkeys.at(-1)): AnswerJson {
    if (passkey === undefined) throw new Error('The device has no passkey.')
    if (this.counts) passkey.counter += 1
    const client = this.#client('webauthn.get', options, mischief)
    const flags = mischief.flags ?? USER_PRESENT | USER_VERIFIED
    const authData = this.#data(mischief.rpId ?? passkey.rpId, mischief.counter ?? passkey.counter, flags)
    const signature = signed(passkey, bytes(authData, sha256(client)))
    return json(mischief.id ?? passkey.id, {
      clientDataJSON: text(client),
      authenticatorData: text(authData),
      signature: text(mischief.signature?.(signature) ?? signature),
      ...(mischief.userHandle === null ? {} : { userHandle: mischief.userHandle ?? text(passkey.userHandle) }),
    })
  }
}

const signed = ({ curve, privateKey }: Kept, data: Uint8Array): Uint8Array =>
  new Uint8Array(sign(curve === 'P-256' ? 'sha256' : null, data, privateKey))

const json = (id: Uint8Array, response: object): AnswerJson =>
  ({ id: text(id), rawId: text(id), type: 'public-key', response, clientExtensionResults: {} }) as never
