/** Our verdict on signature and binding beside that of the reference, and why the two may differ. */
import { verifyCredential } from '../../src/verify/index.js'
import type { Case } from './cases.js'
import { now } from './references.js'

/** The checks that say whether the issuer signed this, and that it says what it seems to. */
const COMPARED = [
  'input.parse',
  'model.context',
  'model.terms',
  'proof.present',
  'proof.key',
  'proof.signature',
  'proof.purpose',
  'proof.validity',
  'issuer.binding',
]

export interface Comparison {
  readonly ours: 'sound' | 'not sound' | 'cannot tell'
  readonly theirs: boolean
  /** What the reference says against it. */
  readonly reason: string
  /** Whether the data model holds here; not compared. */
  readonly conforms: boolean
  /** Codes of what failed or is undecided here. */
  readonly codes: readonly string[]
}

export async function compare({ input, form, key }: Case): Promise<Comparison> {
  const { checks } = await verifyCredential(input, { now })
  const compared = checks.filter(({ id }) => COMPARED.includes(id))
  const bad = compared.filter(({ status }) => status !== 'passed')
  const codes = [...new Set(bad.flatMap((check) => check.problems.map(({ code }) => code)))].sort()
  const ours = bad.some(({ status }) => status === 'failed') ? 'not sound' : bad.length > 0 ? 'cannot tell' : 'sound'
  const reason = await form.verify(input, key)
  const conforms = checks.every(({ id, status }) => id !== 'model.schema' || status === 'passed')
  return { ours, theirs: reason === '', reason, conforms, codes }
}

export interface Explanation {
  readonly why: string
  readonly holds: (comparison: Comparison, given: Case) => boolean
}

/** Every kind of difference that is right. A row that explains nothing in a long run is to be removed. */
export const explanations: readonly Explanation[] = [
  {
    // VC Data Integrity ECDSA and EdDSA, JCS verification: the document's list must begin with that of the proof.
    why: 'the reference for JCS compares contexts that are objects by identity, so that it refuses what it has signed itself',
    holds: ({ ours, reason }, { input }) =>
      ours === 'sound' && reason === 'document.@context does not start with proof.@context' && hasContextObject(input),
  },
  {
    why: 'the reference refuses for its data model, which here is a check of its own and fails as well',
    holds: ({ ours, theirs, conforms }) => ours === 'sound' && !theirs && !conforms,
  },
]

const hasContextObject = (input: Case['input']): boolean =>
  typeof input !== 'string' &&
  (Array.isArray(input['@context']) ? input['@context'] : [input['@context']]).some((one) => typeof one === 'object')

/** `undefined` where the two agree; a reason where they may differ; `null` where that is a defect. */
export function explain(comparison: Comparison, given: Case): string | null | undefined {
  if ((comparison.ours === 'sound') === comparison.theirs) return undefined
  return explanations.find(({ holds }) => holds(comparison, given))?.why ?? null
}
