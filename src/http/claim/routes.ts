import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { ClosedOffer, OfferLook, OfferView, Viewer } from '../../service/index.js'
import { aboutOf } from '../site/badge/about.js'
import { badgeFacts } from '../site/badge/facts.js'
import { forPages, pictureResponse } from '../site/badge/files.js'
import { consentTexts } from '../site/consent-texts.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { authOf, badgeSessionCookie, badgeSessionFor, inLanguageOf, limitLink, type Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { type ClaimPageView, claimGonePage, claimPage, undoPage } from './page.js'

export const claimRoutes: readonly Route[] = [
  { method: 'GET', path: '/claim/:token', kind: 'secret', run: show },
  { method: 'POST', path: '/claim/:token', kind: 'secret', run: answer },
  { method: 'GET', path: '/claim/:token/picture', kind: 'file', anonymous: true, run: picture },
  { method: 'GET', path: '/undo/:token', kind: 'secret', run: showUndo },
  { method: 'POST', path: '/undo/:token', kind: 'secret', run: undo },
]

const tokenOf = (visit: Visit): string => visit.params.token ?? ''

async function show(visit: Visit): Promise<Response> {
  const look = await visit.service.claims.look(tokenOf(visit))
  if (look.state === 'unknown') throw new NotFound()
  if (look.state !== 'open') return (await toOwnBadge(visit, look)) ?? closedOffer(visit, look.why)
  const sent = visit.url.searchParams.get('code') === 'sent' ? 'code-sent' : undefined
  return offerPage(visit, look.offer, sent, 200)
}

/** Somebody who opens a link again that they have used is looking for the badge. */
async function toOwnBadge(visit: Visit, look: OfferLook): Promise<Response | undefined> {
  if (look.state === 'open' || look.state === 'unknown' || look.badgeId === undefined) return undefined
  const { badgeId } = look
  const { person } = visit.visitor
  const viewer = person === null ? await badgeSessionFor(visit, badgeId) : { personId: person.id }
  const seen = viewer === null ? null : await visit.service.sharing.view({ badgeId, viewer })
  return seen?.isOwner === true ? redirect(visit, `/b/${encodeURIComponent(badgeId)}`) : undefined
}

/** Why there is nothing to answer. */
const closedOffer = (visit: Visit, why: ClosedOffer): Response =>
  respondPage(visit, (ui) => claimGonePage(ui, why), { status: why === 'answered' ? 409 : 410, secret: true })

async function offerPage(
  given: Visit,
  offer: OfferView,
  note: ClaimPageView['note'],
  status: number,
): Promise<Response> {
  const visit = await inLanguageOf(given, given.visitor.person?.locale ?? offer.locale)
  const { visitor } = visit
  const token = tokenOf(visit)
  const facts = badgeFacts(offer.credential)
  // The description is above the buttons; of evidence nothing opens before the badge is accepted.
  const about = await aboutOf({ ...facts, description: undefined, evidence: [] })
  return respondPage(
    visit,
    (ui) =>
      claimPage(ui, {
        token,
        facts,
        about,
        maskedEmail: offer.maskedEmail,
        recipientName: offer.recipientName,
        expiresAt: offer.expiresAt,
        picture: offer.hasPicture ? ui.href(`/claim/${encodeURIComponent(token)}/picture`) : undefined,
        policy: offer.policy,
        requires: offer.requires,
        accepted: offer.stage === 'accepted',
        account:
          visitor.person === null
            ? undefined
            : (visitor.person.name ?? visitor.person.emails[0]?.email ?? ui.t('site.account')),
        signInUrl: signInUrl(visit, offer),
        note,
      }),
    { status, secret: true },
  )
}

/** Where to sign in as the badge asks for it, and come back. */
function signInUrl(visit: Visit, { requires }: OfferView): string | undefined {
  const here = visit.href(`/claim/${encodeURIComponent(tokenOf(visit))}`)
  const isHere = requires === 'passkey' && visit.service.options.passkeys !== undefined
  return isHere
    ? visit.href(`/sign-in?${new URLSearchParams({ returnTo: here })}`)
    : authOf(visit.site)?.signInUrl?.(here)
}

/** Who is signed in, and how they were authenticated. */
function viewerOf({ visitor: { person, authenticated } }: Visit): { viewer?: Viewer } {
  return person === null
    ? {}
    : { viewer: { personId: person.id, ...defined({ authenticated: authenticated ?? undefined }) } }
}

async function answer(visit: Visit): Promise<Response> {
  const token = tokenOf(visit)
  const { claims } = visit.service
  // Whether there is such a link, the step itself finds out; who guesses is counted where it says that there is none.
  if (LINK.test(token)) await visit.limit('claimToken', token)
  const { fields } = visit
  const code = fields.get('code')
  const input = {
    token,
    ...viewerOf(visit),
    ...(code === '' ? {} : { code }),
  }
  try {
    switch (fields.get('do')) {
      case 'claim': {
        const { badge, badgeSession } = await claims.claim({
          ...input,
          consent: { purpose: 'claim', textVersion: consentTexts.offer },
        })
        const cookies = badgeSession === undefined ? [] : [badgeSessionCookie(visit, badgeSession)]
        return redirect(visit, `/b/${encodeURIComponent(badge.id)}?claimed=1`, cookies)
      }
      case 'accept':
        await claims.accept(input)
        return redirect(visit, `/claim/${encodeURIComponent(token)}`)
      case 'decline': {
        const { undoToken } = await claims.decline(input)
        return redirect(visit, `/undo/${encodeURIComponent(undoToken)}`)
      }
      case 'code':
        await limitLink(visit, token, (await claims.look(token)).state !== 'unknown')
        await visit.limit('codeToken', token)
        await claims.requestCode({ token })
        return redirect(visit, `/claim/${encodeURIComponent(token)}?code=sent`)
      default:
        throw new BadgeError(
          'ERR_ARGUMENT_INVALID',
          'An offer is claimed, accepted or declined, or a code is asked for.',
        )
    }
  } catch (error) {
    return refused(visit, error)
  }
}

/** What the token of an offer looks like. */
const LINK = /^clm_[\w-]{43}$/

const refusals: readonly string[] = [
  'ERR_ACCESS_DENIED',
  'ERR_AUTHENTICATION_NEEDED',
  'ERR_TOKEN_INVALID',
  'ERR_TOKEN_EXPIRED',
  'ERR_TOKEN_USED',
]

/** What went wrong, on the page of the offer itself where that is still open. */
async function refused(visit: Visit, error: unknown): Promise<Response> {
  if (!isBadgeError(error)) throw error
  if (!refusals.includes(error.code)) throw error
  const look = await visit.service.claims.look(tokenOf(visit))
  if (look.state === 'unknown') {
    await limitLink(visit, tokenOf(visit), false)
    throw error
  }
  if (look.state !== 'open') return closedOffer(visit, look.why)
  if (error.code === 'ERR_AUTHENTICATION_NEEDED') return offerPage(visit, look.offer, 'level', 403)
  const wrongAccount = look.offer.policy === 'session'
  return offerPage(visit, look.offer, wrongAccount ? 'wrong-account' : 'code-wrong', wrongAccount ? 403 : 422)
}

/** Without the credential: the picture of an offer is not a badge yet. */
async function picture(visit: Visit): Promise<Response> {
  const look = await visit.service.claims.look(tokenOf(visit))
  if (look.state !== 'open') throw new NotFound()
  const image = await visit.service.image(look.offer.badgeId)
  if (image === null) throw new NotFound()
  return pictureResponse(visit, { bytes: await forPages(image), mediaType: image.mediaType })
}

async function showUndo(visit: Visit): Promise<Response> {
  const found = await visit.service.claims.lookUndo(tokenOf(visit))
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) => undoPage(ui, { token: tokenOf(visit), kind: found.kind, name: found.badge.achievementName }),
    { secret: true },
  )
}

async function undo(visit: Visit): Promise<Response> {
  const { person } = visit.visitor
  const viewer = person === null ? {} : { viewer: { personId: person.id } }
  const { claimToken } = await visit.service.claims.undo({ token: tokenOf(visit), ...viewer })
  return redirect(visit, claimToken === undefined ? '/mine?note=removed' : `/claim/${encodeURIComponent(claimToken)}`)
}
