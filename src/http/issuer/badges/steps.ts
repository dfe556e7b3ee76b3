import { isBadgeError } from '../../../errors.js'
import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import { stages } from '../../../service/core/lifecycle/index.js'
import type { BadgePage, BadgeQuery, BadgeRecord } from '../../../service/index.js'
import { forPages, pictureResponse } from '../../site/badge/files.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { actorNames } from '../frame/actors.js'
import { type IssuedRow, rowsOf } from '../frame/rows.js'
import { cursorOf, nextUrl } from '../frame/table.js'
import { tableFile } from '../frame/table-file.js'
import { type IssuedView, issuedPage, issuerListPage } from './page.js'

/** What the list is narrowed down to. */
const queryOf = ({ url }: Visit) => ({
  stage: stages.find((name) => name === url.searchParams.get('stage')),
  sought: (url.searchParams.get('q') ?? '').trim().slice(0, limits.personName),
})

export async function list(visit: Visit): Promise<Response> {
  const { stage, sought } = queryOf(visit)
  const found = await badgesFor(visit, sought, { limit: 50, ...defined({ stage }), ...cursorOf(visit) })
  const rows = await rowsOf(visit, found.badges)
  return respondPage(visit, (ui) =>
    issuerListPage(ui, {
      rows,
      stage,
      sought,
      next: nextUrl(visit, found.cursor, { ...defined({ stage }), ...(sought === '' ? {} : { q: sought }) }),
      note: undefined,
    }),
  )
}

/** What is typed into the search is an address, or words of a name. An address that nobody can have is nobody's. */
async function badgesFor({ service }: Visit, sought: string, query: BadgeQuery): Promise<BadgePage> {
  if (sought === '') return service.list(query)
  if (!sought.includes('@')) return service.list({ ...query, name: sought })
  return service.list({ ...query, email: sought }).catch((error: unknown) => {
    if (isBadgeError(error, 'ERR_ADDRESS_INVALID')) return { badges: [] }
    throw error
  })
}

const idOf = (visit: Visit): string => visit.params.badgeId ?? ''
const pathOf = (badgeId: string, query = ''): string => `/issuer/badges/${encodeURIComponent(badgeId)}${query}`

const noted = {
  suspended: 'pause.suspended',
  reinstated: 'pause.reinstated',
  resent: 'issuer.resent',
  revoked: 'issuer.revokedNotice',
  corrected: 'issuer.correctedNotice',
} as const

export async function showBadge(visit: Visit, extra: Partial<IssuedView>, status: number): Promise<Response> {
  const badge = await visit.service.get(idOf(visit))
  if (badge === null) throw new NotFound()
  const history = await visit.service.history(badge.id)
  const names = actorNames(visit)
  const asked = visit.url.searchParams.get('note')
  const note = asked !== null && Object.hasOwn(noted, asked) ? visit.t(noted[asked as keyof typeof noted]) : undefined
  const [row] = await rowsOf(visit, [badge])
  const view: IssuedView = {
    ...(row as IssuedRow),
    picture: badge.picture === undefined ? undefined : visit.href(pathOf(badge.id, '/picture')),
    open: ['issued', 'offered', 'accepted'].includes(badge.stage),
    live: ['issued', 'offered', 'accepted', 'claimed'].includes(badge.stage),
    pause: pauseOf(badge),
    revocationReason: badge.revocationReason,
    replacedBy: badge.replacedBy,
    history: await Promise.all(history.map(async ({ type, at, actor }) => ({ type, at, by: await names(actor) }))),
    claimLink: undefined,
    note,
    problem: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => issuedPage(ui, view), { status, secret: view.claimLink !== undefined })
}

export async function picture(visit: Visit): Promise<Response> {
  const image = await visit.service.image(idOf(visit))
  if (image === null) throw new NotFound()
  return pictureResponse(visit, { bytes: await forPages(image), mediaType: image.mediaType })
}

export async function resend(visit: Visit): Promise<Response> {
  const { fields } = visit
  const email = fields.get('email')
  try {
    await visit.service.resend({ badgeId: idOf(visit), ...(email === '' ? {} : { email }) })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return showBadge(visit, { problem: visit.t('error.address') }, 422)
  }
  return redirect(visit, pathOf(idOf(visit), '?note=resent'))
}

export async function claimLink(visit: Visit): Promise<Response> {
  const { url } = await visit.service.createClaimLink({ badgeId: idOf(visit) })
  return showBadge(visit, { claimLink: url }, 201)
}

export async function correct(visit: Visit): Promise<Response> {
  const { fields } = visit
  const { badge } = await visit.service.correctName({
    badgeId: idOf(visit),
    name: fields.get('name').slice(0, limits.personName),
  })
  return redirect(visit, pathOf(badge.id, '?note=corrected'))
}

/** Whether a badge can be suspended or reinstated: where its status list is for that. */
function pauseOf({ status, suspended, stage }: BadgeRecord): IssuedView['pause'] {
  if (status.purpose !== 'suspension' || ['revoked', 'replaced', 'declined'].includes(stage)) return undefined
  return suspended ? 'reinstate' : 'suspend'
}

export async function suspend(visit: Visit): Promise<Response> {
  const reason = visit.fields.get('reason').slice(0, limits.reasonText)
  await visit.service.suspend({ badgeId: idOf(visit), ...(reason === '' ? {} : { reason }) })
  return redirect(visit, pathOf(idOf(visit), '?note=suspended'))
}

export async function reinstate(visit: Visit): Promise<Response> {
  await visit.service.reinstate({ badgeId: idOf(visit) })
  return redirect(visit, pathOf(idOf(visit), '?note=reinstated'))
}

/** The badges of the list as a table for spreadsheets, written page by page as it is fetched. */
export async function table(visit: Visit): Promise<Response> {
  const { writeCsv } = await import('../../../batch/csv/index.js')
  const { t, translator } = visit
  const { locale } = translator
  const query = queryOf(visit)
  const heading = [
    t('account.name'),
    t('signIn.email'),
    t('issuer.badge'),
    t('badge.state'),
    t('issuer.mail'),
    t('badge.issued'),
    t('badge.validUntil'),
  ]
  const encoder = new TextEncoder()
  let cursor: string | undefined
  let written = 0
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(writeCsv([heading], locale)))
    },
    async pull(controller) {
      const page = await badgesFor(visit, query.sought, { limit: 200, ...defined({ stage: query.stage, cursor }) })
      const rows = page.badges.map((badge) => [
        badge.recipient.name ?? '',
        badge.recipient.email,
        badge.achievementName,
        t(`state.${badge.suspended ? 'suspended' : badge.stage}`),
        badge.mail === undefined ? '' : t(`issuer.mail.${badge.mail}`),
        badge.issuedAt,
        badge.validUntil ?? '',
      ])
      if (rows.length > 0) controller.enqueue(encoder.encode(writeCsv(rows, locale).replace('\ufeff', '')))
      written += rows.length
      cursor = page.cursor
      if (cursor === undefined || written >= limits.exportedBadges) controller.close()
    },
  })
  return tableFile(visit, body, 'badges.csv')
}

export async function revoke(visit: Visit): Promise<Response> {
  const { fields } = visit
  const reason = fields.get('reason').slice(0, limits.reasonText)
  if (reason === '') return showBadge(visit, { problem: visit.t('apply.required') }, 422)
  await visit.service.revoke({ badgeId: idOf(visit), reason, notify: true })
  return redirect(visit, pathOf(idOf(visit), '?note=revoked'))
}
