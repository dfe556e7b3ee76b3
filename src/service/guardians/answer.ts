import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { offerMessage } from '../badges/offer.js'
import { type BadgePlan, planBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, EventRecord, GuardedPurpose, GuardianshipRecord } from '../core/records/index.js'
import { findAll, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { endSessionsOf } from '../people/badge-sessions.js'
import { planGuardianConsent } from '../people/consents.js'
import { mailGuardian, putGuardianship } from '../people/guardians.js'
import type { GuardianView } from '../people/types.js'
import { planEndOfLinks } from '../sharing/links.js'
import { badgesFor, opened, viewOf } from './look.js'

interface Answer {
  readonly token: string
  readonly purpose: GuardedPurpose
  readonly given: boolean
  readonly textVersion: string
  readonly text: string
}

type Badge = Stored<'badges'> & { value: BadgeRecord }

/** What a decision changes of a badge, and what else goes with it. */
interface Effect {
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

/** Takes a decision: the answer, its entry in the log of consents, and all that follows, in one commit. */
export async function answerGuardian(context: ServiceContext, input: Answer): Promise<GuardianView> {
  const { token: text, purpose, given, textVersion } = input
  if (input.text.length > limits.guardianText || input.text === '') {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `\`text\` is what was shown, in 1 to ${limits.guardianText} characters.`,
    )
  }
  return retrying(async () => {
    const found = await opened(context, text)
    if (found === null) throw new BadgeError('ERR_TOKEN_INVALID', 'This link is not known here.')
    if (found === 'gone') throw new BadgeError('ERR_TOKEN_EXPIRED', 'This link decides nothing any more.')
    const { stored, token } = found
    const { key: childHash, value: before } = stored
    if (before.answers[purpose]?.given === given) return viewOf(context, stored)
    if (purpose === 'publishing' && given && before.answers.badges?.given !== true) {
      throw new BadgeError('ERR_STAGE_INVALID', 'Showing badges takes the consent to have them first.')
    }
    // Nobody shows what they may not have.
    const decided: readonly GuardedPurpose[] =
      purpose === 'badges' && !given && before.answers.publishing?.given === true ? ['badges', 'publishing'] : [purpose]
    const at = iso(context.now())
    const answers = { ...before.answers }
    for (const each of decided) answers[each] = { given, at, textVersion }
    const events: NewEvent[] = decided.map((each) => ({
      type: given ? 'consent-given' : before.answers[each]?.given === true ? 'consent-withdrawn' : 'consent-refused',
      data: { purpose: each },
    }))
    const log = logEntries(context, subjectOf('address', childHash), before.events, 'guardian', events)
    const next: GuardianshipRecord = { ...before, answers, events: before.events + events.length }
    const badges = await badgesOfChild(context, childHash)
    const effect = await effectOf(context, childHash, badges, purpose, given)
    const details = {
      childHash,
      guardianHash: before.guardianHash,
      issuers: [...new Set(badges.map(({ value }) => value.issuerId))],
      textDigest: sha256Hex(input.text),
      via: token.value.data.via === 'mail' ? ('mail' as const) : ('hand' as const),
    }
    await context.storage.commit([
      putGuardianship(context, childHash, stored, next),
      ...decided.flatMap((each) =>
        planGuardianConsent(context, { purpose: each, textVersion, given, guardian: details }),
      ),
      ...log.changes,
      ...effect.changes,
      ...(await mailGuardian(context, 'guardian-answer', childHash, next)),
    ])
    context.emit([...log.events, ...effect.events])
    return viewOf(context, { ...stored, value: next })
  })
}

/** The badges that were given to the child's address, and what else is in the account of its owner. */
async function badgesOfChild(context: ServiceContext, childHash: string): Promise<Badge[]> {
  const owner = await read(context.storage, 'addresses', childHash)
  const owned =
    owner === undefined
      ? []
      : await findAll(context.storage, 'badges', { index: 'person', value: owner.value.personId })
  const all = new Map((await badgesFor(context, childHash)).map((badge) => [badge.key, badge]))
  for (const stored of owned) {
    if (!isTombstone(stored.value)) all.set(stored.key, { ...stored, value: stored.value })
  }
  return [...all.values()]
}

/**
 * What follows from a decision. The gate has closed by the answer itself; what is taken back here stays closed when the
 * learner comes of age, who then decides again.
 */
async function effectOf(
  context: ServiceContext,
  childHash: string,
  badges: readonly Badge[],
  purpose: GuardedPurpose,
  given: boolean,
): Promise<Effect> {
  const plans = given
    ? purpose === 'badges'
      ? await offersOf(context, childHash, badges)
      : []
    : await Promise.all(badges.map(async (badge) => [badge, await planHidden(context, badge.value)] as const))
  const changed = plans.flatMap(([badge, plan]) => (plan === undefined ? [] : (planBadge(context, badge, plan) ?? [])))
  return {
    changes: [
      ...changed.flatMap(({ changes }) => changes),
      ...(purpose === 'badges' && !given ? await endOfSessions(context, childHash) : []),
    ],
    events: changed.flatMap(({ events }) => events),
  }
}

/** Offers that have waited: now the child gets the mail, and has as long as anybody to answer. */
async function offersOf(
  context: ServiceContext,
  childHash: string,
  badges: readonly Badge[],
): Promise<(readonly [Badge, BadgePlan])[]> {
  const waiting = badges.filter(
    ({ value: { stage, mail, recipientHash } }) =>
      // Also where a message that waited to be sent was dropped, since there was no consent at that moment.
      stage === 'offered' && (mail === undefined || mail === 'queued') && recipientHash === childHash,
  )
  return Promise.all(
    waiting.map(async (badge) => {
      const { changes, byMail } = await offerMessage(context, badge.value)
      const set = { offeredAt: iso(context.now()), ...(byMail ? { mail: 'queued' as const } : {}) }
      return [badge, { by: 'guardian', set, changes }] as const
    }),
  )
}

/** A badge that nobody else sees any more: private, off the screens, its links ended. */
async function planHidden(context: ServiceContext, badge: BadgeRecord): Promise<BadgePlan | undefined> {
  const links = await planEndOfLinks(context, badge.id)
  const isShown = badge.visibility !== 'private'
  if (!isShown && !badge.display && links.length === 0) return undefined
  return {
    by: 'guardian',
    moves: isShown ? [{ type: 'show', visibility: 'private' }] : [],
    set: { display: false },
    events: badge.display ? [{ type: 'display-ended' }] : [],
    changes: links,
  }
}

async function endOfSessions(context: ServiceContext, childHash: string): Promise<StorageChange[]> {
  const owner = await read(context.storage, 'addresses', childHash)
  return owner === undefined ? [] : endSessionsOf(context, owner.value.personId)
}
