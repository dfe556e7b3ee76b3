import { issuerIdOf, proofsOf } from '../../badge/index.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { problem } from '../../internal/problems.js'
import { canParseUrl } from '../../internal/url.js'
import { didWebUrl, isComputedDid, splitFragment } from '../../loader/index.js'
import {
  type ProofOutcome,
  unseenProof,
  type VerifyProofOptions,
  verifyProof,
  worstOf,
} from '../../proof/embedded/index.js'
import type { JsonObject } from '../../types/json.js'

/**
 * Verifies all embedded proofs of a credential. Anybody may add a proof to a set (Data Integrity 1.0 §2.1), and so name
 * addresses that are then asked for a key: the proofs that can be the issuer's by the name of their key come first, the
 * others only when none of those has failed, and in few documents.
 */
export async function verifyProofSet(
  document: JsonObject,
  options: Omit<VerifyProofOptions, 'pointer'>,
): Promise<readonly ProofOutcome[]> {
  const proofs = proofsOf(document)
  const verify = (proof: JsonObject, i: number): Promise<ProofOutcome> =>
    verifyProof(document, proof, { ...options, pointer: pointerOf(document, i) })
  if (proofs.length <= 1) return Promise.all(proofs.map(verify))

  const issuer = issuerIdOf(document) ?? ''
  const isNear = proofs.map((proof) => isNearIssuer(documentOf(proof), issuer))
  const near = await Promise.all(proofs.map((proof, i) => (isNear[i] ? verify(proof, i) : undefined)))
  const isLost = near.some((outcome) => outcome !== undefined && hasFailed(outcome))
  const asked = new Set<string>()
  return Promise.all(
    proofs.map((proof, i) => {
      const known = near[i]
      if (known !== undefined) return known
      if (isLost) return unseenProof(proof)
      asked.add(documentOf(proof))
      return asked.size <= documentLimits.foreignKeyDocuments ? verify(proof, i) : tooFar(proof, pointerOf(document, i))
    }),
  )
}

const pointerOf = ({ proof }: JsonObject, i: number): string => (Array.isArray(proof) ? `/proof/${i}` : '/proof')

function tooFar(proof: JsonObject, at: string): ProofOutcome {
  const detail = `The keys of a proof set are looked up in at most ${documentLimits.foreignKeyDocuments} documents of others than the issuer.`
  return unseenProof(proof, [problem('ERR_LIMIT_EXCEEDED', detail, `${at}/verificationMethod`)])
}

/** The document in which the key of a proof lies. */
const documentOf = ({ verificationMethod }: JsonObject): string =>
  typeof verificationMethod === 'string' ? splitFragment(verificationMethod)[0] : ''

/** Whether nobody else has to be asked for a key: it is the document itself, or lies with the issuer. */
const isNearIssuer = (name: string, issuer: string): boolean =>
  name === issuer || isComputedDid(name) || (originOf(name) !== undefined && originOf(name) === originOf(issuer))

function originOf(id: string): string | undefined {
  try {
    const url = id.startsWith('did:web:') ? didWebUrl(id) : id
    return /^https?:/i.test(url) && canParseUrl(url) ? new URL(url).origin : undefined
  } catch {
    return undefined
  }
}

/** Whether something about a proof is wrong, other than that it is not the issuer's. */
const hasFailed = ({ aspects: { 'issuer.binding': _, ...others } }: ProofOutcome): boolean =>
  Object.values(others).some(({ status }) => status === 'failed')

/** Says of each proof whose it is. */
export function attributed(outcomes: readonly ProofOutcome[]): readonly ProofOutcome[] {
  const isBound = outcomes.some(isIssuers)
  return outcomes.map((outcome) => {
    if (isIssuers(outcome)) return { ...outcome, report: { ...outcome.report, by: 'issuer' } }
    if (!isOthers(outcome, isBound)) return outcome
    const { report, party, aspects } = outcome
    const { 'issuer.binding': _, ...own } = aspects
    // That it is not the issuer's is nothing against a further proof.
    const status = isBound ? worstOf(Object.values(own)) : report.status
    return { ...outcome, report: { ...report, by: 'other', ...defined({ party }), status } }
  })
}

const isIssuers = ({ aspects }: ProofOutcome): boolean => aspects['issuer.binding'].status === 'passed'

/** Another's proof: by a key that is not the issuer's, or that nobody says is while another proof is the issuer's. */
function isOthers({ aspects }: ProofOutcome, isBound: boolean): boolean {
  const { status } = aspects['issuer.binding']
  return status === 'failed' || (isBound && status === 'indeterminate')
}
