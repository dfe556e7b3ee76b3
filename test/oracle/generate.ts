/** Badges for the second opinion: seeded, of every kind that it knows, each with twins that were tampered with. */
import { isBadgeError } from '../../src/errors.js'
import { asArray, isJsonObject } from '../../src/internal/json.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import { validCredential } from '../rdf/support/generate-badge.js'
import { type Random, seeded } from '../rdf/support/random.js'

export interface OracleCase {
  readonly id: string
  readonly kind: 'sound' | 'tampered'
  readonly json?: string
  readonly jwt?: string
}

export const now = '2026-06-01T00:00:00Z'

const formats = ['eddsa-rdfc-2022', 'Ed25519Signature2020', 'both', 'ES256', 'RS256'] as const
type Format = (typeof formats)[number]

interface Keys {
  readonly Ed25519: KeyPair
  readonly other: KeyPair
  readonly 'P-256': KeyPair
  readonly RSA: KeyPair
}

/** Pairs of a sound badge and a tampered twin. A sound badge may have expired, or not have begun. */
export async function* generateCases(seed: number, pairs: number): AsyncGenerator<OracleCase> {
  const keys: Keys = {
    Ed25519: await generateKeyPair({ seed: new Uint8Array(32).fill(7) }),
    other: await generateKeyPair({ seed: new Uint8Array(32).fill(9) }),
    'P-256': await generateKeyPair({ type: 'P-256' }),
    RSA: await generateKeyPair({ type: 'RSA' }),
  }
  for (let i = 0; i < pairs; i++) {
    const random = seeded(seed + i)
    const format = random.pick(formats)
    const sound = await firstThatSigns(random, format, keys)
    const id = `${format} ${seed + i}`
    if (typeof sound === 'string') {
      yield { id, kind: 'sound', jwt: sound }
      yield { id: `${id} tampered`, kind: 'tampered', jwt: tamperedJwt(random, sound) }
    } else {
      yield { id, kind: 'sound', json: JSON.stringify(sound) }
      yield { id: `${id} tampered`, kind: 'tampered', json: JSON.stringify(tampered(random, sound, keys)) }
    }
  }
}

/** Not everything that is generated is a credential that can be signed in every format. */
async function firstThatSigns(random: Random, format: Format, keys: Keys): Promise<JsonObject | string> {
  for (;;) {
    try {
      return await signed(random, format, keys)
    } catch (error) {
      if (!isBadgeError(error)) throw error
    }
  }
}

async function signed(random: Random, format: Format, keys: Keys): Promise<JsonObject | string> {
  if (format === 'ES256' || format === 'RS256') {
    const key = format === 'ES256' ? keys['P-256'] : keys.RSA
    const badge = badgeOf(random, key.did, true)
    return signCredentialAsJwt(badge, key, { now, keyHeader: random.chance(0.5) ? 'jwk' : 'kid' })
  }
  const suite = format === 'both' ? (['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const) : format
  const badge = badgeOf(random, keys.Ed25519.did, false)
  return JSON.parse(
    JSON.stringify(await signCredential(badge, keys.Ed25519, { suite, created: '2026-05-01T00:00:00Z' })),
  )
}

/** A generated credential in the name of a key, in force more often than not. */
function badgeOf(random: Random, issuer: string, forJwt: boolean): JsonObject {
  const { proof: _, endorsement: _e, endorsementJwt: _j, ...credential } = validCredential(random)
  const contexts = asArray<JsonValue>(credential['@context'] ?? [])
  const older = contexts[0] === 'https://www.w3.org/2018/credentials/v1'
  const begun = random.chance(0.9) ? '2026-01-01T00:00:00Z' : '2031-01-01T00:00:00Z'
  const over = random.chance(0.9) ? '2030-01-01T00:00:00+02:00' : '2026-05-01T00:00:00.5Z'
  const { validFrom: _f, validUntil: _u, issuanceDate: _i, expirationDate: _x, ...rest } = credential
  const named = isJsonObject(rest.issuer) ? { ...rest.issuer, id: issuer } : issuer
  const [first] = asArray<JsonValue>(rest.credentialSubject ?? {})
  const subject = forJwt ? { ...(first as JsonObject), id: 'did:example:kim' } : rest.credentialSubject
  const dates = older ? { issuanceDate: begun, expirationDate: over } : { validFrom: begun, validUntil: over }
  const envelope = older && forJwt ? { '@context': ['https://www.w3.org/ns/credentials/v2', ...contexts.slice(1)] } : {}
  const both = older && forJwt ? { validFrom: begun, validUntil: over } : dates
  return { ...rest, ...envelope, issuer: named, credentialSubject: subject ?? {}, ...both }
}

type Path = readonly (string | number)[]

function* texts(value: JsonValue | undefined, path: Path = []): Generator<Path> {
  if (typeof value === 'string' && path[0] !== '@context') yield path
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    yield* texts(member as JsonValue, [...path, Array.isArray(value) ? Number(name) : name])
  }
}

function replaceAt(
  value: JsonValue,
  [name, ...rest]: Path,
  change: (old: JsonValue) => JsonValue | undefined,
): JsonValue {
  if (name === undefined) return change(value) ?? null
  const copy = (Array.isArray(value) ? [...value] : { ...(value as JsonObject) }) as Record<string | number, JsonValue>
  if (rest.length > 0) copy[name] = replaceAt(copy[name] ?? null, rest, change)
  else {
    const changed = change(copy[name] ?? null)
    if (changed !== undefined) copy[name] = changed
    else if (Array.isArray(copy)) copy.splice(Number(name), 1)
    else delete copy[name]
  }
  return copy as JsonValue
}

function tampered(random: Random, badge: JsonObject, keys: Keys): JsonObject {
  const places = [...texts(badge)]
  const place = places[random.below(places.length)] ?? []
  const changes: readonly [() => JsonValue, ...(() => JsonValue)[]] = [
    () => replaceAt(badge, place, (old) => `${String(old)}x`),
    () => replaceAt(badge, place, (old) => String(old).slice(1)),
    () => replaceAt(badge, place, () => undefined),
    () => replaceAt(badge, place, (old) => [old, old]),
    () => ({ ...badge, name: 'Doctor of Medicine' }),
    () => ({ ...badge, surprise: 'x' }),
    () => ({
      ...badge,
      proof: asArray<JsonValue>(badge.proof ?? []).map((proof) => ({
        ...(proof as JsonObject),
        created: '2026-05-02T00:00:00Z',
      })),
    }),
    () => ({
      ...badge,
      proof: asArray<JsonValue>(badge.proof ?? []).map((proof) => ({
        ...(proof as JsonObject),
        verificationMethod: keys.other.id,
      })),
    }),
    () => ({
      ...badge,
      proof: asArray<JsonValue>(badge.proof ?? []).map((proof) => ({
        ...(proof as JsonObject),
        proofPurpose: 'authentication',
      })),
    }),
    () => replaceAt(badge, ['issuer', 'id'], () => keys.other.did),
    () => Object.fromEntries(Object.entries(badge).toReversed()) as JsonObject,
  ]
  return random.pick(changes)() as JsonObject
}

function tamperedJwt(random: Random, jwt: string): string {
  const at = random.below(jwt.length)
  const letter = random.pick(['A', 'Q', 'g', 'w', '.', '-', '_', 'z'])
  return random.chance(0.8) ? jwt.slice(0, at) + letter + jwt.slice(at + 1) : jwt.slice(0, at) + jwt.slice(at + 1)
}
