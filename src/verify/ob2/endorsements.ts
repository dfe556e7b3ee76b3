import { isSameId } from '../../badge/index.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import { isOutOfReach } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { Problem } from '../../types/verification.js'
import { type Finding, passed, skipped } from '../core/check.js'
import { agrees } from './agree.js'
import { timeOf } from './model.js'
import { hasType, home, isHosted, type OpenedBadge, type Part } from './open.js'
import { isInScope, isSameHost } from './scope.js'

/** Where an endorsement is, and what it is to be about. */
interface Place {
  readonly reference: JsonValue
  readonly pointer: string
  readonly endorsed: JsonObject
}

/**
 * Open Badges 2.0, Endorsement: each that the assertion, its badge class and its issuer name is what its own address
 * says it is, lies where the endorser has its badges, and is about what it is part of.
 */
export async function checkEndorsements(opened: OpenedBadge, load: DocumentLoader, now: Date): Promise<Finding> {
  const places = placesIn(opened)
  if (places.length === 0) return skipped('The badge carries no endorsement.')
  const problems: Problem[] = []
  const warnings: Problem[] = []
  let failed = false
  for (const { reference, pointer, endorsed } of places.slice(0, documentLimits.ob2Endorsements)) {
    const part = await partOf(reference, load)
    const found = await problemOf(reference, part, load, now)
    if (found !== undefined) {
      failed ||= !found.open
      problems.push(problem(found.open ? 'ERR_DOCUMENT_UNAVAILABLE' : 'ERR_VERIFICATION_FAILED', found.detail, pointer))
    } else if (!isAbout(part.value ?? {}, endorsed)) {
      const detail = 'The endorsement is about something else than what it is part of.'
      warnings.push(problem('ERR_ENDORSEMENT_MISMATCH', detail, pointer))
    }
  }
  if (places.length > documentLimits.ob2Endorsements) {
    problems.push(
      problem(
        'ERR_LIMIT_EXCEEDED',
        `Only ${documentLimits.ob2Endorsements} of ${places.length} endorsements were looked at.`,
      ),
    )
  }
  const wrong = problems.filter(({ pointer }) => pointer !== undefined).length
  const summary = `${Math.min(places.length, documentLimits.ob2Endorsements) - wrong} of ${places.length} endorsements verified.`
  if (problems.length === 0) return { ...passed(summary), warnings }
  return {
    status: failed ? 'failed' : 'indeterminate',
    summary,
    next: 'Supply the endorsements and the profiles of those who endorse, or enable fetching.',
    problems,
    warnings,
  }
}

function placesIn({ assertion, badge, issuer }: OpenedBadge): readonly Place[] {
  const parts = [
    [assertion, '/endorsement'],
    [badge.value, '/badge/endorsement'],
    [issuer.value, '/badge/issuer/endorsement'],
  ] as const
  return parts.flatMap(([endorsed, at]) => {
    const value = endorsed?.endorsement
    return asArray<JsonValue>(value).map((reference, i) => ({
      reference,
      pointer: Array.isArray(value) ? pointerJoin(at, i) : at,
      endorsed: endorsed ?? {},
    }))
  })
}

/** What an endorsement says at its own address. */
const partOf = (reference: JsonValue, load: DocumentLoader): Promise<Part> =>
  home(isJsonObject(reference) ? reference.id : reference, load)

interface Wrong {
  readonly detail: string
  /** Whether nobody can tell. */
  readonly open: boolean
}

async function problemOf(
  reference: JsonValue,
  { value, error }: Part,
  load: DocumentLoader,
  now: Date,
): Promise<Wrong | undefined> {
  const wrong = (detail: string, open = false): Wrong => ({ detail, open })
  if (error?.code === 'ERR_DOCUMENT_GONE') return wrong('The endorsement has been revoked: its address is gone.')
  if (value === undefined) {
    return wrong(`The endorsement is not at hand: ${error?.message ?? ''}`, error === undefined || isOutOfReach(error))
  }
  if (isJsonObject(reference) && !agrees(reference, value)) {
    return wrong('The endorsement is not the one that its own address has.')
  }
  if (!hasType(value, 'Endorsement')) return wrong('This is not an endorsement.')
  if (!isJsonObject(value.claim) || typeof value.claim.id !== 'string') {
    return wrong('The endorsement does not say what it is about.')
  }
  const { revoked = false, expires = null } = value
  if (revoked !== null && revoked !== false) return wrong('The endorsement has been revoked.')
  const [from, until] = [timeOf(value.issuedOn), timeOf(expires)]
  if (from !== null && from > now.getTime()) return wrong('The endorsement was issued in the future.')
  if (expires !== null && until === null) return wrong('When the endorsement expires is not a time.')
  if (until !== null && until < now.getTime()) return wrong('The endorsement has expired.')
  if (!isHosted(value)) return wrong('Endorsements that are signed are not looked at.', true)
  const endorser = await partOf(value.issuer ?? null, load)
  if (endorser.value === undefined) {
    const open = endorser.error === undefined || isOutOfReach(endorser.error)
    return wrong(`The profile of who endorses is not at hand: ${endorser.error?.message ?? ''}`, open)
  }
  if (!hasType(endorser.value, 'Profile', 'Issuer')) return wrong('Who endorses has no profile.')
  // Who has a name that leads nowhere may be anybody.
  if (!endorser.fromHome && !isSameHost(value.id, endorser.value.id)) {
    return wrong('Only a document elsewhere says that this is who endorses.', true)
  }
  if (!isInScope(value.id, endorser.value)) {
    return wrong('The endorsement does not lie where its issuer is.')
  }
  return undefined
}

function isAbout({ claim }: JsonObject, { id }: JsonObject): boolean {
  return isSameId(isJsonObject(claim) ? claim.id : undefined, id)
}
