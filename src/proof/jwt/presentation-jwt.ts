import { BadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { utf8Encode } from '../../internal/bytes.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { asArray, copyJson, isJsonObject } from '../../internal/json.js'
import { signRules } from '../../internal/option-tables.js'
import { checkOptions } from '../../internal/options.js'
import { loaderFor, splitFragment } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { SignOptions } from '../../types/proof.js'
import { assertHolder, assertPresentationModel } from '../embedded/presentation.js'
import { canonicalOrExplain, methodName, time } from '../embedded/sign-document.js'
import { assertNotRenamed } from '../embedded/sign-model.js'
import { algorithmOfKeyType } from './algorithms.js'
import { CLAIM_NAMES } from './decode.js'
import { ENVELOPED_PRESENTATION } from './read-presentation.js'
import { signatureOf } from './sign-jwt.js'

/**
 * Signs a presentation as its holder, as a JWT (`vp+jwt`, W3C VC-JOSE-COSE). You get the compact text. The challenge
 * that the receiver gave becomes `nonce`, the domain `aud`. A presentation without a `holder` gets the controller of the
 * key. `verifyPresentation` takes the text, and the `EnvelopedVerifiablePresentation` around it.
 *
 * @param presentation - what `createPresentation` made; data model 2.0
 * @param key - the holder's key pair, or a `Signer`
 * @throws BadgeError `ERR_HOLDER_MISMATCH` when the key certainly belongs to somebody else, `ERR_MODEL_INVALID` for what
 * is not a presentation of data model 2.0, `ERR_ARGUMENT_INVALID`, `ERR_TERM_UNDEFINED`, `ERR_SIGN_FAILED`
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-jose
 *
 * @example
 * import { createPresentation, generateKeyPair, signPresentationAsJwt, verifyPresentation } from 'badgewright'
 *
 * const learner = await generateKeyPair({ type: 'P-256' })
 * const presentation = createPresentation({ holder: learner.did })
 * const jwt = await signPresentationAsJwt(presentation, learner, { challenge: 'c7a1', domain: 'lms.example' })
 * console.log((await verifyPresentation(jwt, { challenge: 'c7a1', domain: 'lms.example' })).verified) // true
 */
export async function signPresentationAsJwt(
  presentation: object,
  key: Signer,
  options: Pick<
    SignOptions,
    'verificationMethod' | 'challenge' | 'domain' | 'expires' | 'now' | 'contexts' | 'documents' | 'fetch'
  > = {},
): Promise<string> {
  assertSigner(key)
  checkOptions(options, rules)
  const method = methodName(options, key)
  const document = copyJson(presentation)
  if (!isJsonObject(document)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'What is signed is a JSON object.')
  assertPresentation(document)
  const named: JsonObject = { holder: key.controller ?? splitFragment(method)[0], ...document }
  assertHolder(named, key, method, options)
  const rdf = { documentLoader: loaderFor(options) }
  await canonicalOrExplain(named, rdf)
  await assertNotRenamed(named, { ...rdf, signed: 'text' })
  const now = time('now', options.now ?? new Date())
  const exp = options.expires === undefined ? undefined : time('expires', options.expires)
  if (exp !== undefined && exp <= now) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`expires` must not be in the past.', { pointer: '/exp' })
  }
  const payload = {
    ...named,
    iat: seconds(now),
    ...defined({ exp: exp && seconds(exp), nonce: options.challenge, aud: options.domain }),
  }
  const header = { alg: algorithmOfKeyType[key.type], typ: 'vp+jwt', cty: 'vp', kid: method }
  const input = [header, payload].map((part) => base64urlEncode(utf8Encode(JSON.stringify(part)))).join('.')
  return `${input}.${base64urlEncode(await signatureOf(key, utf8Encode(input)))}`
}

const { verificationMethod, challenge, domain, expires, now, contexts, documents, fetch } = signRules
const rules = { verificationMethod, challenge, domain, expires, now, contexts, documents, fetch }

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)

function assertPresentation(document: JsonObject): void {
  const invalid = (pointer: string, message: string) => new BadgeError('ERR_MODEL_INVALID', message, { pointer })
  if (asArray<JsonValue>(document['@context'])[0] !== CREDENTIALS_V2) {
    throw invalid('/@context', 'A vp+jwt needs the context of data model 2.0 first.')
  }
  assertPresentationModel(document)
  const claim = CLAIM_NAMES.find((name) => document[name] !== undefined)
  if (claim !== undefined) {
    throw invalid(`/${claim}`, `"${claim}" is a claim of the JWT, and must not be a member of the presentation.`)
  }
}

/** A `vp+jwt` in the JSON form in which it is sent. */
export const envelopPresentation = (jwt: string): JsonObject => ({
  '@context': CREDENTIALS_V2,
  type: ENVELOPED_PRESENTATION,
  id: `data:application/vp+jwt,${jwt}`,
})
