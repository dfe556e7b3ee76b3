import { isBadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { limits } from '../../internal/limits.js'
import type { BadgeRecord, ShownBadge } from '../../service/index.js'
import { cardPath, sharedBadge, stateOf } from '../site/badge/shared.js'
import { redirect, respondPage, siteNameOf } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { personOf, type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { attachment, filePolicy, securityHeaders } from '../web/respond.js'
import { type PortfolioHead, portfolioHead } from './head.js'
import type { EditorView } from './page.js'

/** The public page of a person, and where they set it. */
export const portfolioRoutes: readonly Route[] = [
  { method: 'GET', path: '/p/:name', kind: 'page', run: show },
  { method: 'GET', path: '/mine/page', kind: 'page', who: 'person', run: (visit) => editor(visit) },
  { method: 'POST', path: '/mine/page', kind: 'page', who: 'person', run: save },
  { method: 'GET', path: '/mine/page/archive.zip', kind: 'file', who: 'person', run: archive },
]

const pathOf = (badgeId: string): string => `/b/${encodeURIComponent(badgeId)}`

async function show(visit: Visit): Promise<Response> {
  const found = await visit.service.portfolio.look({ address: visit.params.name ?? '' })
  if (found === null) throw new NotFound()
  const { title, text, listed, badges, outside } = found
  const url = `${visit.service.baseUrl}/p/${encodeURIComponent(found.address)}`
  const { qrPicture } = await import('../site/answer/qr.js')
  const head = portfolioHead({
    title,
    text,
    url,
    listed,
    siteName: siteNameOf(visit),
    image: await imageOf(visit, badges),
  })
  const { portfolioPage } = await import('./page.js')
  return respondPage(visit, (ui) =>
    portfolioPage(ui, {
      title,
      text,
      url,
      listed,
      tiles: [
        ...badges.map((badge) => ({
          name: badge.achievementName,
          issuerName: badge.issuerName,
          state: stateOf(badge),
          picture: badge.hasPicture ? ui.href(`${pathOf(badge.badgeId)}/picture`) : undefined,
          path: pathOf(badge.badgeId),
        })),
        ...outside.map(({ id, name, issuerName, validUntil }) => ({
          name,
          issuerName,
          state: validUntil !== undefined && Date.parse(validUntil) < visit.site.now().getTime() ? 'expired' : 'valid',
          picture: undefined,
          path: `/o/${id}`,
        })),
      ],
      qr: qrPicture(url),
      head,
    }),
  )
}

/** The card of the first badge that is in force. */
async function imageOf(visit: Visit, badges: readonly ShownBadge[]): Promise<PortfolioHead['image']> {
  const { site, service } = visit
  const badge = badges.find((each) => stateOf(each) === 'valid')
  if (badge === undefined || !(await site.renderer.abilities()).cards) return undefined
  const base = service.baseUrl + pathOf(badge.badgeId)
  const shared = sharedBadge(site, badge, { url: base, link: true })
  if (shared === undefined) return undefined
  const { cardSizes } = await import('../../draw/cards/index.js')
  return { url: base + cardPath(visit, shared, 'link'), alt: badge.achievementName, ...cardSizes.link }
}

async function editor(visit: Visit, given?: Partial<EditorView>): Promise<Response> {
  const { id: personId } = personOf(visit)
  const { portfolio, collection, baseUrl } = visit.service
  const page = await portfolio.get(personId)
  const chosen = page?.badgeIds ?? []
  const open = await publicBadges(collection, personId)
  const { qrPicture } = await import('../site/answer/qr.js')
  const view: EditorView = {
    url: page?.url,
    open: page?.open ?? false,
    title: page?.title ?? '',
    text: page?.text ?? '',
    address: page?.named === true ? page.address : '',
    base: `${baseUrl}/p/`,
    badges: open.map(({ id, achievementName, issuerName }) => ({
      badgeId: id,
      name: achievementName,
      issuerName,
      chosen: chosen.includes(id),
    })),
    qr: page?.open === true ? qrPicture(page.url) : undefined,
    saved: visit.url.searchParams.get('saved') === '1',
    problems: {},
    ...given,
  }
  const status = Object.keys(view.problems).length === 0 ? 200 : 422
  const { editorPage } = await import('./page.js')
  return respondPage(visit, (ui) => editorPage(ui, view), { status })
}

/** The newest of their badges that are public. */
async function publicBadges(
  collection: Visit['service']['collection'],
  personId: string,
): Promise<readonly BadgeRecord[]> {
  const found: BadgeRecord[] = []
  let cursor: string | undefined
  let left = limits.collectionSearched
  do {
    const page = await collection.badges({ personId, limit: 100, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.badges.filter(({ visibility }) => visibility === 'public'))
    cursor = page.cursor
    left -= 100
  } while (cursor !== undefined && left > 0)
  return found
}

async function save(visit: Visit): Promise<Response> {
  const { fields, service, t } = visit
  const { id: personId } = personOf(visit)
  const before = await service.portfolio.get(personId)
  const open = fields.get('open') === 'yes'
  const title = fields.get('title').slice(0, limits.pageTitle)
  const text = fields.get('text').replaceAll('\r\n', '\n').slice(0, limits.pageText)
  const typed = fields.get('address').trim().toLowerCase()
  const badgeIds = fields.all('badge')
  const renews = fields.get('renew') === 'yes' || (typed === '' && before?.named === true)
  const given = { open, title, text, address: typed }
  const wrong = async (problems: EditorView['problems']): Promise<Response> => {
    const chosen = await publicBadges(service.collection, personId)
    return editor(visit, {
      ...given,
      problems,
      badges: chosen.map(({ id, achievementName, issuerName }) => ({
        badgeId: id,
        name: achievementName,
        issuerName,
        chosen: badgeIds.includes(id),
      })),
    })
  }
  if (open && isBlank(title)) return wrong({ title: t('page.nameNeeded') })
  if (typed !== '' && typed !== before?.address) await visit.limit('linksVisitor', visitorKey(visit) ?? personId)
  try {
    await service.portfolio.set({
      personId,
      open,
      title,
      text,
      badgeIds,
      ...(typed !== '' ? { address: typed } : renews ? { address: '' } : {}),
    })
  } catch (error) {
    if (isBadgeError(error, 'ERR_ROW_DUPLICATE')) return wrong({ address: t('page.addressTaken') })
    if (isBadgeError(error, 'ERR_ARGUMENT_INVALID')) return wrong({ address: t('page.addressWrong') })
    throw error
  }
  return redirect(visit, '/mine/page?saved=1')
}

async function archive(visit: Visit): Promise<Response> {
  const { id } = personOf(visit)
  await visit.limit('drawVisitor', visitorKey(visit) ?? id)
  const { bytes, mediaType, name } = await visit.service.portfolio.archive(id)
  return new Response(bytes as BodyInit, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': mediaType,
      'content-security-policy': filePolicy,
      'content-disposition': attachment(name),
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
}
