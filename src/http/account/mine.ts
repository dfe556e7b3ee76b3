import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { BadgeRecord } from '../../service/index.js'
import { forPages, pictureResponse } from '../site/badge/files.js'
import { consentTexts } from '../site/consent-texts.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { personOf, type Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import type { NoticeRow, OfferTile, Order, Tile } from './mine-page.js'

/** What a person has: offers, notices, badges. */
export const mineRoutes: readonly Route[] = [
  { method: 'GET', path: '/mine', kind: 'page', who: 'person', run: mine },
  { method: 'POST', path: '/mine/offers', kind: 'page', who: 'person', run: answerOffer },
  { method: 'GET', path: '/mine/offers/:badgeId/picture', kind: 'file', who: 'person', run: offerPicture },
  { method: 'GET', path: '/mine/notices', kind: 'page', who: 'person', run: notices },
  { method: 'POST', path: '/mine/notices', kind: 'page', who: 'person', run: readNotice },
]

/** Notices that My badges shows; all of them have a page of their own. */
const SHOWN = 5

const param = ({ url }: Visit, name: string): string | undefined => url.searchParams.get(name) ?? undefined

async function mine(visit: Visit): Promise<Response> {
  const { id: personId } = personOf(visit)
  const { collection } = visit.service
  const text = (param(visit, 'q') ?? '').trim().slice(0, limits.collectionQuery)
  const { minePage, orders } = await import('./mine-page.js')
  const order: Order = orders.find((each) => each === param(visit, 'order')) ?? 'newest'
  const after = param(visit, 'after')
  const moreOffers = param(visit, 'offers')
  const isLater = after !== undefined || text !== ''
  const [badges, offers, news] = await Promise.all([
    collection.badges({ personId, text, order, ...defined({ cursor: after }) }),
    isLater ? { badges: [] } : collection.offers({ personId, ...defined({ cursor: moreOffers }) }),
    isLater ? { notices: [] } : collection.notices({ personId, limit: SHOWN }),
  ])
  const unread = news.notices.filter(({ readAt }) => readAt === undefined)
  const query = { ...(text === '' ? {} : { q: text }), order }
  const to = (more: Readonly<Record<string, string | undefined>>): string | undefined =>
    Object.values(more)[0] === undefined ? undefined : `/mine?${new URLSearchParams({ ...query, ...defined(more) })}`
  return respondPage(visit, (ui) =>
    minePage(ui, {
      offers: offers.badges.map((badge) => offerTile(visit, badge)),
      moreOffers: to({ offers: 'cursor' in offers ? offers.cursor : undefined }),
      notices: unread.map((notice) => noticeRow(personId, notice)),
      badges: badges.badges.map((badge) => tile(visit, badge)),
      sought: text,
      order,
      next: to({ after: badges.cursor }),
      partial: badges.partial,
      isLater,
      note: param(visit, 'note') === 'removed' ? visit.t('undo.done') : undefined,
    }),
  )
}

const pathOf = (badgeId: string): string => `/b/${encodeURIComponent(badgeId)}`

const tile = (visit: Visit, badge: BadgeRecord): Tile => ({
  name: badge.achievementName,
  issuerName: badge.issuerName,
  state: badge.suspended ? 'suspended' : badge.stage === 'claimed' ? 'valid' : badge.stage,
  visibility: badge.visibility,
  issuedAt: badge.issuedAt,
  picture: badge.picture === undefined ? undefined : visit.href(`${pathOf(badge.id)}/picture`),
  path: pathOf(badge.id),
})

const offerTile = (visit: Visit, badge: BadgeRecord): OfferTile => ({
  badgeId: badge.id,
  name: badge.achievementName,
  issuerName: badge.issuerName,
  issuedAt: badge.issuedAt,
  picture: badge.picture === undefined ? undefined : visit.href(`/mine/offers/${encodeURIComponent(badge.id)}/picture`),
  accepted: badge.stage === 'accepted',
})

type Notices = Awaited<ReturnType<Visit['service']['collection']['notices']>>['notices']

const noticeRow = (personId: string, { id, kind, at, readAt, badge }: Notices[number]): NoticeRow => ({
  id,
  kind,
  at,
  isRead: readAt !== undefined,
  name: badge.achievementName,
  issuerName: badge.issuerName,
  validUntil: badge.validUntil,
  path: badge.personId === personId ? pathOf(badge.id) : undefined,
})

/** Accepts an offer by the same step as the page of its link does; what takes more than a press is asked for there. */
async function answerOffer(visit: Visit): Promise<Response> {
  const { fields, service, visitor } = visit
  const { id: personId } = personOf(visit)
  await visit.limit('claimToken', personId)
  const badgeId = fields.get('badgeId')
  const { token } = await service.collection.openOffer({ personId, badgeId })
  const page = `/claim/${encodeURIComponent(token)}`
  switch (fields.get('do')) {
    case 'look':
      return redirect(visit, page)
    case 'claim': {
      const look = await service.claims.look(token)
      if (look.state !== 'open' || look.offer.policy === 'code' || look.offer.requires !== undefined)
        return redirect(visit, page)
      const authenticated = visitor.authenticated ?? undefined
      await service.claims.claim({
        token,
        viewer: { personId, ...defined({ authenticated }) },
        consent: { purpose: 'claim', textVersion: consentTexts.offerTile },
      })
      return redirect(visit, `${pathOf(badgeId)}?claimed=1`)
    }
    default:
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'An offer is claimed, or looked at.')
  }
}

async function offerPicture(visit: Visit): Promise<Response> {
  const { id: personId } = personOf(visit)
  const { badgeId = '' } = visit.params
  const { badges } = await visit.service.collection.offers({ personId, badgeId })
  const image = badges.length === 0 ? null : await visit.service.image(badgeId)
  if (image === null) throw new NotFound()
  return pictureResponse(visit, { bytes: await forPages(image), mediaType: image.mediaType })
}

async function notices(visit: Visit): Promise<Response> {
  const { id: personId } = personOf(visit)
  const page = await visit.service.collection.notices({ personId, ...defined({ cursor: param(visit, 'after') }) })
  const next = page.cursor === undefined ? undefined : `/mine/notices?${new URLSearchParams({ after: page.cursor })}`
  const { noticesPage } = await import('./mine-page.js')
  return respondPage(visit, (ui) =>
    noticesPage(ui, { notices: page.notices.map((notice) => noticeRow(personId, notice)), next }),
  )
}

/** Reading a notice is a press: pages that are only looked at, or loaded ahead, change nothing. */
async function readNotice(visit: Visit): Promise<Response> {
  const { fields, service } = visit
  const { id: personId } = personOf(visit)
  if (fields.get('all') === 'yes') {
    await service.collection.readNotices({ personId })
    return redirect(visit, '/mine')
  }
  const { badgeIds } = await service.collection.readNotices({ personId, noticeIds: [fields.get('notice')] })
  const [badgeId] = badgeIds
  return redirect(visit, badgeId === undefined ? '/mine/notices' : pathOf(badgeId))
}
