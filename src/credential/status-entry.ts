import { jcs } from '../internal/jcs.js'
import { asArray } from '../internal/json.js'
import { isStatusSize } from '../internal/status-size.js'
import { isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Report } from './findings.js'
import { suggest } from './suggest.js'
import { insteadOf, nearTerm, urlFault } from './value-words.js'

/** Entries of a list of bits; the older type differs in its name only. */
const ofBits: readonly JsonValue[] = ['BitstringStatusListEntry', 'StatusList2021Entry']

/**
 * Bitstring Status List 1.0 §2.1, its predecessor, and 1EdTech Revocation List 1.0. What is wrong here under `status.entry`
 * lets the status be unknown, and so the badge undecided.
 */
export function checkStatusEntry(
  { value, pointer }: { readonly value: JsonObject; readonly pointer: string },
  { warn }: { readonly warn: Report },
): void {
  const types = asArray<JsonValue>(value.type)
  if (types.includes('1EdTechRevocationList') && value.id === undefined) {
    warn('status.entry', `${pointer}/id`, 'An entry of a revocation list must have "id", the URL of the list.')
  }
  if (!types.some((type) => ofBits.includes(type))) return
  const { statusListIndex: index, statusPurpose: purpose, statusListCredential: list, statusSize: size } = value
  for (const key of ['statusPurpose', 'statusListIndex', 'statusListCredential']) {
    if (value[key] !== undefined) continue
    const given = Object.keys(value).find(
      (member) => suggest(member, statusEntryKeys) === key && !statusEntryKeys.includes(member),
    )
    const here = given === undefined ? '' : `; here it is called "${given.slice(0, 40)}"`
    warn('status.entry', `${pointer}/${key}`, `An entry of a status list must have "${key}"${here}.`)
  }
  if (index !== undefined && !(typeof index === 'string' && INDEX.test(index))) {
    // Many issuers write a number, and it is read.
    const isRead = typeof index === 'number' && Number.isSafeInteger(index) && index >= 0
    const why = isRead ? insteadOf(index, 'text') : 'write digits only, without a sign, and at most 15'
    const rule = isRead ? 'status.index-text' : 'status.entry'
    warn(rule, `${pointer}/statusListIndex`, `"statusListIndex" must be text of digits, from "0" on; ${why}.`)
  }
  if (list !== undefined && !(typeof list === 'string' && isUri(list))) {
    const why = typeof list === 'string' ? urlFault(list) : insteadOf(list, 'text')
    warn('status.entry', `${pointer}/statusListCredential`, `"statusListCredential" must be one absolute URL; ${why}.`)
  }
  const meant = typeof purpose === 'string' ? nearTerm(purpose, statusPurposes) : undefined
  if (purpose !== undefined && (typeof purpose !== 'string' || purpose === '' || (meant ?? purpose) !== purpose)) {
    const why =
      purpose === '' ? 'here it is empty' : meant === undefined ? insteadOf(purpose, 'text') : `write "${meant}"`
    warn(
      'status.entry',
      `${pointer}/statusPurpose`,
      `"statusPurpose" is not one of ${statusPurposes.join(', ')}; ${why}.`,
    )
  }
  if (size !== undefined && !isStatusSize(size)) {
    warn('status.entry', `${pointer}/statusSize`, '"statusSize" must be a whole number of bits, from 1 to 32.')
  }
}

/** What the reader takes for an index. */
const INDEX = /^\d{1,15}$/

/** Whether two entries differ in nothing but the list and the number that they name, and both name them soundly. */
export function isSamePlaceElsewhere(one: JsonObject, other: JsonObject): boolean {
  const [{ rest, isPlaced }, { rest: otherRest, isPlaced: isOtherPlaced }] = [placeIn(one), placeIn(other)]
  return isPlaced && isOtherPlaced && jcs(rest) === jcs(otherRest)
}

function placeIn({ id, statusListIndex: index, statusListCredential: list, ...rest }: JsonObject) {
  const isPlaced =
    typeof index === 'string' &&
    INDEX.test(index) &&
    typeof list === 'string' &&
    isUri(list) &&
    id === `${list}#${index}`
  return { rest, isPlaced }
}

/** Terms that the credentials/v2 context defines for entries of a status list. */
export const statusEntryTerms: readonly string[] = [
  'statusPurpose',
  'statusListIndex',
  'statusListCredential',
  'statusSize',
  'statusMessage',
  'statusReference',
]

const statusEntryKeys: readonly string[] = ['id', 'type', ...statusEntryTerms]

export const statusPurposes = ['revocation', 'suspension', 'refresh', 'message'] as const
