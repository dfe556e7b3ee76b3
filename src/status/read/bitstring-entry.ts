import { isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { isStatusSize } from '../../internal/status-size.js'
import { parseDateTime } from '../../internal/time.js'
import { isUri } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { readBits } from '../lists/bits.js'
import { statusListSubjects } from '../lists/credential.js'
import { decodeBitstring } from '../lists/encoding.js'
import { MIN_STATUS_LIST_LENGTH } from '../lists/list.js'
import {
  clear,
  type Details,
  type EntryPlace,
  type StatusContext,
  type StatusFinding,
  unknown,
  withdrawn,
} from './finding.js'
import { loadList } from './load-list.js'
import { standingOf, undecided } from './standing.js'

/** The types of a list's credential and subject, by the type of the entry. */
const listTypes = {
  BitstringStatusListEntry: { credential: 'BitstringStatusListCredential', subject: 'BitstringStatusList' },
  StatusList2021Entry: { credential: 'StatusList2021Credential', subject: 'StatusList2021' },
} as const

/**
 * Bitstring Status List 1.0 §3.2, and its predecessor StatusList2021, which differs in names only.
 *
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
export const readBitstringEntry =
  (type: keyof typeof listTypes) =>
  async (place: EntryPlace, context: StatusContext): Promise<StatusFinding> => {
    const terms = readTerms(place.entry)
    if (typeof terms === 'string') return unknown(place, 'ERR_STATUS_ENTRY_INVALID', terms)
    const { purpose, index, size, list: url } = terms
    const details: Details = { purpose, list: url, index }
    const fail = (code: Parameters<typeof unknown>[1], detail: string, warnings: readonly Problem[] = []) =>
      unknown(place, code, detail, { details, warnings })

    const loaded = await loadList(context.load, url)
    if (loaded.document === undefined) return fail(loaded.code, loaded.detail)
    const verdict = await context.verifyList(loaded.document)
    if (!verdict.proven) return fail(verdict.code, verdict.detail)
    const { credential } = verdict
    const lists = statusListSubjects(credential, listTypes[type].subject)
    if (!asArray(credential.type).includes(listTypes[type].credential) || lists.length === 0) {
      return fail('ERR_STATUS_LIST_INVALID', `What the entry names is not a ${listTypes[type].credential}.`)
    }
    const [subject, another] = lists.filter(({ statusPurpose }) => asArray(statusPurpose).includes(purpose))
    if (subject === undefined) {
      return fail(
        'ERR_STATUS_PURPOSE',
        `The status list is for ${JSON.stringify(lists[0]?.statusPurpose ?? null).slice(0, 80)}, the entry asks for ${JSON.stringify(purpose)}.`,
      )
    }
    // The order of subjects is signed by no proof over RDF, so that "the first" could be exchanged.
    if (another !== undefined || typeof subject.encodedList !== 'string') {
      return fail('ERR_STATUS_LIST_INVALID', 'The status list does not hold exactly one list for what the entry asks.')
    }
    const warnings = [...age(place, subject.ttl, credential, loaded.fetched, context)]
    let bits: Uint8Array
    try {
      bits = await decodeBitstring(subject.encodedList)
    } catch (error) {
      if (!isBadgeError(error)) throw error
      return fail(error.code, error.message, warnings)
    }
    const length = Math.floor((bits.length * 8) / size)
    if (length < MIN_STATUS_LIST_LENGTH) {
      const detail = `The status list has ${length} entries; at least ${MIN_STATUS_LIST_LENGTH} are asked for.`
      if (context.strict) return fail('ERR_STATUS_LIST_LENGTH', detail, warnings)
      warnings.push(problem('ERR_STATUS_LIST_LENGTH', detail, place.pointer))
    }
    if (index >= length) {
      return fail('ERR_STATUS_INDEX', `The status list has ${length} entries, and this is number ${index}.`, warnings)
    }
    const value = readBits(bits, index, size)
    const origin = { issuerId: verdict.issuerId, id: credential.id, url, fetched: loaded.fetched }
    const standing = await standingOf(place, origin, context)
    const shown = { ...details, value, ...messageOf(place.entry, value) }
    return standing.speaks
      ? judge(place, shown, [...standing.warnings, ...warnings])
      : undecided(place, judge(place, shown, warnings), standing.why)
  }

interface EntryTerms {
  readonly purpose: string
  readonly index: number
  readonly size: number
  readonly list: string
}

/** The members of the entry, or what is wrong with them. */
function readTerms(entry: JsonObject): EntryTerms | string {
  const { statusPurpose: purpose, statusListIndex, statusListCredential: list, statusSize: size = 1 } = entry
  if (typeof purpose !== 'string' || purpose === '') return 'The status entry does not say what it is for.'
  if (typeof list !== 'string' || !isUri(list)) return 'The status entry does not name a status list by its URL.'
  const index = readIndex(statusListIndex)
  if (index === undefined) return 'The index of the status entry is not a whole number.'
  if (!isStatusSize(size)) return 'The size of the status entry is not a number of bits.'
  return { purpose, index, size, list }
}

/** Base-10 digits by the standard; many issuers write a number. */
function readIndex(value: unknown): number | undefined {
  const index = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 ? index : undefined
}

/** Bitstring Status List 1.0 §2.2: milliseconds after which a list is to be had again; what was just fetched is fresh. */
function age(
  place: EntryPlace,
  ttl: JsonValue | undefined,
  { validFrom, issuanceDate, proof }: JsonObject,
  fetched: boolean,
  { now }: StatusContext,
): readonly Problem[] {
  if (ttl !== undefined && !(typeof ttl === 'number' && ttl >= 0)) {
    const detail = 'How long the status list may be relied on ("ttl") is not a number of milliseconds.'
    return [problem('ERR_STATUS_LIST_INVALID', detail, place.pointer)]
  }
  if (fetched || ttl === undefined || now === undefined) return []
  const made = [validFrom, issuanceDate, ...asArray<JsonValue>(proof).map((each) => isJsonObject(each) && each.created)]
  const times = made.flatMap((each) =>
    typeof each === 'string' ? [parseDateTime(each) ?? Number.NEGATIVE_INFINITY] : [],
  )
  if (times.length === 0 || Math.max(...times) + ttl >= now.getTime()) return []
  const detail = 'The status list at hand is older than its issuer wants it to be relied on; fetch it again.'
  return [problem('ERR_STATUS_LIST_EXPIRED', detail, place.pointer)]
}

function judge(place: EntryPlace, details: Details, warnings: readonly Problem[]): StatusFinding {
  const { purpose, value, message } = details
  if (purpose === 'message') {
    const detail = `The issuer says of the credential: ${message === undefined ? `status ${value}` : JSON.stringify(message)}.`
    return clear(place, details, value === 0 ? warnings : [...warnings, note(place, detail)])
  }
  if (value === 0) return clear(place, details, warnings)
  if (purpose === 'revocation') return withdrawn(place, 'revoked', details, warnings)
  if (purpose === 'suspension') return withdrawn(place, 'suspended', details, warnings)
  if (purpose === 'refresh') {
    return clear(place, details, [...warnings, note(place, 'The issuer says that a newer copy is to be had.')])
  }
  return unknown(place, 'ERR_STATUS_UNSUPPORTED', `What the status ${value} of this purpose means is not known.`, {
    details,
    warnings,
  })
}

const note = (place: EntryPlace, detail: string): Problem => problem('ERR_STATUS_MESSAGE', detail, place.pointer)

function messageOf(entry: JsonObject, value: number): { readonly message?: string } {
  const found = asArray(entry.statusMessage).find(
    (item) => isJsonObject(item) && typeof item.status === 'string' && hexValue(item.status) === value,
  )
  const message = isJsonObject(found) ? found.message : undefined
  return typeof message === 'string' ? { message: message.slice(0, documentLimits.statusMessage) } : {}
}

const hexValue = (text: string): number => (/^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : Number.NaN)
