import { dateOf, issuerOf } from '../badge/index.js'
import { asArray, isJsonObject } from '../internal/json.js'
import type { CredentialKind } from '../types/credential.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Check, VerificationResult } from '../types/verification.js'

/** Longest text that is quoted. */
const SUMMARY_LENGTH = 300

/**
 * What a displayer shows of a badge (Open Badges 3.0 certification guide, "Displayer"): name, description, issuer, date,
 * picture, and in what state it is. Of a badge that is not verified, all of it is what the badge says of itself.
 */
export function summarize(
  result: VerificationResult<CredentialKind>,
): readonly (readonly [label: string, value: string])[] {
  const document = (result.verified ? result.credential : result.unverifiedCredential) as JsonObject | undefined
  if (document === undefined) return []
  const [subject] = asArray<JsonValue>(document.credentialSubject ?? {}).filter(isJsonObject)
  const [achievement] = asArray<JsonValue>(subject?.achievement ?? {}).filter(isJsonObject)
  const issuer = issuerOf(document)
  const achieved = textOf(achievement?.name)
  const name = textOf(document.name) ?? achieved
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['name', name],
    ['achievement', achieved === name ? undefined : achieved],
    ['description', textOf(achievement?.description) ?? textOf(document.description)],
    ['issuer', issuer?.name ?? issuer?.id],
    ['issued', textOf(document.awardedDate) ?? textOf(dateOf(document, 'begin'))],
    ['ends', textOf(dateOf(document, 'end'))],
    ['image', imageOf(result, achievement?.image ?? document.image)],
    ['status', stateOf(result)],
  ]
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]))
}

/** Text, or the first of several, or the text of a value with a language. */
function textOf(value: JsonValue | undefined): string | undefined {
  const [first] = asArray<JsonValue>(value ?? [])
  const text = isJsonObject(first) ? first['@value'] : first
  if (typeof text !== 'string') return undefined
  return text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH - 1)}…` : text
}

function imageOf({ source }: VerificationResult<CredentialKind>, value: JsonValue | undefined): string | undefined {
  if (source === 'png' || source === 'svg') return `the ${source.toUpperCase()} that it is baked into`
  const [image] = asArray<JsonValue>(value ?? [])
  const url = isJsonObject(image) ? image.id : image
  if (typeof url !== 'string') return undefined
  return url.startsWith('data:') ? `${url.slice(0, url.search(/[;,]|$/))} (within the badge)` : textOf(url)
}

function stateOf({ outcome, checks }: VerificationResult<CredentialKind>): string {
  const failed = (id: string): Check | undefined => checks.find((check) => check.id === id && check.status === 'failed')
  const suspended = failed('status.revocation')?.statuses?.every(({ answer }) => answer !== 'revoked')
  const states = [
    ...(failed('status.revocation') === undefined ? [] : [suspended ? 'suspended' : 'revoked']),
    ...(failed('validity.until') === undefined ? [] : ['expired']),
    ...(failed('validity.from') === undefined ? [] : ['not yet valid']),
  ]
  if (states.length > 0) return states.join(', ')
  if (outcome === 'verified') return 'valid'
  return outcome === 'failed' ? 'not valid' : 'undecided'
}
