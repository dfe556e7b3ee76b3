import { pictureFormat } from '../../container/picture/index.js'
import { safeFileName } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { ShownBadge, WalletPass } from '../../service/index.js'
import { badgeFacts } from '../site/badge/facts.js'
import { badgeFileResponse } from '../site/badge/files.js'
import { seenByAddress } from '../site/badge/seen.js'
import { artOf } from '../site/badge/shared.js'
import { redirectTo } from '../site/respond-page.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'

/** Passes for the wallets of phones: only its owner gets them, and only of a badge in force. */
export async function applePass(visit: Visit): Promise<Response> {
  const { badge, make } = await passed(visit, 'apple')
  const bytes = await make(await passOf(visit, badge))
  return badgeFileResponse(visit, badge, bytes as Uint8Array, {
    type: 'application/vnd.apple.pkpass',
    name: safeFileName(badge.achievementName, 'pkpass'),
  })
}

export async function googlePass(visit: Visit): Promise<Response> {
  const { badge, make } = await passed(visit, 'google')
  return redirectTo(visit, (await make(await passOf(visit, badge))) as string)
}

async function passed(visit: Visit, wallet: 'apple' | 'google') {
  const { badge } = await seenByAddress(visit)
  const make = visit.site.options.passes?.[wallet]
  if (make === undefined || !badge.isOwner || !hasPass(badge)) throw new NotFound()
  await visit.limit('drawVisitor', visitorKey(visit))
  return { badge, make }
}

export const hasPass = ({ stage, suspended, signed }: ShownBadge): boolean =>
  stage === 'claimed' && !suspended && signed

async function passOf(visit: Visit, badge: ShownBadge): Promise<WalletPass> {
  const { t, translator, service } = visit
  const { name, issuerName, recipientName, issuedAt, validUntil } = badgeFacts(badge.credential)
  const art = await artOf(visit.site, badge)
  return {
    id: badge.badgeId,
    at: visit.site.now().toISOString(),
    name,
    issuer: issuerName,
    locale: translator.locale,
    labels: {
      issuer: t('badge.issuedBy'),
      recipient: t('present.recipient'),
      issued: t('badge.issued'),
      validUntil: t('badge.validUntil'),
      note: t('passes.text'),
    },
    ...defined({
      recipient: recipientName,
      issued: issuedAt && translator.date(issuedAt),
      validUntil: validUntil && translator.date(validUntil),
      expiresAt: validUntil,
      url: badge.visibility === 'public' ? `${service.baseUrl}/b/${badge.badgeId}` : undefined,
      picture: pictureFormat(art) === 'png' && art.length <= limits.passPictureBytes ? art : undefined,
    }),
  }
}
