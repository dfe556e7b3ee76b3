import { BadgeError } from '../../../errors.js'
import { defined } from '../../../internal/defined.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Route } from '../../site/route.js'
import type { Visit } from '../../site/visit.js'
import { issuerPage } from '../frame/route.js'
import { undeliveredPage } from './page.js'

const PAGE = 50
const notes = ['again', 'dismissed'] as const

/** What was given up: sent again, or taken off the list. */
export const undeliveredRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/undelivered', 'mail.messages', list),
  issuerPage('POST', '/issuer/undelivered/messages/:messageId', 'mail.retry', (visit) => {
    const messageId = visit.params.messageId ?? ''
    return decide(visit, {
      again: () => visit.service.mail.retry({ messageId }),
      dismiss: () => visit.service.mail.dismiss({ messageId }),
    })
  }),
  issuerPage('POST', '/issuer/undelivered/webhooks/:deliveryId', 'webhooks.retry', (visit) => {
    const deliveryId = visit.params.deliveryId ?? ''
    return decide(visit, {
      again: () => visit.service.webhooks.retry({ deliveryId }),
      dismiss: () => visit.service.webhooks.dismiss({ deliveryId }),
    })
  }),
]

async function list(visit: Visit): Promise<Response> {
  const { service, url } = visit
  const cursor = (name: string) => defined({ cursor: url.searchParams.get(name) ?? undefined })
  const [mail, posts] = await Promise.all([
    service.mail.messages({ limit: PAGE, ...cursor('cursor') }),
    service.webhooks.deliveries({ limit: PAGE, ...cursor('posts') }),
  ])
  const next = (name: string, value: string | undefined): string | undefined =>
    value === undefined ? undefined : `${visit.href(visit.path)}?${new URLSearchParams({ [name]: value })}`
  const note = notes.find((each) => each === url.searchParams.get('note'))
  return respondPage(visit, (ui) =>
    undeliveredPage(ui, {
      messages: mail.messages.map(({ id, to, badgeId, reason, attempts, lastAttemptAt, createdAt }) => ({
        id,
        name: to,
        badgeId,
        reason,
        attempts,
        at: lastAttemptAt ?? createdAt,
      })),
      posts: posts.deliveries.map(({ id, endpoint, reason, attempts, lastAttemptAt, createdAt }) => ({
        id,
        // What follows the host may be a secret of the receiver.
        name: new URL(endpoint).host,
        badgeId: undefined,
        reason,
        attempts,
        at: lastAttemptAt ?? createdAt,
      })),
      nextMessages: next('cursor', mail.cursor),
      nextPosts: next('posts', posts.cursor),
      note: note && ui.t(`undelivered.${note}`),
    }),
  )
}

async function decide(
  visit: Visit,
  steps: Readonly<Record<'again' | 'dismiss', () => Promise<void>>>,
): Promise<Response> {
  switch (visit.fields.get('do')) {
    case 'again':
      await steps.again()
      return redirect(visit, '/issuer/undelivered?note=again')
    case 'dismiss':
      await steps.dismiss()
      return redirect(visit, '/issuer/undelivered?note=dismissed')
    default:
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'What was given up is sent again or dismissed.')
  }
}
