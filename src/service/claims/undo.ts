import { BadgeError } from '../../errors.js'
import { findBadge, planBadge, requireBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { BadgeRecord } from '../core/records/index.js'
import { accountOf, type Viewer } from '../core/shown.js'
import { retrying } from '../core/store.js'
import { lookUpOpen, mint, openToken, use } from '../core/tokens.js'
import { planGiveBack } from './give-back.js'
import { badgeIdOf } from './offer.js'

/** Takes back a decline (there is a new link), or what a rule accepted (the badge is declined). */
export async function undo(
  context: ServiceContext,
  { token: text, viewer }: { token: string; viewer?: Viewer },
): Promise<{ badge: BadgeRecord; claimToken?: string }> {
  return retrying(async () => {
    const token = await openToken(context, 'undo', text)
    const stored = await requireBadge(context, badgeIdOf(token))
    const { undoes, via = 'hand' } = token.value.data
    if (undoes === 'auto-accept') {
      const { claimPolicy, personId } = stored.value
      // Declining takes what claiming takes, and the link of a mail can be forwarded.
      if (claimPolicy !== 'link' && (personId === undefined || accountOf(viewer) !== personId)) {
        throw new BadgeError('ERR_ACCESS_DENIED', 'Sign in to remove this badge.')
      }
      const plan = await planGiveBack(context, stored.value)
      const change = planBadge(context, stored, { ...plan, changes: [...(plan.changes ?? []), use(context, token)] })
      if (change === undefined) return { badge: stored.value }
      await context.storage.commit(change.changes)
      context.emit(change.events)
      return { badge: change.badge }
    }
    const claim = await mint(context, {
      purpose: 'claim',
      subject: subjectOf('badge', stored.value.id),
      expiresAt: context.now() + context.offerMs,
      data: { via },
    })
    const change = planBadge(context, stored, {
      by: 'learner',
      moves: [{ type: 'undo', windowMs: context.undoMs }],
      changes: [use(context, token), claim.change],
    })
    if (change === undefined) throw new BadgeError('ERR_TOKEN_USED', 'This was already undone.')
    await context.storage.commit(change.changes)
    context.emit(change.events)
    return { badge: change.badge, claimToken: claim.text }
  })
}

/** What `undo` would take back; `null` for a token that would do nothing. */
export async function lookAtUndo(
  context: ServiceContext,
  text: string,
): Promise<{ kind: 'decline' | 'auto-accept'; badge: BadgeRecord } | null> {
  const token = await lookUpOpen(context, 'undo', text)
  const badge = token && (await findBadge(context, badgeIdOf(token)))?.value
  if (token === undefined || badge === undefined) return null
  return { kind: token.value.data.undoes === 'decline' ? 'decline' : 'auto-accept', badge }
}
