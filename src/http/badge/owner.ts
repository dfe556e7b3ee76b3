import { BadgeError } from '../../errors.js'
import { capsuleFields } from '../../export/index.js'
import { limits } from '../../internal/limits.js'
import { isSameMailbox } from '../../internal/mailbox.js'
import type { ShareRecord, ShownBadge, Visibility } from '../../service/index.js'
import { seenByAddress } from '../site/badge/seen.js'
import { redirect } from '../site/respond-page.js'
import type { Visit } from '../site/visit.js'
import { SignInNeeded } from '../web/outcome.js'
import type { LinkRow, OwnerView } from './owner-page.js'
import { badgeResponse } from './show.js'

export async function ownerView(visit: Visit, view: ShownBadge, newLink?: string): Promise<OwnerView> {
  const { service, visitor, site } = visit
  const { person } = visitor
  const own = { badgeId: view.badgeId, personId: ownerId(visit) }
  const [links, record, capsule] = await Promise.all([
    service.sharing.links(own),
    service.get(view.badgeId),
    service.sharing.capsule(own),
  ])
  const issuer = record === null ? undefined : { id: record.issuerId, name: record.issuerName }
  const hasRule = person?.autoAccept.some(({ issuerId }) => issuerId === issuer?.id) ?? true
  const isRegular =
    !hasRule && person !== null && issuer !== undefined && (await hasSecond(visit, person.id, issuer.id))
  const justClaimed = visit.url.searchParams.get('claimed') === '1'
  const isSentHere = person?.emails.some(({ email }) => record !== null && isSameMailbox(email, record.recipient.email))
  return {
    visibility: view.visibility,
    links: links.map((share) => linkRow(share, site.now())),
    newLink,
    capsule,
    display: record?.display ?? false,
    saved: visit.url.searchParams.get('saved') === '1',
    justClaimed,
    addressAsked: justClaimed && isSentHere === false && site.service.options.mail !== undefined,
    isOpenedByLink: person === null,
    canGiveBack: view.stage === 'claimed',
    canGoIntoWallet: view.stage === 'claimed' && record?.suspended === false && site.shareable,
    ruleIssuer: isRegular ? issuer : undefined,
  }
}

/** Whether to offer a rule: somebody who has answered an issuer once knows too little of it. */
const hasSecond = async ({ service }: Visit, personId: string, issuerId: string): Promise<boolean> =>
  (await service.people.badges(personId)).filter(
    (badge) => badge.issuerId === issuerId && badge.claimedAt !== undefined,
  ).length > 1

function linkRow({ id, label, expiresAt, revokedAt, show }: ShareRecord, now: Date): LinkRow {
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime()
  const state = revokedAt !== undefined ? 'revoked' : isOver ? 'expired' : 'open'
  return { id, label, state, until: expiresAt, isCapsule: show !== undefined }
}

const badgeId = (visit: Visit): string => visit.params.badgeId ?? ''

/** For whom the visitor acts on the badge of this path: themselves, or its owner by the link that opened it. */
export function ownerId({ visitor: { person, badge }, params }: Visit): string {
  if (person !== null) return person.id
  if (badge === null || badge.badgeId !== params.badgeId) throw new SignInNeeded()
  return badge.personId
}

/** What concerns more than the badge itself takes an account. */
function personId({ visitor: { person } }: Visit): string {
  if (person === null) throw new SignInNeeded()
  return person.id
}

export async function setVisibility(visit: Visit): Promise<Response> {
  const { fields } = visit
  const visibility = fields.get('visibility')
  if (!['private', 'unlisted', 'public'].includes(visibility)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A badge is private, unlisted or public.')
  }
  await visit.service.sharing.setVisibility({
    badgeId: badgeId(visit),
    personId: ownerId(visit),
    visibility: visibility as Visibility,
  })
  return redirect(visit, `/b/${encodeURIComponent(badgeId(visit))}?saved=1`)
}

export async function createLink(visit: Visit): Promise<Response> {
  const { fields } = visit
  const days = Number(fields.get('days'))
  const label = fields.get('label').slice(0, limits.linkLabel)
  const own = { badgeId: badgeId(visit), personId: ownerId(visit) }
  const { fields: parts } = await visit.service.sharing.capsule(own)
  const hidden = parts.filter((part) => fields.all('hide').includes(part))
  const { url } = await visit.service.sharing.createLink({
    ...own,
    ...(label === '' ? {} : { label }),
    ...(hidden.length === 0 ? {} : { show: capsuleFields.filter((part) => !hidden.includes(part)) }),
    ...(Number.isInteger(days) && days > 0 && days <= 3650
      ? { expiresAt: new Date(visit.site.now().getTime() + days * 86_400_000).toISOString() }
      : {}),
  })
  const seen = await seenByAddress(visit)
  return badgeResponse(visit, seen, { owner: await ownerView(visit, seen.badge, url), status: 201 })
}

export async function revokeLink(visit: Visit): Promise<Response> {
  await visit.service.sharing.revokeLink({
    badgeId: badgeId(visit),
    personId: ownerId(visit),
    shareId: visit.params.shareId ?? '',
  })
  return redirect(visit, `/b/${encodeURIComponent(badgeId(visit))}#links`)
}

/** Its owner does not want it any more. */
export async function giveBack(visit: Visit): Promise<Response> {
  const own = { badgeId: badgeId(visit), personId: ownerId(visit) }
  const { undoToken } = await visit.service.claims.giveBack(own)
  return redirect(visit, `/undo/${encodeURIComponent(undoToken)}`)
}

export async function setDisplay(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.service.sharing.setDisplay({
    badgeId: badgeId(visit),
    personId: personId(visit),
    allowed: fields.get('allowed') === 'yes',
  })
  return redirect(visit, `/b/${encodeURIComponent(badgeId(visit))}#screens`)
}
