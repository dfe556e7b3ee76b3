import type { CapsuleField } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { findBadge } from '../core/change.js'
import { mayProceed } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import type { BadgeRecord } from '../core/records/index.js'
import { actsFor, shownOf, type Viewer } from '../core/shown.js'
import { read } from '../core/store.js'
import { lookUp, stateOf } from '../core/tokens.js'
import type { ShownBadge } from './types.js'

/**
 * A badge as this viewer may see it. `null` is "not found": ids that are unknown, private, erased or malformed give the
 * same answer, after the same reads.
 */
export async function viewBadge(
  context: ServiceContext,
  { badgeId, viewer, isIssuer = false }: { badgeId: string; viewer?: Viewer; isIssuer?: boolean },
): Promise<ShownBadge | null> {
  const badge = (await findBadge(context, badgeId))?.value
  if (badge === undefined) return null
  const isOwner = viewer !== undefined && actsFor(viewer, badge)
  const through = isOwner
    ? 'owner'
    : isIssuer
      ? 'issuer'
      : badge.visibility === 'public' && badge.claimedAt
        ? 'public'
        : undefined
  if (through === undefined) return null
  // An issuer has records of what it awards, whatever its learners may show.
  const isOpen = through === 'issuer' || (await mayProceed(context, isOwner ? 'own' : 'page', { badge }))
  if (!isOpen) return null
  return toView(context, badge, { through, viewer, isIssuer })
}

/** The same for a badge that was read already, as everybody may see it. */
export async function viewAsAnybody(context: ServiceContext, badge: BadgeRecord): Promise<ShownBadge | null> {
  if (badge.visibility !== 'public' || badge.claimedAt === undefined) return null
  return (await mayProceed(context, 'page', { badge })) ? toView(context, badge, { through: 'public' }) : null
}

/** The badge behind a link of the learner. */
export async function viewLink(
  context: ServiceContext,
  { token: text }: { token: string },
): Promise<ShownBadge | 'gone' | null> {
  const token = await lookUp(context, 'share', text)
  if (token === undefined) return null
  if (stateOf(context, token.value) !== 'open') return 'gone'
  const badge = (await findBadge(context, token.value.data.badgeId))?.value
  if (badge === undefined || (badge.visibility !== 'unlisted' && badge.visibility !== 'public')) return null
  if (!(await mayProceed(context, 'link', { badge }))) return null
  const share = await read(context.storage, 'shares', token.value.data.shareId ?? '')
  // Without its record it is unknown what the link may show.
  if (share === undefined) return null
  return toView(context, badge, { through: 'link', show: share.value.show })
}

/** How a viewer gets to a badge. */
interface Way {
  readonly through: ShownBadge['through']
  readonly viewer?: Viewer | undefined
  readonly isIssuer?: boolean
  readonly show?: readonly CapsuleField[] | undefined
}

/** The badge as it is shown this way; who may see it is decided before. */
export async function toView(context: ServiceContext, badge: BadgeRecord, way: Way): Promise<ShownBadge> {
  const { through, viewer = {}, isIssuer = false, show } = way
  const successor =
    badge.replacedBy === undefined ? null : await viewBadge(context, { badgeId: badge.replacedBy, viewer, isIssuer })
  return {
    badgeId: badge.id,
    ...(await shownOf(context, badge, show)),
    ...defined({ show }),
    stage: stageNow(context, badge),
    suspended: badge.suspended,
    visibility: badge.visibility,
    issuerName: badge.issuerName,
    achievementName: badge.achievementName,
    ...defined({ replacedBy: successor?.badgeId }),
    isOwner: through === 'owner',
    through,
    hasPicture: badge.picture !== undefined && (show === undefined || show.includes('picture')),
  }
}
