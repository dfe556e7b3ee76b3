import { credentialType } from '../site/badge/media-type.js'
import { isNobody, keptDocument, respondKept } from '../site/kept-answers.js'
import { confirmPage, messagePage } from '../site/messages.js'
import { respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import type { Ui } from '../site/ui.js'
import type { Visit } from '../site/visit.js'
import { safeHref } from '../web/html.js'
import { NotFound } from '../web/outcome.js'
import { publicText } from '../web/respond.js'
import { asset } from './assets.js'
import { helpPage } from './help-page.js'
import { didDocument, jwks } from './keys.js'
import { homePage } from './page.js'

/** What everybody may request, signed in or not. */
export const openRoutes: readonly Route[] = [
  { method: 'GET', path: '/', kind: 'page', run: home },
  { method: 'GET', path: '/help', kind: 'page', run: help },
  { method: 'GET', path: '/assets/:name', kind: 'file', anonymous: true, run: asset },
  { method: 'GET', path: '/u/:token', kind: 'secret', run: showUnsubscribe },
  { method: 'POST', path: '/u/:token', kind: 'secret', foreignForm: isOneClick, run: unsubscribe },
  { method: 'GET', path: '/status/:listId', kind: 'public', eachIssuer: true, run: statusList },
  { method: 'GET', path: '/did.json', kind: 'public', eachIssuer: true, run: didDocument },
  { method: 'GET', path: '/jwks.json', kind: 'public', eachIssuer: true, run: jwks },
]

async function home(visit: Visit): Promise<Response> {
  const forms = (await visit.service.applications.forms()).some(({ open }) => open)
  const page = (ui: Ui) => homePage(ui, { forms })
  if (!isNobody(visit)) return respondPage(visit, page)
  return respondKept(visit, { path: '/', grounds: forms, make: async () => page })
}

/** The issuer's address of mail, or its site, from its profile. */
async function help(visit: Visit): Promise<Response> {
  const { issuerProfile } = visit.site.options
  const email = issuerProfile?.email
  const contact = typeof email === 'string' ? safeHref(`mailto:${email}`) : safeHref(issuerProfile?.url)
  const page = (ui: Ui) => helpPage(ui, { issuer: issuerProfile?.name ?? ui.siteName, contact })
  return isNobody(visit)
    ? respondKept(visit, { path: '/help', grounds: '', make: async () => page })
    : respondPage(visit, page)
}

async function showUnsubscribe(visit: Visit): Promise<Response> {
  const token = visit.params.token ?? ''
  const found = await visit.service.mail.lookUnsubscribe(token)
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t('unsubscribe.title'),
        text: ui.t('unsubscribe.text', { address: found.maskedEmail }),
        action: `/u/${encodeURIComponent(token)}`,
        button: ui.t('unsubscribe.button'),
      }),
    { secret: true },
  )
}

/** RFC 8058: mail programs post this automatically, without cookies. */
function isOneClick(request: Request): boolean {
  return request.headers.get('cookie') === null
}

async function unsubscribe(visit: Visit): Promise<Response> {
  const { fields } = visit
  const isForm = fields.get('form') !== ''
  if (!isForm && fields.get('List-Unsubscribe') !== 'One-Click') throw new NotFound()
  await visit.service.mail.unsubscribe({ token: visit.params.token ?? '' })
  return respondPage(
    visit,
    (ui) => messagePage(ui, { title: ui.t('unsubscribe.title'), text: ui.t('unsubscribe.done') }),
    {
      secret: true,
      plain: true,
    },
  )
}

async function statusList(visit: Visit): Promise<Response> {
  const { listId = '' } = visit.params
  const list = await visit.service.status.publish(listId)
  if (list === null) throw new NotFound()
  const { credential } = list
  // The service gives the same object for as long as it has nothing newer.
  const text = await keptDocument(visit, `/status/${listId}`, credential, async () => JSON.stringify(credential))
  return publicText(visit.request, text, {
    type: credentialType(visit.request),
    maxAge: visit.service.options.statusTtlSeconds ?? 5,
    surroundings: visit.site.surroundings,
  })
}
