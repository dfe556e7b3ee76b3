import { proofsOf } from '../badge/index.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerGet } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Check, Problem, ProofReport } from '../types/verification.js'

/** What of a verification the results are made of. */
interface Verified {
  readonly checks: readonly Check[]
  readonly proofs: readonly ProofReport[]
}

const stateOf = ({ checks }: Verified, id: string): boolean =>
  checks.find((check) => check.id === id)?.status === 'passed'

const result = (verified: boolean, input: JsonValue): JsonObject => ({ verified, input })

/** Each member is there where the document has what it is about. */
const present = (results: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(results).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )

const proofResults = ({ proofs }: Verified, document: JsonObject): JsonValue[] =>
  proofsOf(document).map((proof, i) => result(proofs[i]?.status === 'passed', proof))

/**
 * `results` of a credential as VCALM 1.0 has them: what each of these members was found to be. What could not be told is not
 * `verified`; the findings are in `problemDetails`, and every check of ours is in `checks` beside this.
 */
export function credentialResults(given: Verified, document: JsonObject): JsonObject {
  const { validFrom = document.issuanceDate, validUntil = document.expirationDate, credentialSchema } = document
  const statuses = given.checks.find(({ id }) => id === 'status.revocation')?.statuses ?? []
  return present({
    validFrom: validFrom === undefined ? undefined : result(stateOf(given, 'validity.from'), validFrom),
    validUntil: validUntil === undefined ? undefined : result(stateOf(given, 'validity.until'), validUntil),
    credentialSchema: asArray<JsonValue>(credentialSchema).map((one) => result(stateOf(given, 'model.schema'), one)),
    credentialStatus: statuses.flatMap(({ pointer, answer, value }) => {
      const entry = pointerGet(document, pointer)
      const known = value === undefined ? {} : { value }
      return isJsonObject(entry) ? [{ ...known, verified: answer === 'clear', input: entry }] : []
    }),
    proof: proofResults(given, document),
  })
}

/** What was expected of the proof of a presentation. */
interface Expected {
  readonly challenge?: string
  readonly domain?: string
}

/** The same of a presentation; those of its credentials are made by `each`. */
export function presentationResults(
  given: Verified,
  document: JsonObject,
  { challenge, domain }: Expected,
  credentials: readonly JsonObject[],
): JsonObject {
  const { holder } = document
  const fits = stateOf(given, 'proof.purpose')
  return {
    presentation: present({
      challenge: challenge === undefined ? undefined : result(fits, challenge),
      domain: domain === undefined ? undefined : result(fits, domain),
      holder: holder === undefined ? undefined : result(stateOf(given, 'holder.binding'), holder),
      proof: proofResults(given, document),
    }),
    credentials: [...credentials],
  }
}

/** What is loaded here, the host decides: the advice of the library is for the host. */
export const hostsSay = (detail: string): string =>
  detail.replace(
    /; pass [^;]{1,60} in `(?:contexts|documents)` or enable `fetch`\./,
    ', and this server does not load it.',
  )

/** RFC 9457 as VC Data Model 2.0 §7.1 has it, with our code. */
export const details = (problems: readonly Problem[]): JsonObject[] =>
  problems.map(({ type, title, detail, code, pointer }) => ({
    type,
    title,
    detail: hostsSay(detail),
    code,
    ...(pointer === undefined ? {} : { pointer }),
  }))
