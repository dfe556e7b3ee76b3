import type { ShownBadge } from '../../../service/index.js'
import { NotFound } from '../../web/outcome.js'
import { mayUse, type Visit } from '../visit.js'
import { namedIn, type Shared, sharedBadge } from './shared.js'

/** A badge that this visitor may see, and where. */
export interface Seen {
  readonly badge: ShownBadge
  /** Path of its page, below the base path. */
  readonly base: string
  /** Reached by a link, whose address is a secret. */
  readonly secret: boolean
}

/** By its own address: its owner, the issuer, everybody if it is public. */
export async function seenByAddress(visit: Visit): Promise<Seen> {
  const { person, badge: opened } = visit.visitor
  const viewer =
    person === null
      ? opened === null
        ? {}
        : { personId: opened.personId, badgeId: opened.badgeId }
      : { personId: person.id }
  const badge = await visit.service.sharing.view({
    badgeId: visit.params.badgeId ?? '',
    viewer,
    isIssuer: mayUse(visit, 'badges.get'),
  })
  if (badge === null) throw new NotFound()
  return { badge, base: `/b/${encodeURIComponent(badge.badgeId)}`, secret: false }
}

/** By a link of its owner; `gone` for one that was revoked or has expired. */
export async function lookByLink(visit: Visit): Promise<Seen | 'gone'> {
  const token = visit.params.token ?? ''
  const badge = await visit.service.sharing.viewLink({ token })
  if (badge === null) throw new NotFound()
  return badge === 'gone' ? badge : { badge, base: `/s/${encodeURIComponent(token)}`, secret: true }
}

/** The same for files, which do not reveal that a link was revoked. */
export async function seenByLink(visit: Visit): Promise<Seen> {
  const seen = await lookByLink(visit)
  if (seen === 'gone') throw new NotFound()
  return seen
}

/** Whether its address opens for everybody who has it. */
export const opensForOthers = ({ badge, secret }: Seen): boolean =>
  secret || badge.through === 'public' || badge.visibility === 'public'

/** As it is shared under this address. The person's name is in it only on request. */
export const sharedAs = (visit: Visit, seen: Seen, recipientName?: string): Shared | undefined =>
  sharedBadge(visit.site, seen.badge, {
    url: visit.service.baseUrl + seen.base,
    link: opensForOthers(seen),
    recipientName,
  })

/** Who it is for, on a certificate: what the badge says in clear, and for its owner what the issuer calls them. */
export async function recipientNameOf(visit: Visit, { badge }: Seen): Promise<string | undefined> {
  const named = namedIn(badge)
  if (named !== undefined || !badge.isOwner) return named
  return (await visit.service.get(badge.badgeId))?.recipient.name
}
