/** Our verdict on signature and binding beside that of the reference, and why the two may differ. */

import { isCompactJws } from '../../src/badge/index.js'
import { asArray, isJsonObject } from '../../src/internal/json.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
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
  /** What the reference says of each proof of several where it stands alone; asked where the verdicts differ. */
  readonly alone?: readonly boolean[]
}

export async function compare({ input, form, key }: Case): Promise<Comparison> {
  const { checks } = await verifyCredential(input, { now })
  const compared = checks.filter(({ id }) => COMPARED.includes(id))
  const bad = compared.filter(({ status }) => status !== 'passed')
  const codes = [...new Set(bad.flatMap((check) => check.problems.map(({ code }) => code)))].sort()
  const ours = bad.some(({ status }) => status === 'failed') ? 'not sound' : bad.length > 0 ? 'cannot tell' : 'sound'
  const reason = await form.verify(input, key)
  const conforms = checks.every(({ id, status }) => id !== 'model.schema' || status === 'passed')
  const theirs = reason === ''
  const alone = (ours === 'sound') === theirs ? [] : await each(input, (one) => form.verify(one, key))
  return { ours, theirs, reason, conforms, codes, alone }
}

/** Each proof of a list as if it were the only one. */
async function each(input: Case['input'], verify: (one: JsonObject) => Promise<string>): Promise<boolean[]> {
  const proofs = typeof input === 'string' || !Array.isArray(input.proof) ? [] : input.proof
  const sound: boolean[] = []
  for (const proof of proofs) sound.push((await verify({ ...(input as JsonObject), proof })) === '')
  return sound
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
  {
    // VC Data Integrity §4.6: the result is that of all proofs. The reference asks for one that verifies.
    why: 'the reference takes a set of proofs of which one is sound, and here each of them must be',
    holds: ({ ours, theirs, alone = [] }) =>
      ours === 'not sound' && theirs && alone.length > 1 && alone.includes(true) && alone.includes(false),
  },
  {
    // VC Data Integrity §2.1: `created` is one dateTimeStamp.
    why: 'the reference does not look at the form of the time of a proof, where its canonical form stays the same',
    holds: ({ ours, theirs, codes }, { input }) =>
      ours === 'not sound' && theirs && codes.join() === 'ERR_PROOF_MALFORMED' && hasTimeOfManyValues(input),
  },
  {
    // RFC 7515 §2 with RFC 4648 §3.5: the bits that no byte has are zero, or one signature has several texts.
    why: 'the reference reads base64url of which the last bits are not zero, so that one JWT has several texts',
    holds: ({ ours, theirs, codes }, { input }) =>
      ours === 'not sound' && theirs && codes.join() === 'ERR_JWT_MALFORMED' && hasLooseBits(input),
  },
  {
    // RDF Dataset Canonicalization §7: how much work is too much is for each implementation to say.
    why: 'the reference gives up on the canonical form of blank nodes that are alike sooner than we do',
    holds: ({ ours, reason }) => ours === 'sound' && /^Maximum deep iterations exceeded/.test(reason),
  },
]

/** The same time several times, which is once in RDF. */
const hasTimeOfManyValues = (input: Case['input']): boolean =>
  typeof input !== 'string' &&
  asArray<JsonValue>(input.proof ?? []).some((proof) => isJsonObject(proof) && Array.isArray(proof.created))

const hasLooseBits = (input: Case['input']): boolean =>
  typeof input === 'string' &&
  isCompactJws(input) &&
  input.split('.').some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part)

const hasContextObject = (input: Case['input']): boolean =>
  typeof input !== 'string' &&
  (Array.isArray(input['@context']) ? input['@context'] : [input['@context']]).some((one) => typeof one === 'object')

/** `undefined` where the two agree; a reason where they may differ; `null` where that is a defect. */
export function explain(comparison: Comparison, given: Case): string | null | undefined {
  if ((comparison.ours === 'sound') === comparison.theirs) return undefined
  return explanations.find(({ holds }) => holds(comparison, given))?.why ?? null
}
