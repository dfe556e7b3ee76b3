import { isSameParty } from '../../badge/index.js'
import { problem } from '../../internal/problems.js'
import { isSameUrl } from '../../internal/url-scope.js'
import { issuerNames, sharesOrigin } from '../../loader/index.js'
import type { Problem } from '../../types/verification.js'
import { type EntryPlace, type StatusContext, type StatusFinding, unknown } from './finding.js'

/** Who says that a list is theirs, what it calls itself, and where it was to be had. */
export interface ListOrigin {
  readonly issuerId: string | undefined
  readonly id: unknown
  /** As the entry has it. */
  readonly url: string
  readonly fetched: boolean
}

/** Whether a list speaks for a credential; if not, why. */
export type Standing =
  | { readonly speaks: true; readonly warnings: readonly Problem[] }
  | { readonly speaks: false; readonly why: string }

/**
 * Anybody can publish a list and sign it, so that its answer counts only where the issuer of the credential
 * vouches for it: as its issuer, by naming its issuer, or as the only one at its origin. And it must be the very list that the
 * entry names, since an issuer has several.
 */
export async function standingOf(place: EntryPlace, list: ListOrigin, context: StatusContext): Promise<Standing> {
  const { issuerId, id, url, fetched } = list
  if (!(await isVouchedFor(issuerId, context))) {
    return { speaks: false, why: `it is a list by ${issuerId === undefined ? 'nobody' : named(issuerId)}` }
  }
  if (id !== undefined) {
    return isSameUrl(id, url)
      ? { speaks: true, warnings: [] }
      : { speaks: false, why: `it is the list ${named(id)}, and not the one that the entry names` }
  }
  if (!fetched) return { speaks: false, why: 'it does not say which list it is, and was not fetched from its address' }
  const detail = 'The status list does not say its address; it counts because it was fetched from there.'
  return { speaks: true, warnings: [problem('ERR_STATUS_LIST_MISMATCH', detail, place.pointer)] }
}

async function isVouchedFor(listIssuer: string | undefined, context: StatusContext): Promise<boolean> {
  const { issuerId, statusIssuers = [], load } = context
  if (listIssuer === undefined || issuerId === undefined) return false
  if (isSameParty(listIssuer, issuerId) || statusIssuers.some((each) => isSameParty(each, listIssuer))) return true
  return sharesOrigin(listIssuer, issuerId) || issuerNames(issuerId, listIssuer, load)
}

/** What a list that does not speak for the credential says is reported, and decides nothing. */
export function undecided(place: EntryPlace, finding: StatusFinding, why: string): StatusFinding {
  const { pointer: _p, type: _t, answer, ...details } = finding.report
  const says = answer === 'clear' ? 'nothing against the credential' : answer === 'unknown' ? 'something' : answer
  return unknown(place, 'ERR_STATUS_LIST_MISMATCH', `A status list says ${says}, but ${why}.`, {
    details,
    warnings: finding.warnings,
  })
}

const named = (id: unknown): string => (typeof id === 'string' ? id.slice(0, 200) : 'of another kind')
