import { comparableId, issuerIdOf } from '../../badge/index.js'
import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject, parseJson } from '../../internal/json.js'
import { isUri } from '../../internal/url.js'
import { nameIn } from '../../internal/url-scope.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
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

/**
 * 1EdTech Revocation List 1.0 (Open Badges 3.0 §9.1): a plain JSON file that names revoked credentials. It is not
 * signed, so its word rests on the address in the signed credential, and on the issuer that it names.
 *
 * @see https://www.imsglobal.org/spec/vcrl/v1p0/
 */
export async function readRevocationList(place: EntryPlace, context: StatusContext): Promise<StatusFinding> {
  const { credentialId } = context
  const url = place.entry.id
  if (typeof url !== 'string' || !isUri(url)) {
    return unknown(place, 'ERR_STATUS_ENTRY_INVALID', 'The status entry does not name a revocation list by its URL.')
  }
  const details: Details = { purpose: 'revocation', list: url }
  const fail = (code: Parameters<typeof unknown>[1], detail: string) => unknown(place, code, detail, { details })
  if (credentialId === undefined) {
    return fail('ERR_STATUS_ENTRY_INVALID', 'The credential has no id to look up in the revocation list.')
  }
  const loaded = await loadList(context.load, url)
  if (loaded.document === undefined) return fail(loaded.code, loaded.detail)
  const list = readList(loaded.document)
  if (list === undefined) return fail('ERR_STATUS_LIST_INVALID', 'What the entry names is not a revocation list.')

  const revoked = isRevoked(list.entries, nameIn(comparableId(credentialId)))
  if (revoked === undefined) {
    return fail('ERR_STATUS_LIST_INVALID', 'The revocation list does not say clearly whether it was revoked.')
  }
  const origin = { issuerId: list.issuer, id: list.id, url, fetched: loaded.fetched }
  const standing = await standingOf(place, origin, context)
  const judge = (warnings: readonly Problem[]) =>
    revoked ? withdrawn(place, 'revoked', details, warnings) : clear(place, details, warnings)
  return standing.speaks ? judge(standing.warnings) : undecided(place, judge([]), standing.why)
}

interface RevocationList {
  readonly issuer?: string
  readonly id?: JsonValue
  readonly entries: readonly JsonValue[]
}

function readList(document: JsonValue): RevocationList | undefined {
  const list = typeof document === 'string' ? parsed(document) : document
  if (!isJsonObject(list)) return undefined
  const { revokedCredential, revokedCredentials } = list
  // The array was renamed; an empty one is left out, as Open Badges asks for.
  const entries = [...items(revokedCredential), ...items(revokedCredentials)]
  const issuer = issuerIdOf(list)
  if (entries.length > documentLimits.revocationEntries) return undefined
  // A list that is there and is nothing is not an empty one.
  if (revokedCredential === null || revokedCredentials === null) return undefined
  if (issuer === undefined && revokedCredential === undefined && revokedCredentials === undefined) return undefined
  return { ...defined({ issuer, id: list.id }), entries }
}

const items = (value: JsonValue | undefined): readonly JsonValue[] => asArray<JsonValue>(value)

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}

/** Whether an entry says so; `undefined` when one cannot be understood that is about the credential, or may be. */
function isRevoked(entries: readonly JsonValue[], credentialId: string): boolean | undefined {
  const about = entries.filter((entry) => {
    const id = isJsonObject(entry) ? entry.id : entry
    return typeof id !== 'string' || nameIn(comparableId(id)) === credentialId
  })
  const answers = about.map((entry) => {
    if (typeof entry === 'string') return true
    return isJsonObject(entry) && typeof entry.id === 'string' ? revokedMember(entry) : undefined
  })
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
}

/** True when omitted; some issuers write the words for the values. */
function revokedMember({ revoked = true }: JsonObject): boolean | undefined {
  if (revoked === true || revoked === 'true') return true
  return revoked === false || revoked === 'false' ? false : undefined
}
