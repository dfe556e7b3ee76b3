import { BadgeError } from '../../errors.js'
import { shareBadge } from '../../share/index.js'
import { postOf, shareOptions } from '../share/index.js'
import { seenByAddress, sharedAs } from '../site/badge/seen.js'
import { sharedBadge } from '../site/badge/shared.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { openingPage } from './at-once-page.js'
import { ownerId, ownerView } from './owner.js'
import { sharableOn } from './sharable.js'
import { badgeResponse } from './show.js'

/** What a button of the page says in place of a network: the link is to be shown, so that it can be copied. */
const COPY = 'copy-link'

/** Who is to see the badge; the button that was pressed says it in words, so pressing it is the consent. */
const audiences = ['public', 'link'] as const

/** Makes the badge visible as the button said, and goes on to where it is shared. */
export async function shareAtOnce(visit: Visit): Promise<Response> {
  const { fields, service } = visit
  const badgeId = visit.params.badgeId ?? ''
  const own = { badgeId, personId: ownerId(visit) }
  const seen = await seenByAddress(visit)
  const shared = sharedAs(visit, seen)
  const networks = shared === undefined ? [] : sharableOn(visit, shared.view, postOf(visit, seen, shared.view))
  const network = oneOf(fields.get('network'), [...networks.map(({ id }) => id), COPY], 'network')
  const audience = fields.get('as')
  // Nothing is chosen beforehand, and a form that lacks the choice changes nothing.
  if (audience === '') return redirect(visit, `/b/${encodeURIComponent(badgeId)}?choose=1#share`)
  if (oneOf(audience, audiences, 'as') === 'public') {
    // Also where it is public already: whether it still may be is asked there.
    await service.sharing.setVisibility({ ...own, visibility: 'public' })
    if (network === COPY) return redirect(visit, `/b/${encodeURIComponent(badgeId)}?saved=1#share`)
    return opening(visit, network, service.baseUrl + seen.base, false)
  }
  if (seen.badge.visibility === 'private') await service.sharing.setVisibility({ ...own, visibility: 'unlisted' })
  const label = networks.find(({ id }) => id === network)?.label
  const { url } = await service.sharing.createLink({ ...own, ...(label === undefined ? {} : { label }) })
  if (network !== COPY) return opening(visit, network, url, true)
  const now = await seenByAddress(visit)
  return badgeResponse(visit, now, { owner: await ownerView(visit, now.badge, url), status: 201 })
}

/** A page that leads on to the form of a network: a form that posts may not be redirected to another site everywhere. */
async function opening(visit: Visit, network: string, url: string, link: boolean): Promise<Response> {
  const seen = await seenByAddress(visit)
  const shared = sharedBadge(visit.site, seen.badge, { url, link })
  const actions =
    shared === undefined ? [] : shareBadge(shared.view, shareOptions(visit, postOf(visit, seen, shared.view)))
  const action = actions.find(({ id }) => id === network)
  if (action?.href === undefined) throw new NotFound()
  const { href, label, permission } = action
  return respondPage(
    visit,
    (ui) =>
      openingPage(ui, {
        href,
        label,
        expect: permission.expect,
        visibility: seen.badge.visibility,
        back: `/b/${encodeURIComponent(seen.badge.badgeId)}`,
        newLink: link ? url : undefined,
      }),
    { secret: true },
  )
}

function oneOf<T extends string>(given: string, names: readonly T[], field: string): T {
  const found = names.find((name) => name === given)
  if (found === undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${field}\` is one of ${names.join(', ')}.`)
  return found
}
