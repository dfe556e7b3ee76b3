import { BadgeError } from '../../errors.js'
import { type CapsuleField, capsuleFieldsOf } from '../../export/index.js'
import { changeBadge, requireBadge } from '../core/change.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import type { Visibility } from '../core/lifecycle/index.js'
import type { BadgeRecord } from '../core/records/index.js'
import { canHide, shownOf } from '../core/shown.js'
import { planConsent } from '../people/consents.js'

const visibilities: readonly Visibility[] = ['private', 'unlisted', 'public']

export function assertOwner(badge: BadgeRecord, personId: string): void {
  if (badge.personId !== undefined && badge.personId === personId) return
  // The same as for a badge that does not exist: ids of other people's badges are not confirmed.
  throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no badge with this id.')
}

/** Who may see a badge. Only its owner decides. */
export async function setVisibility(
  context: ServiceContext,
  { badgeId, personId, visibility }: { badgeId: string; personId: string; visibility: Visibility },
): Promise<BadgeRecord> {
  if (!visibilities.includes(visibility)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`visibility` is private, unlisted or public.')
  }
  return changeBadge(context, badgeId, async (badge) => {
    assertOwner(badge, personId)
    const consent = visibility === 'private' ? [] : await passing(context, 'publish', { badge })
    return { by: 'learner', moves: [{ type: 'show', visibility }], changes: consent }
  })
}

/** Gives or withdraws consent to screens of the organisation. It has nothing to do with being public. */
export const setDisplay = (
  context: ServiceContext,
  {
    badgeId,
    personId,
    allowed,
    textVersion = '1',
  }: { badgeId: string; personId: string; allowed: boolean; textVersion?: string },
): Promise<BadgeRecord> =>
  changeBadge(context, badgeId, async (badge) => {
    assertOwner(badge, personId)
    if (badge.display === allowed) return { by: 'learner' }
    const consent = allowed ? await passing(context, 'publish', { badge }) : []
    return {
      by: 'learner',
      set: { display: allowed },
      events: [{ type: allowed ? 'display-allowed' : 'display-ended' }],
      changes: [
        ...consent,
        ...planConsent(context, { personId, purpose: 'display', textVersion, given: allowed, badgeId }),
      ],
    }
  })

/** What a link to this badge can leave out. */
export async function capsuleOf(
  context: ServiceContext,
  { badgeId, personId }: { badgeId: string; personId: string },
): Promise<{ fields: readonly CapsuleField[]; inFile: boolean }> {
  const { value: badge } = await requireBadge(context, badgeId)
  assertOwner(badge, personId)
  const fields = capsuleFieldsOf(badge.credential)
  // What the issuer signed as mandatory stays in every copy, such as the identifier of somebody who has no id.
  const fixed = capsuleFieldsOf((await shownOf(context, badge, [])).credential)
  return { fields: fields.filter((field) => !fixed.includes(field)), inFile: canHide(badge) }
}
