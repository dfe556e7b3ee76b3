import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import type { ProofAspect, ProofOutcome } from '../../proof/embedded/index.js'
import type { JsonObject } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { type CheckDefinition, type Finding, passed, waiting } from '../core/check.js'
import type { VerificationRun } from '../core/run.js'

/** Open Badges 3.0 §8: a credential without a proof proves nothing. */
const proofPresent: CheckDefinition = {
  id: 'proof.present',
  needs: ['input.parse'],
  run({ document, input }) {
    const count = assertProofs(document) + (input.jwt === undefined ? 0 : 1)
    if (count > 0) return passed(count === 1 ? 'It carries a proof.' : `It carries ${count} proofs.`)
    const detail = 'The credential carries no proof.'
    return {
      status: 'failed',
      summary: detail,
      problems: [problem('ERR_PROOF_MISSING', detail, '/proof')],
    }
  },
}

/** How many proofs a document has; throws for what is none, and for too many. */
export function assertProofs(document: JsonObject): number {
  const proofs = asArray(document.proof)
  if (proofs.length > documentLimits.proofs) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A proof set may have at most ${documentLimits.proofs} proofs.`, {
      pointer: '/proof',
    })
  }
  if (!proofs.every(isJsonObject)) {
    throw new BadgeError('ERR_PROOF_MALFORMED', 'A proof must be an object.', { pointer: '/proof' })
  }
  return proofs.length
}

const good: Record<ProofAspect, string> = {
  'proof.key': 'The key was found and may sign credentials.',
  'proof.signature': 'The signature matches the credential.',
  'proof.purpose': 'The proof was made for this purpose.',
  'proof.validity': 'The proof is valid at this time.',
  'issuer.binding': 'The key belongs to the issuer.',
}

/**
 * One aspect over all proofs of the set: all must hold (Data Integrity 1.0 §4.5), and one that nobody can tell anything of,
 * such as one of an unknown suite, leaves the set open. Which one that is, is said once, of its signature.
 */
export function judgeProofs(id: ProofAspect, proofs: readonly ProofOutcome[], passes = good[id]): Finding {
  if (proofs.length > 0 && proofs.every((proof) => isFine(proof, id))) return passed(passes)
  const supported = proofs.filter((proof) => proof.supported)
  const deciding = supported.length > 0 && id !== 'proof.signature' ? supported : proofs
  const decided = deciding.map((proof) => proof.aspects[id])
  const warnings: Problem[] = proofs.flatMap((proof) => proof.aspects[id].warnings ?? [])
  const failed = decided.filter((aspect) => aspect.status === 'failed')
  const open = decided.filter((aspect) => aspect.status === 'indeterminate')
  if (failed.length + open.length === 0 && decided.some((aspect) => aspect.status === 'skipped')) {
    return waiting(culpritOf(deciding))
  }
  const [status, culprits] =
    failed.length > 0
      ? (['failed', failed] as const)
      : open.length > 0
        ? (['indeterminate', open] as const)
        : (['passed', []] as const)
  const problems = culprits.flatMap((aspect) => aspect.problems)
  return {
    status,
    summary: status === 'passed' ? passes : (problems[0]?.detail ?? passes),
    problems,
    warnings,
  }
}

/**
 * Whose the proofs are: at least one is the issuer's. The others must hold like it, and are somebody else's: a notary's,
 * an employer's, anybody's (Data Integrity 1.0 §2.1). What a JWT says beside the credential counts as the issuer's, so
 * that its key must be.
 */
function judgeBinding(proofs: readonly ProofOutcome[]): Finding {
  const jwts = proofs.filter(({ report }) => report.type === 'JWT')
  const deciding = jwts.length > 0 ? jwts : proofs
  if (!deciding.some(({ aspects }) => aspects['issuer.binding'].status === 'passed')) {
    const isOpen = ({ aspects }: ProofOutcome): boolean => aspects['issuer.binding'].status !== 'failed'
    // The key of one that nobody can tell anything of may be the issuer's.
    const open = deciding.filter((proof) => proof.supported && isOpen(proof))
    return judgeProofs('issuer.binding', open.length > 0 ? open : deciding)
  }
  const unnamed = proofs.filter(({ report, party }) => report.by === 'other' && party === undefined)
  return passed(
    good['issuer.binding'],
    unnamed.map(({ report }) =>
      problem(
        'ERR_KEY_SELF_ASSERTED',
        `A further proof is by a key of somebody else, and no document of that party’s own lists it: ${quoted(report.verificationMethod)}.`,
        '/proof',
      ),
    ),
  )
}

const quoted = (text = ''): string => JSON.stringify(text).slice(0, 120)

const isFine = ({ supported, aspects }: ProofOutcome, id: ProofAspect): boolean =>
  supported && aspects[id].status === 'passed' && aspects[id].warnings === undefined

const overProofs = (
  id: ProofAspect,
  needs: CheckDefinition['needs'],
  judge = (proofs: readonly ProofOutcome[]) => judgeProofs(id, proofs),
): CheckDefinition => ({
  id,
  needs,
  run(run: VerificationRun) {
    const proofs = run.proofs()
    return proofs instanceof Promise ? proofs.then(judge) : judge(proofs)
  },
})

/** The aspect that kept others from being looked at: no key, or a proof that is malformed or of an unknown format. */
function culpritOf(proofs: readonly ProofOutcome[]): ProofAspect {
  const keyless = proofs.some(({ aspects: { 'proof.key': key } }) => key.problems.length > 0)
  return keyless ? 'proof.key' : 'proof.signature'
}

export const proofChecks: readonly CheckDefinition[] = [
  proofPresent,
  overProofs('proof.key', ['proof.present']),
  { ...overProofs('proof.signature', ['proof.present']), unlessFailed: ['model.terms'] },
  overProofs('proof.purpose', ['proof.present']),
  overProofs('proof.validity', ['proof.present']),
  overProofs('issuer.binding', ['proof.present'], judgeBinding),
]
