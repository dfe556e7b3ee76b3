import { issuerIdOf } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { utf8Encode } from '../../internal/bytes.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { isBytes } from '../../internal/is-bytes.js'
import { asArray, copyJson, isJsonObject } from '../../internal/json.js'
import { assertExactIntegers } from '../../internal/numbers.js'
import { lintRule, loaderRules } from '../../internal/option-tables.js'
import { checkOptions, type OptionTable } from '../../internal/options.js'
import { problem } from '../../internal/problems.js'
import { parseDateTime } from '../../internal/time.js'
import { isUri } from '../../internal/url.js'
import { freshUrn } from '../../internal/uuid.js'
import { importPublicKey } from '../../keys/index.js'
import { loaderFor } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { JwtFormat, JwtSignOptions } from '../../types/jwt.js'
import type { KeyPair, KeyType, PublicKeyJwk, Signer } from '../../types/keys.js'
import { assertFits } from '../embedded/check-signature.js'
import { assertIssuer, signCredential } from '../embedded/sign.js'
import { canonicalOrExplain, methodName } from '../embedded/sign-document.js'
import { assertModel, assertNotRenamed } from '../embedded/sign-model.js'
import { algorithmOfKeyType, certifiedAlgorithms } from './algorithms.js'
import { CLAIM_NAMES, isNumericDate, isVersion1, subjectIdOf, validityMembers } from './decode.js'

/** Both forms of JWT, the default first. */
export const jwtFormats: readonly JwtFormat[] = ['vc-jwt', 'vc+jwt']

/**
 * Signs a credential as a JWT: any Verifiable Credential of data model 2.0 (1.1 as `vc-jwt` only). You get the compact
 * text, to be stored, sent, or baked into an image as it is. The input is never touched.
 *
 * The algorithm follows from the key: RS256 for RSA, ES256 for P-256, ES384 for P-384, EdDSA for Ed25519. The official
 * validator of 1EdTech takes the first two; `onWarning` reports the others.
 *
 * A `vc-jwt` has the claims `iss`, `jti`, `nbf`, `sub`, and `exp` where the credential ends. A subject without an id
 * gets one, in the credential too, since `sub` must name it. Proofs that the credential carries already stay in it;
 * `embed` makes them first, which is also the only order in which a subject can get its id.
 *
 * @param document - the credential
 * @param key - a key pair, or a `Signer` in front of a KMS or HSM
 * @returns the JWT: three parts of base64url with dots between
 * @throws BadgeError `ERR_MODEL_INVALID` for what is not a Verifiable Credential or lacks what the claims repeat,
 * `ERR_SIGN_ISSUER_MISMATCH`, `ERR_TERM_UNDEFINED`, `ERR_SIGN_FAILED`, `ERR_ARGUMENT_INVALID`, and what
 * `signCredential` throws
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-with-jose
 *
 * @example
 * import { createCredential, generateKeyPair, signCredentialAsJwt, verifyCredential } from 'badgewright'
 *
 * const key = await generateKeyPair({ type: 'P-256' })
 * const credential = createCredential({
 *   issuer: { id: key.did, name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { email: 'kim@example.org' },
 * })
 * const jwt = await signCredentialAsJwt(credential, key)
 * console.log((await verifyCredential(jwt)).verified) // true
 */
export async function signCredentialAsJwt(
  document: object,
  key: Signer,
  options: JwtSignOptions = {},
): Promise<string> {
  assertSigner(key)
  checkOptions(options, rules)
  const { format = 'vc-jwt', keyHeader = 'kid' } = options
  const method = methodName(options, key)
  const credential = await signable(document, format, key, options)
  assertIssuer(credential, key, method, options)
  const { proof: _, ...unsecured } = credential
  const rdf = { documentLoader: loaderFor(options) }
  await canonicalOrExplain(unsecured, rdf)
  if (options.dangerouslySkipModelCheck !== true) {
    await assertNotRenamed(credential, { ...rdf, signed: 'text' })
    await assertModel(credential, options, document)
  }
  const alg = algorithmOfKeyType[key.type]
  const header = {
    alg,
    ...(format === 'vc+jwt' ? { typ: 'vc+jwt', cty: 'vc' } : { typ: 'JWT' }),
    ...(keyHeader === 'kid' ? { kid: method } : { jwk: await publicJwkOf(key) }),
  }
  if (!certifiedAlgorithms.includes(alg)) warnOf(alg, options)
  const payload = format === 'vc+jwt' ? credential : withClaims(credential)
  const signingInput = `${encoded(header)}.${encoded(payload)}`
  return `${signingInput}.${base64urlEncode(await signatureOf(key, utf8Encode(signingInput)))}`
}

const rules = {
  ...loaderRules,
  format: jwtFormats,
  keyHeader: ['kid', 'jwk'],
  verificationMethod: 'text',
  subjectId: 'text',
  embed: 'text or texts',
  created: 'instant',
  lint: lintRule,
  dangerouslySkipModelCheck: 'boolean',
  now: 'instant',
  onWarning: 'function',
} as const satisfies OptionTable<JwtSignOptions>

const encoded = (value: object): string => base64urlEncode(utf8Encode(JSON.stringify(value)))

/** A copy with what the format needs, and with the embedded proofs. */
async function signable(
  document: object,
  format: JwtFormat,
  key: Signer,
  options: JwtSignOptions,
): Promise<JsonObject> {
  const copy = copyJson(document)
  if (!isJsonObject(copy)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'A credential is a JSON object.')
  assertExactIntegers(copy)
  assertCredential(copy, format)
  const credential = format === 'vc-jwt' ? withSubjectId(copy, options) : copy
  if (options.embed === undefined) return credential
  const { format: _f, keyHeader: _k, subjectId: _s, onWarning: _w, embed: suite, ...rest } = options
  // What is signed in the end is looked at once.
  return copyJson(await signCredential(credential, key, { ...rest, suite, lint: 'off' })) as JsonObject
}

function assertCredential(credential: JsonObject, format: JwtFormat): void {
  if (!jwtFormats.includes(format)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A JWT is made in the format ${jwtFormats.join(' or ')}.`)
  }
  const [base] = asArray<JsonValue>(credential['@context'])
  if (base !== CREDENTIALS_V2 && !(format === 'vc-jwt' && isVersion1(credential))) {
    throw invalid(
      '/@context',
      `A ${format} needs the context of data model ${format === 'vc+jwt' ? '2.0' : '2.0 or 1.1'} first.`,
    )
  }
  if (!asArray<JsonValue>(credential.type).includes('VerifiableCredential')) {
    throw invalid('/type', 'The document is not a Verifiable Credential.')
  }
  if (issuerIdOf(credential) === undefined) throw invalid('/issuer', 'The credential must name its issuer.')
  for (const name of CLAIM_NAMES) {
    if (credential[name] !== undefined) {
      throw invalid(`/${name}`, `"${name}" is a claim of the JWT, and must not be a member of the credential.`)
    }
  }
}

/** Open Badges 3.0 §8.2 asks for `sub`, also for a recipient who is known by an identifier only (§8.5). */
function withSubjectId(credential: JsonObject, { subjectId = freshUrn() }: JwtSignOptions): JsonObject {
  if (subjectIdOf(credential) !== undefined) return credential
  const [subject, ...others] = asArray<JsonValue>(credential.credentialSubject)
  if (!isJsonObject(subject) || others.length > 0 || subject.id !== undefined) {
    throw invalid('/credentialSubject', 'A vc-jwt is about one subject, whose id is a URL.')
  }
  if (credential.proof !== undefined) {
    throw invalid(
      '/credentialSubject/id',
      'The subject must have an id, and cannot get one after an embedded proof was made; name the suites in `embed` instead.',
    )
  }
  if (typeof subjectId !== 'string' || !isUri(subjectId)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`subjectId` must be an absolute URL, such as a `urn:uuid:`.')
  }
  const named = { id: subjectId, ...subject }
  return { ...credential, credentialSubject: Array.isArray(credential.credentialSubject) ? [named] : named }
}

/** Open Badges 3.0 §8.2.4: the claims, and the credential beside them or, for data model 1.1, in `vc`. */
function withClaims(credential: JsonObject): JsonObject {
  const { from, until } = validityMembers(credential)
  const claims = {
    iss: issuerIdOf(credential) ?? '',
    jti: requiredId(credential),
    nbf: secondsOf(credential, from),
    sub: subjectIdOf(credential) ?? '',
    ...(credential[until] === undefined ? {} : { exp: secondsOf(credential, until) }),
  }
  return isVersion1(credential) ? { ...claims, vc: credential } : { ...credential, ...claims }
}

function requiredId({ id }: JsonObject): string {
  if (typeof id !== 'string' || !isUri(id)) throw invalid('/id', 'The credential must have an id, which is a URL.')
  return id
}

function secondsOf(credential: JsonObject, member: string): number {
  const value = credential[member]
  const time = typeof value === 'string' ? parseDateTime(value) : null
  if (time === null || !isNumericDate(time / 1000))
    throw invalid(`/${member}`, `"${member}" must be there, as a date and time with a time zone.`)
  return Math.floor(time / 1000)
}

async function publicJwkOf(key: Signer): Promise<PublicKeyJwk> {
  const { toJSON } = key as Partial<KeyPair>
  if (toJSON === undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A signer without a public key cannot give a `jwk`; use `kid`.')
  }
  return (await importPublicKey(toJSON())).publicKeyJwk
}

/** Whether a signature of so many bytes can be one of the key's type; RSA has the length of its modulus. */
const signatureFits: Readonly<Record<KeyType, (bytes: number) => boolean>> = {
  Ed25519: (bytes) => bytes === 64,
  'P-256': (bytes) => bytes === 64,
  'P-384': (bytes) => bytes === 96,
  RSA: (bytes) => bytes >= 256 && bytes <= 1024,
}

export async function signatureOf(key: Signer, data: Uint8Array): Promise<Uint8Array> {
  let signature: unknown
  try {
    signature = await key.sign({ data })
  } catch (cause) {
    throw isBadgeError(cause) ? cause : new BadgeError('ERR_SIGN_FAILED', 'The signer failed.', { cause })
  }
  if (!isBytes(signature) || !signatureFits[key.type](signature.length)) {
    throw new BadgeError('ERR_SIGN_FAILED', `The signer did not return a signature as ${key.type} keys make it.`)
  }
  await assertFits(key, data, signature)
  return signature
}

function warnOf(alg: string, { onWarning }: JwtSignOptions): void {
  onWarning?.({
    ...problem('ERR_JWT_ALGORITHM', `The official validator of 1EdTech does not take JWTs signed with ${alg}.`),
    fix: 'Sign with an RSA or P-256 key, or make an embedded proof.',
  })
}

const invalid = (pointer: string, message: string): BadgeError =>
  new BadgeError('ERR_MODEL_INVALID', message, { pointer })
