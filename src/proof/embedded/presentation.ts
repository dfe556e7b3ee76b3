import { assertPublishable, isCompactJws, proofsOf } from '../../badge/index.js'
import { presentationFaults } from '../../credential/presentation/index.js'
import { BadgeError } from '../../errors.js'
import { CREDENTIALS_V1, CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, copyJson, isJsonObject } from '../../internal/json.js'
import { signRules } from '../../internal/option-tables.js'
import { checkOptions, type OptionTable } from '../../internal/options.js'
import { pointerJoin } from '../../internal/pointer.js'
import { isUri } from '../../internal/url.js'
import { isDid, splitFragment } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { OneOrMany, Proof } from '../../types/open-badges.js'
import type { Presentation, PresentationDraft } from '../../types/presentation.js'
import type { SignOptions } from '../../types/proof.js'
import { type DocumentSigning, signDocument } from './sign-document.js'

/**
 * Puts signed credentials together to show them. The presentation is not signed yet: `signPresentation` does that, and
 * without it nothing says who shows them.
 *
 * A credential that is a compact JWS goes in as `EnvelopedVerifiableCredential` (data model 2.0 only).
 *
 * @throws BadgeError `ERR_PROOF_MISSING` for a credential that is not signed, `ERR_PROOF_IS_BASE` for one that has to go
 * through `deriveCredential` first, `ERR_ARGUMENT_INVALID`, `ERR_LIMIT_EXCEEDED`
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations
 *
 * @example
 * import { createPresentation, generateKeyPair, issueBadge, signPresentation, verifyPresentation } from 'badgewright'
 *
 * const [issuer, learner] = [await generateKeyPair(), await generateKeyPair()]
 * const badge = await issueBadge({
 *   issuer: { name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { id: learner.did },
 * }, issuer)
 * const presentation = createPresentation({ credential: badge, holder: learner.did })
 * const signed = await signPresentation(presentation, learner, { challenge: 'c7a1', domain: 'lms.example' })
 * const result = await verifyPresentation(signed, { challenge: 'c7a1', domain: 'lms.example' })
 * console.log(result.verified, result.holder)
 */
export function createPresentation(draft: PresentationDraft): Presentation {
  checkOptions(draft, draftRules)
  const { holder, id, dataModel = '2.0' } = draft
  for (const [name, value] of Object.entries({ holder, id })) {
    if (value !== undefined && !isUri(value)) {
      throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` of a presentation must be a DID or another URL.`)
    }
  }
  const credentials = asArray(draft.credential)
  assertCount(credentials)
  return {
    '@context': [dataModel === '1.1' ? CREDENTIALS_V1 : CREDENTIALS_V2],
    ...defined({ id }),
    type: ['VerifiablePresentation'],
    ...defined({ holder }),
    ...(credentials.length === 0
      ? {}
      : { verifiableCredential: credentials.map((credential, i) => presented(credential, dataModel, i)) }),
  }
}

const draftRules = {
  credential: 'anything',
  holder: 'text',
  id: 'text',
  dataModel: ['2.0', '1.1'],
} as const satisfies OptionTable<PresentationDraft>

const ENVELOPED = 'EnvelopedVerifiableCredential'

function presented(credential: object | string, dataModel: '2.0' | '1.1', i: number): JsonObject {
  const pointer = pointerJoin('/credential', i)
  if (typeof credential === 'string') {
    if (dataModel === '1.1' || !isCompactJws(credential)) {
      throw new BadgeError(
        'ERR_ARGUMENT_INVALID',
        'A credential as text must be a compact JWS, and the presentation of data model 2.0.',
        { pointer },
      )
    }
    return { '@context': [CREDENTIALS_V2], id: `data:application/vc+jwt,${credential}`, type: ENVELOPED }
  }
  const copy = copyJson(credential)
  if (!isJsonObject(copy)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A credential is a JSON object or a compact JWS.', { pointer })
  }
  assertPresented(copy, pointer)
  return copy
}

function assertPresented(credential: JsonObject, pointer: string): void {
  if (proofsOf(credential).length === 0 && !asArray(credential.type).includes(ENVELOPED)) {
    throw new BadgeError('ERR_PROOF_MISSING', 'Only signed credentials can be presented.', { pointer })
  }
  assertPublishable(credential, pointer)
}

/**
 * Refuses a presentation of somebody else's making that no verifier would take, or whose credentials could not be shown: what
 * `createPresentation` refuses.
 *
 * @throws BadgeError `ERR_MODEL_INVALID`, `ERR_PROOF_MISSING`, `ERR_PROOF_IS_BASE`, `ERR_LIMIT_EXCEEDED`
 */
export function assertPresentable(presentation: JsonObject): void {
  assertPresentationModel(presentation)
  const credentials = asArray<JsonValue>(presentation.verifiableCredential)
  assertCount(credentials)
  for (const [i, credential] of credentials.entries()) {
    if (isJsonObject(credential)) assertPresented(credential, pointerJoin('/verifiableCredential', i))
  }
}

/**
 * Refuses what no verifier takes for a presentation: a signature would only make it look sound.
 *
 * @throws BadgeError `ERR_MODEL_INVALID`
 */
export function assertPresentationModel(presentation: JsonObject): void {
  const problems = presentationFaults(presentation).map((fault) => ({ code: 'ERR_MODEL_INVALID', ...fault }))
  const [first] = problems
  if (first === undefined) return
  throw new BadgeError('ERR_MODEL_INVALID', first.detail, { pointer: first.pointer, problems })
}

function assertCount(credentials: readonly unknown[]): void {
  if (credentials.length <= documentLimits.presentedCredentials) return
  throw new BadgeError(
    'ERR_LIMIT_EXCEEDED',
    `A presentation may hold at most ${documentLimits.presentedCredentials} credentials; make several.`,
  )
}

/**
 * Signs a presentation as its holder, for `authentication`. You get a frozen copy; the input is never touched. Give the
 * `challenge` and `domain` that the receiver asked for, or anybody who sees the presentation can show it again.
 *
 * A presentation without a `holder` gets the controller of the key.
 *
 * @param presentation - what `createPresentation` made, or any Verifiable Presentation without a proof
 * @param key - the holder's key pair, or a `Signer`
 * @throws BadgeError `ERR_HOLDER_MISMATCH` when the key certainly belongs to somebody else, `ERR_MODEL_INVALID` for what
 * is not a Verifiable Presentation, and what `signCredential` throws
 * @see https://www.w3.org/TR/vc-data-integrity/#add-proof
 *
 * @example
 * import { createPresentation, generateKeyPair, signPresentation } from 'badgewright'
 *
 * const learner = await generateKeyPair()
 * const presentation = createPresentation({ holder: learner.did })
 * const signed = await signPresentation(presentation, learner, { suite: 'Ed25519Signature2020', challenge: 'c7a1' })
 * console.log(signed.proof)
 */
export async function signPresentation(
  presentation: object,
  key: Signer,
  options: Omit<SignOptions, 'mandatoryPointers' | 'lint'> = {},
): Promise<Presentation & { proof: OneOrMany<Proof> }> {
  const { mandatoryPointers: _, lint: __, ...rules } = signRules
  checkOptions(options, rules)
  return (await signDocument(presentation, key, options, presentationSigning)) as Presentation & {
    proof: OneOrMany<Proof>
  }
}

/** Names the holder where nobody is named; refuses a key that certainly belongs to somebody else. */
export function assertHolder(
  presentation: JsonObject,
  key: Signer,
  method: string,
  { verificationMethod }: { readonly verificationMethod?: string | undefined },
): void {
  const [subject] = splitFragment(method)
  const controller = (verificationMethod === undefined ? key.controller : undefined) ?? subject
  presentation.holder ??= controller
  const { holder } = presentation
  const id = isJsonObject(holder) ? holder.id : holder
  if (id === controller || id === subject || !isDid(subject)) return
  throw new BadgeError(
    'ERR_HOLDER_MISMATCH',
    `The key belongs to ${controller}, who is not the holder of the presentation; use the holder's key.`,
    { pointer: '/holder' },
  )
}

const presentationSigning: DocumentSigning = {
  what: 'Verifiable Presentation',
  purpose: 'authentication',
  isPlain: () => false,
  check(presentation, key, method, { suite, verificationMethod, dangerouslySkipModelCheck }) {
    if (dangerouslySkipModelCheck !== true) assertPresentationModel(presentation)
    if (asArray(suite).includes('ecdsa-sd-2023')) {
      throw new BadgeError('ERR_SUITE_UNSUPPORTED', 'A presentation is shown whole; ecdsa-sd-2023 is for credentials.')
    }
    assertHolder(presentation, key, method, { verificationMethod })
  },
  async addProof(presentation, suite, { documentLoader }) {
    const { signPresentation: sign } = await import('@digitalbazaar/vc')
    await sign({ presentation, suite, purpose: authentication, documentLoader })
  },
}

/** The vendor's own purpose writes `challenge` even when there is none. */
const authentication = {
  update: async (proof: JsonObject): Promise<JsonObject> => ({ ...proof, proofPurpose: 'authentication' }),
}
