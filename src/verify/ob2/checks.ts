import { comparableId, isSameParty } from '../../badge/index.js'
import { OPEN_BADGES_2 } from '../../badge/kinds/index.js'
import { isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { faultOfForm, problem } from '../../internal/problems.js'
import { isSameUrl, nameIn } from '../../internal/url-scope.js'
import { isOutOfReach } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { inputParse } from '../checks/input.js'
import { inputKind } from '../checks/kind.js'
import { guessType, issuedTo, matchValue } from '../checks/met/recipient.js'
import { issuerTrust } from '../checks/trust.js'
import { type CheckDefinition, type Finding, passed, skipped } from '../core/check.js'
import type { VerifyOptions } from '../core/options.js'
import type { VerificationRun } from '../core/run.js'
import { checkEndorsements } from './endorsements.js'
import { checkExtensions } from './extensions.js'
import { modelProblems, timeOf } from './model.js'
import { isHosted, isSigned, type OpenedBadge, type Part } from './open.js'
import { isInScope, isSameHost } from './scope.js'
import type { SignatureFindings } from './signature.js'

const OB2 = 'https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html'

/** What the checks of one badge share. */
export interface Ob2State {
  /** What was handed in. */
  readonly given: JsonObject
  readonly opened: OpenedBadge
  /** For a badge that came as a JWS. */
  readonly signature?: SignatureFindings
}

/** The checks of the registry as Open Badges 2.0 has them, in the same order; what it does not know is skipped. */
export const ob2Checks = (state: Ob2State): readonly CheckDefinition[] => {
  const { given, opened, signature } = state
  const byKey = isSigned(given)
  const check = (
    id: CheckDefinition['id'],
    anchor: string,
    needs: CheckDefinition['needs'],
    run: CheckDefinition['run'],
    required: CheckDefinition['required'] = () => true,
  ): CheckDefinition => ({ id, clause: `${OB2}#${anchor}`, needs, required, run })
  const unknown = (id: CheckDefinition['id'], why: string): CheckDefinition =>
    check(
      id,
      'Data',
      [],
      () => skipped(why),
      () => false,
    )
  return [
    inputParse,
    inputKind,
    check('model.context', 'Assertion', ['input.parse'], () => contextOf(given)),
    check('model.schema', 'Data', ['input.parse'], (run) => modelOf(opened, run)),
    check('model.subject', 'IdentityObject', ['input.parse'], () => recipientOf(opened.assertion)),
    unknown('model.terms', 'Open Badges 2.0 signs the text of a badge, not its terms.'),
    check('proof.present', 'VerificationObject', ['input.parse'], () => proofOf(state)),
    check(
      'proof.key',
      'CryptographicKey',
      ['proof.present'],
      () => signature?.key ?? noKey,
      () => byKey,
    ),
    check('proof.signature', 'hosted-badges', ['proof.present'], () => signature?.signature ?? hostedOf(state)),
    unknown('proof.purpose', 'Open Badges 2.0 knows one purpose only.'),
    unknown('proof.validity', 'Open Badges 2.0 gives signatures no time.'),
    check('issuer.binding', 'Profile', ['proof.present'], () => signature?.binding ?? scopeOf(opened)),
    check('validity.from', 'Assertion', ['input.parse'], (run) => begunOf(opened, run)),
    check('validity.until', 'Assertion', ['input.parse'], (run) => expiredOf(opened, run)),
    check(
      'status.revocation',
      'RevocationList',
      ['input.parse', 'proof.signature'],
      (run) => revocationOf(opened, run),
      () => isRevocable(opened),
    ),
    unknown('refresh.service', 'Open Badges 2.0 has no refresh service.'),
    check(
      'subject.recipient',
      'IdentityObject',
      ['input.parse'],
      (run) => matchOf(opened, run),
      (run) => run.options.recipient !== undefined,
    ),
    check(
      'endorsement.each',
      'Endorsement',
      ['proof.signature'],
      (run) => checkEndorsements(opened, run.loader, run.now),
      () => false,
    ),
    unknown('clr.credentials', 'It is not a learner record.'),
    unknown('image.integrity', 'Open Badges 2.0 signs no digest of the picture.'),
    issuerTrust,
  ]
}

const noKey = skipped('The badge is hosted: it is signed with no key.')

function failed(code: Parameters<typeof problem>[0], detail: string, pointer: string, next: string): Finding {
  return { status: 'failed', summary: detail, next, problems: [problem(code, detail, pointer)] }
}

function contextOf(given: JsonObject): Finding {
  if (asArray<JsonValue>(given['@context']).includes(OPEN_BADGES_2)) {
    return passed('The context is that of Open Badges 2.0.')
  }
  const detail = `The context must be ${OPEN_BADGES_2}.`
  return failed('ERR_CONTEXT_INVALID', detail, '/@context', 'The issuer mends it and issues the badge again.')
}

async function modelOf(opened: OpenedBadge, run: VerificationRun): Promise<Finding> {
  const moved = [opened.badge, opened.issuer].some((part) => part.moved)
    ? [problem('ERR_DOCUMENT_UNAVAILABLE', 'A part of the badge lies at another address than the one that is named.')]
    : []
  const extensions = await checkExtensions(opened.document, run.loader)
  const claimed = opened.claimed
    ? [problem('ERR_ISSUER_MISMATCH', 'The badge class at its own address is of another issuer.', '/badge/issuer')]
    : []
  const warnings = [...moved, ...claimed, ...extensions.warnings]
  const problems = [...modelProblems(opened), ...extensions.problems]
  const [first] = problems
  if (first !== undefined) {
    const next = 'The issuer mends it and issues the badge again.'
    return { status: 'failed', summary: first.detail, next, problems, warnings }
  }
  for (const [part, pointer] of [
    [opened.badge, '/badge'],
    [opened.issuer, '/badge/issuer'],
  ] as const) {
    if (part.value !== undefined) continue
    return { ...unreachable(part, pointer, 'Supply it in `documents`, or enable fetching.'), warnings }
  }
  return passed('The documents of the badge have the shape that Open Badges 2.0 asks for.', warnings)
}

function unreachable({ error }: Part, pointer: string, next: string): Finding {
  const open = error === undefined || isOutOfReach(error)
  const found = problem(error?.code ?? 'ERR_DOCUMENT_UNAVAILABLE', error?.message ?? 'It is not at hand.', pointer)
  return { status: open ? 'indeterminate' : 'failed', summary: found.detail, next, problems: [found] }
}

function recipientOf({ recipient }: JsonObject): Finding {
  if (isJsonObject(recipient) && typeof recipient.identity === 'string' && recipient.identity !== '') {
    return passed('The recipient is identified.')
  }
  const summary = 'The badge names no recipient.'
  const found = recipient === undefined ? faultOfForm : problem
  return {
    status: 'failed',
    summary,
    next: 'The issuer names the recipient.',
    problems: [found('ERR_MODEL_INVALID', summary, '/recipient')],
  }
}

function proofOf({ given, signature }: Ob2State): Finding {
  const ask = 'Ask for the badge as the issuer handed it out.'
  if (signature !== undefined && isSigned(given)) return passed('It is signed.')
  if (signature !== undefined) {
    const detail = 'The badge came as a JWS, and says of itself that it is not signed.'
    return failed('ERR_PROOF_MALFORMED', detail, '/verification/type', ask)
  }
  if (isHosted(given)) return passed('It is hosted: what its own address says of it counts.')
  const detail = isSigned(given)
    ? 'The badge says that it is signed, and its signature is not there.'
    : 'The badge does not say how it is verified.'
  return failed('ERR_PROOF_MISSING', detail, '/verification/type', ask)
}

/** Open Badges 2.0, hosted verification: the badge is what its own address says it is. */
function hostedOf({ opened: { hosted, differs } }: Ob2State): Finding {
  if (hosted?.value === undefined) {
    return unreachable(
      hosted ?? { fromHome: false, moved: false },
      '/id',
      'Supply it in `documents`, or enable fetching.',
    )
  }
  if (differs) {
    const detail = 'The badge is not the one that its own address has.'
    return failed('ERR_PROOF_INVALID', detail, '', 'Do not rely on it: the hosted badge counts, and this is another.')
  }
  return passed('The badge is the one that its own address has.')
}

/** Open Badges 2.0, Profile.verification: addresses under which the issuer's badges lie; by default its own host. */
function scopeOf({ assertion, issuer }: OpenedBadge): Finding {
  const next = 'Supply or fetch the document of the issuer.'
  if (issuer.value === undefined) return unreachable(issuer, '/badge/issuer', next)
  const allowed = isInScope(assertion.id, issuer.value)
  if (!issuer.fromHome && !isSameHost(assertion.id, issuer.value.id)) {
    const detail = 'Only the badge itself says that the issuer has its badges at this address.'
    const found = problem('ERR_KEY_SELF_ASSERTED', detail, '/badge/issuer')
    return { status: 'indeterminate', summary: detail, next, problems: [found] }
  }
  if (allowed) return passed('The badge lies where the issuer has its badges.')
  const detail = 'The badge does not lie where the issuer has its badges.'
  return failed('ERR_ISSUER_MISMATCH', detail, '/id', 'Do not rely on the badge: anybody could have put it there.')
}

const skew = (run: VerificationRun): number => (run.options.clockSkewSeconds ?? 0) * 1000

function begunOf({ assertion }: OpenedBadge, run: VerificationRun): Finding {
  const from = timeOf(assertion.issuedOn)
  if (from === null || from <= run.now.getTime() + skew(run)) return passed('The badge has been issued.')
  const detail = `The badge was issued in the future, at ${assertion.issuedOn}.`
  return failed('ERR_NOT_YET_VALID', detail, '/issuedOn', 'Verify again once that time has come.')
}

function expiredOf({ assertion }: OpenedBadge, run: VerificationRun): Finding {
  const until = timeOf(assertion.expires)
  if (until === null) return passed('It does not expire.')
  if (until >= run.now.getTime() - skew(run)) return passed('It has not expired.')
  const detail = `The badge expired at ${assertion.expires}.`
  return failed('ERR_EXPIRED', detail, '/expires', 'Ask the holder for a renewed badge.')
}

const isRevocable = ({ assertion, issuer }: OpenedBadge): boolean =>
  isHosted(assertion) || issuer.value === undefined || issuer.value.revocationList !== undefined

/** A hosted badge says so itself; of signed ones the issuer keeps a list. */
async function revocationOf({ assertion, issuer }: OpenedBadge, run: VerificationRun): Promise<Finding> {
  if (assertion.revoked === true) return revoked(assertion.revocationReason, '/revoked')
  if (isHosted(assertion)) return passed('The badge at its own address is not revoked.')
  if (issuer.value === undefined) return unreachable(issuer, '/badge/issuer', 'Supply the document of the issuer.')
  const { revocationList: reference } = issuer.value
  if (reference === undefined) return skipped('The issuer has no list of revoked badges.')
  const list = isJsonObject(reference) ? reference : await listAt(reference, run)
  if ('status' in list && 'summary' in list) return list as unknown as Finding
  const { revokedAssertions, id, issuer: by } = list as JsonObject
  const entries = asArray<JsonValue>(revokedAssertions)
  const pointer = '/badge/issuer/revocationList'
  const named = entries.map((each) => namesIn(isJsonObject(each) ? [each.id, each.uid] : [each]))
  // A list that is there and is nothing is not an empty one, and what names no badge may be about this one.
  if (
    entries.length > documentLimits.revocationEntries ||
    named.some(({ length }) => length === 0) ||
    (revokedAssertions ?? null) === null
  ) {
    return open(problem('ERR_STATUS_LIST_INVALID', 'The revocation list is malformed.', pointer))
  }
  const foreign = by !== undefined && !isSameParty(isJsonObject(by) ? by.id : by, issuer.value.id)
  if (foreign || (typeof reference === 'string' && id !== undefined && !isSameUrl(id, reference))) {
    const whose = foreign ? 'It is the list of another issuer' : 'It is another list than the one that the issuer names'
    return open(problem('ERR_STATUS_LIST_MISMATCH', `${whose}, so that it decides nothing.`, pointer))
  }
  // An address that is spelled otherwise is the same address.
  const names = namesIn([assertion.id, assertion.uid])
  const entry = entries.find((_, i) => named[i]?.some((name) => names.includes(name)))
  if (entry === undefined) return passed('The issuer has not revoked the badge.')
  return revoked(isJsonObject(entry) ? entry.revocationReason : undefined, pointer)
}

const namesIn = (values: readonly (JsonValue | undefined)[]): readonly string[] =>
  values.flatMap((value) => (typeof value === 'string' ? [nameIn(comparableId(value))] : []))

async function listAt(reference: JsonValue, run: VerificationRun): Promise<JsonObject | Finding> {
  const pointer = '/badge/issuer/revocationList'
  try {
    const { document } = await run.loader(String(reference), 'document')
    if (isJsonObject(document)) return document
    return open(problem('ERR_STATUS_LIST_INVALID', 'The revocation list is not a JSON object.', pointer))
  } catch (error) {
    const message = isBadgeError(error) ? error.message : 'The revocation list could not be loaded.'
    return open(problem('ERR_STATUS_UNAVAILABLE', message, pointer))
  }
}

const open = (found: ReturnType<typeof problem>): Finding => ({
  status: 'indeterminate',
  summary: found.detail,
  next: 'Supply the revocation list in `documents`, or enable fetching.',
  problems: [found],
})

function revoked(reason: JsonValue | undefined, pointer: string): Finding {
  const why = typeof reason === 'string' ? ` Its reason: ${JSON.stringify(reason.slice(0, 200))}.` : ''
  const next = 'Do not rely on the badge; ask the issuer if in doubt.'
  return failed('ERR_STATUS_REVOKED', `The issuer has revoked the badge.${why}`, pointer, next)
}

/** Types of recipients that Open Badges 2.0 names, as 3.0 calls them. */
const identityTypes: Readonly<Record<string, string>> = {
  email: 'emailAddress',
  telephone: 'ext:telephone',
  url: 'ext:url',
}

function matchOf({ assertion }: OpenedBadge, run: VerificationRun): Finding {
  const { recipient } = run.options
  if (recipient === undefined) return skipped('No recipient was given to look for.')
  const known: Partial<Exclude<VerifyOptions['recipient'], string>> =
    typeof recipient === 'string' ? { value: recipient } : recipient
  const identity = isJsonObject(assertion.recipient) ? assertion.recipient : {}
  const sameType = known.type === undefined || (identityTypes[String(identity.type)] ?? identity.type) === known.type
  const { hashed, identity: identityHash, salt = '' } = identity
  const object = { hashed, identityHash, salt } as JsonObject
  const value = known.value ?? ''
  const isAddress = identity.type === 'email' && guessType(value) !== undefined
  const match = sameType ? matchValue(object, value, isAddress && run.options.recipientMatch !== 'exact') : undefined
  if (match !== undefined) return issuedTo(match)
  const detail = 'The badge was not issued to the recipient given.'
  const next = 'Check the spelling; the address must be the one that the issuer knew.'
  return failed('ERR_RECIPIENT_MISMATCH', detail, '/recipient', next)
}
