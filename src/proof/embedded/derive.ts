import { isBaseProofValue, proofsOf } from '../../badge/index.js'
import { checkDataModel } from '../../credential/index.js'
import { BadgeError } from '../../errors.js'
import { base64urlDecode } from '../../internal/encoding.js'
import { asArray, copyJson, deepFreeze, isJsonObject } from '../../internal/json.js'
import { loaderRules } from '../../internal/option-tables.js'
import { checkOptions, needed } from '../../internal/options.js'
import { loaderFor } from '../../loader/index.js'
import type { SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { LoaderOptions } from '../../types/loader.js'
import { unsecured } from '../core/secured.js'
import { decodeBaseProofValue, encodeDerivedProofValue } from '../sd/proof-value.js'
import { select } from '../sd/select.js'
import { takeApart } from '../sd/statements.js'
import { ecdsaSd2023 } from '../suites/ecdsa-sd-2023.js'
import { errorProblem } from './sign-model.js'

/**
 * Makes, from a badge with a base proof (`ecdsa-sd-2023`), one that shows only chosen parts and verifies all the same.
 * This is the learner's step: the issuer hands over the base, the learner keeps it and shows what was derived.
 *
 * What the issuer made mandatory always stays, and so do the id, type and context of every object on the way to a
 * part. Other proofs of the badge are left out, since they cover what is hidden. Whether the base is genuine is not
 * looked at.
 *
 * @param base - the credential with its base proof
 * @throws BadgeError `ERR_PROOF_MISSING` without a base proof, `ERR_ARGUMENT_INVALID` for a pointer that leads nowhere,
 * `ERR_PROOF_INVALID` when the base proof does not fit the credential, `ERR_MODEL_INVALID` when what would be left is
 * not a badge, such as an alignment without its target (`problems` lists what is missing), and what `canonicalize` throws
 * @see https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023
 *
 * @example
 * import { deriveCredential, generateKeyPair, issueBadge } from 'badgewright'
 *
 * const key = await generateKeyPair({ type: 'P-256' })
 * const base = await issueBadge({
 *   issuer: { name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { id: 'did:example:kim' },
 *   credentialSubject: { narrative: 'Kim learned fast.' },
 *   evidence: ['https://acme.example/seam'],
 * }, key, { suite: 'ecdsa-sd-2023' })
 * const shown = await deriveCredential(base, { selectivePointers: ['/evidence'] })
 * console.log(shown.credentialSubject.narrative) // undefined
 */
export async function deriveCredential(
  base: object,
  options: LoaderOptions & {
    /**
     * JSON pointers (RFC 6901) to what is shown beside what the issuer made mandatory, such as `/evidence` or
     * `/credentialSubject/result/0`. What a pointer names is shown whole.
     */
    readonly selectivePointers: readonly string[]
    /** `id` of the base proof, when the credential has several. */
    readonly proofId?: string
  },
): Promise<SignedCredential> {
  checkOptions(options, { ...loaderRules, selectivePointers: needed('texts'), proofId: 'text' })
  const credential = copyJson(base)
  if (!isJsonObject(credential)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'A credential is a JSON object.')
  const proof = baseProofOf(credential, options)
  const value = decodeBaseProofValue(String(proof.proofValue))
  if (value === null) {
    throw new BadgeError('ERR_PROOF_MALFORMED', 'The base proof is damaged; ask the issuer for the badge again.')
  }
  const document = unsecured(credential)
  const pointers = [...new Set([...value.mandatoryPointers, ...options.selectivePointers])]
  const revealed = select(document, pointers)
  assertStillWhole(document, revealed)
  const documentLoader = loaderFor(options)
  const { statements, reveal } = await takeApart(document, value.hmacKey, { documentLoader })
  const mandatory = (await reveal(value.mandatoryPointers)).statements
  const shown = await reveal(pointers)
  const single = statements.filter((statement) => !mandatory.has(statement))
  if (single.length !== value.signatures.length) {
    throw new BadgeError('ERR_PROOF_INVALID', 'The base proof belongs to another credential.', { pointer: '/proof' })
  }
  const proofValue = encodeDerivedProofValue({
    baseSignature: value.baseSignature,
    publicKey: value.publicKey,
    signatures: value.signatures.filter((_, i) => shown.statements.has(single[i] ?? '')),
    labelMap: compressed(shown.labels),
    mandatoryIndexes: statements
      .filter((statement) => shown.statements.has(statement))
      .flatMap((statement, i) => (mandatory.has(statement) ? [i] : [])),
  })
  return deepFreeze({ ...revealed, proof: { ...proof, proofValue } }) as unknown as SignedCredential
}

function baseProofOf(credential: JsonObject, { proofId }: { readonly proofId?: string }): JsonObject {
  const found = proofsOf(credential).filter(
    (proof) =>
      ecdsaSd2023.matches(proof) &&
      isBaseProofValue(proof.proofValue) &&
      (proofId === undefined || proof.id === proofId),
  )
  const [first, second] = found
  if (first === undefined) {
    throw new BadgeError('ERR_PROOF_MISSING', 'The credential has no base proof (ecdsa-sd-2023) to derive from.')
  }
  if (second !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The credential has several base proofs; name one with `proofId`.')
  }
  return first
}

/** vc-di-ecdsa §3.5.6: `c14n12` as 12, and the secret labels as bytes. */
const compressed = (labels: ReadonlyMap<string, string>): ReadonlyMap<number, Uint8Array> =>
  new Map(
    [...labels]
      .map(([label, secret]) => [Number(label.slice('c14n'.length)), base64urlDecode(secret.slice(1))] as const)
      .toSorted(([a], [b]) => a - b),
  )

const BADGE_TYPES = ['AchievementCredential', 'OpenBadgeCredential', 'EndorsementCredential']

/** Leaving something out must not break a badge; what was wrong before is not this function's affair. */
function assertStillWhole(document: JsonObject, revealed: JsonObject): void {
  if (!asArray(document.type).some((type) => BADGE_TYPES.includes(String(type)))) return
  const before = new Set(checkDataModel(document).problems.map(({ rule, detail }) => `${rule} ${detail}`))
  const { problems } = checkDataModel(revealed)
  const broken = problems.filter(({ rule, detail }) => !before.has(`${rule} ${detail}`))
  const [first] = broken
  if (first === undefined) return
  throw new BadgeError(
    'ERR_MODEL_INVALID',
    `What is left would not be a valid badge: ${first.detail} Disclose the whole object around it.`,
    { problems: broken.map(errorProblem) },
  )
}
