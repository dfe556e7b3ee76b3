/** Signed credentials of every form, two in five altered after signing; the same for the same seed but for the keys. */
import { isBadgeError } from '../../src/errors.js'
import { utf8Decode, utf8Encode } from '../../src/internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../../src/internal/encoding.js'
import { asArray, isJsonObject } from '../../src/internal/json.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { deriveCredential, signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair, KeyType } from '../../src/types/keys.js'
import { validCredential } from '../rdf/support/generate-badge.js'
import { mutated } from '../rdf/support/mutate.js'
import { type Random, seeded } from '../rdf/support/random.js'
import { type Form, forms, now } from './references.js'

export interface Case {
  readonly seed: number
  readonly form: Form
  /** What was done to it after signing; `undefined` for one as it was signed. */
  readonly altered?: string
  readonly input: JsonObject | string
  readonly key: KeyPair
}

export interface Keys {
  readonly own: Readonly<Record<KeyType, KeyPair>>
  readonly foreign: Readonly<Record<KeyType, KeyPair>>
}

export async function makeKeys(): Promise<Keys> {
  const make = async () =>
    Object.fromEntries(
      await Promise.all(
        (['Ed25519', 'P-256', 'P-384', 'RSA'] as const).map(async (type) => [type, await generateKeyPair({ type })]),
      ),
    ) as Record<KeyType, KeyPair>
  return { own: await make(), foreign: await make() }
}

export async function makeCase(seed: number, keys: Keys): Promise<Case> {
  const random = seeded(seed)
  const form = forms[seed % forms.length] as Form
  const key = keys.own[form.keyType]
  const signed = await signedAt(random, form, key)
  if (!random.chance(0.4)) return { seed, form, key, input: signed }
  const [altered, input] =
    typeof signed === 'string'
      ? alterJwt(random, signed)
      : alter(random, signed, keys.foreign[form.keyType], () => seed)
  return { seed, form, key, input, altered }
}

/** Some of what is generated cannot be signed in every form; the next one is taken. */
async function signedAt(random: Random, form: Form, key: KeyPair): Promise<JsonObject | string> {
  for (;;) {
    try {
      const credential = credentialOf(random, key.did, form)
      if (form.suite === undefined) return await signCredentialAsJwt(credential, key, { now })
      const options = { suite: form.suite, created: '2026-05-01T00:00:00Z' }
      const signed = await signCredential(credential, key, options)
      return copy(form.suite === 'ecdsa-sd-2023' ? await deriveCredential(signed, { selectivePointers: [''] }) : signed)
    } catch (error) {
      if (!isBadgeError(error)) throw error
    }
  }
}

const copy = (value: object): JsonObject => JSON.parse(JSON.stringify(value))

/** In force, and in the name of the key. */
function credentialOf(random: Random, issuer: string, { suite }: Form): JsonObject {
  const { proof: _, credentialStatus: _s, ...made } = validCredential(random)
  const { validFrom: _f, validUntil: _u, issuanceDate: _i, expirationDate: _x, ...credential } = made
  const older = asArray<JsonValue>(credential['@context'] ?? [])[0] === 'https://www.w3.org/2018/credentials/v1'
  const dates = older ? { issuanceDate: '2026-01-01T00:00:00Z' } : { validFrom: '2026-01-01T00:00:00Z' }
  const named = isJsonObject(credential.issuer) ? { ...credential.issuer, id: issuer } : issuer
  const [first] = asArray<JsonValue>(credential.credentialSubject ?? {})
  const subject =
    suite === undefined ? { ...(first as JsonObject), id: 'did:example:kim' } : credential.credentialSubject
  const whole = { ...credential, ...dates, issuer: named, credentialSubject: subject ?? {} }
  // Endorsements are credentials of their own, which neither side is asked about here; and the reference for selective
  // disclosure cannot take ordered lists apart.
  return without(whole, suite === 'ecdsa-sd-2023' ? [...ENDORSEMENTS, ...ORDERED] : ENDORSEMENTS) as JsonObject
}

const ENDORSEMENTS = ['endorsement', 'endorsementJwt']
const ORDERED = ['resultDescription', 'rubricCriterionLevel', 'allowedValue', 'result']

const without = (value: JsonValue, names: readonly string[]): JsonValue => {
  if (Array.isArray(value)) return value.map((item) => without(item, names))
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => !names.includes(name))
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member as JsonValue, names)]))
}

function alter(random: Random, signed: JsonObject, foreign: KeyPair, salt: () => number): [string, JsonObject] {
  const proof = (change: JsonObject): JsonObject => ({
    ...signed,
    proof: { ...(signed.proof as JsonObject), ...change },
  })
  const { proofValue = '' } = signed.proof as { proofValue?: string }
  const at = 1 + random.below(proofValue.length - 1)
  const letter = random.pick(['1', 'a', 'Z', 'u', '9'])
  const alterations: readonly [string, () => JsonObject][] = [
    ['a random change', () => mutated(random, signed) as JsonObject],
    ['a random change', () => mutated(random, signed) as JsonObject],
    ['a random change', () => mutated(random, signed) as JsonObject],
    ['another name', () => ({ ...signed, name: `Doctor of Medicine ${salt()}` })],
    ['an undefined property', () => ({ ...signed, surprise: 'x' })],
    ['a later date of the proof', () => proof({ created: '2026-05-02T00:00:00Z' })],
    ['another purpose', () => proof({ proofPurpose: 'authentication' })],
    ['the key of somebody else', () => proof({ verificationMethod: foreign.id })],
    ['a key that does not exist', () => proof({ verificationMethod: `${String(issuerOf(signed))}#other` })],
    [
      'a change in the signature',
      () => proof({ proofValue: proofValue.slice(0, at) + letter + proofValue.slice(at + 1) }),
    ],
    ['the issuer of somebody else', () => withIssuer(signed, foreign.did)],
    ['members in another order', () => Object.fromEntries(Object.entries(signed).toReversed())],
    ['an end of validity', () => ({ ...signed, validUntil: '2031-01-01T00:00:00Z' })],
    ['no proof', () => (({ proof: _, ...rest }) => rest)(signed)],
    ['a member of the proof that was not signed', () => proof({ nonce: 'x' })],
  ]
  const [name, make] = alterations[random.below(alterations.length)] as (typeof alterations)[number]
  return [name, copy(make())]
}

const issuerOf = ({ issuer }: JsonObject): JsonValue | undefined => (isJsonObject(issuer) ? issuer.id : issuer)

const withIssuer = (signed: JsonObject, id: string): JsonObject => ({
  ...signed,
  issuer: isJsonObject(signed.issuer) ? { ...signed.issuer, id } : id,
})

function alterJwt(random: Random, jwt: string): [string, string] {
  const parts = jwt.split('.')
  const which = random.below(3)
  const at = random.below(parts[which]?.length ?? 1)
  const letter = random.pick(['A', 'Q', 'g', 'w', '-', '_', 'z'])
  const put = (text: string): string => parts.map((part, i) => (i === which ? text : part)).join('.')
  const part = parts[which] ?? ''
  if (which < 2 && random.chance(0.5)) {
    const json = JSON.parse(utf8Decode(base64urlDecode(part))) as JsonObject
    return ['a claim or header', put(base64urlEncode(utf8Encode(JSON.stringify(mutated(random, json)).toWellFormed())))]
  }
  return ['a character', put(part.slice(0, at) + letter + part.slice(at + 1))]
}
