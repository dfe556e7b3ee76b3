import { sha256Hex } from '../../internal/sha256.js'
import { sealName } from '../badge/file-names.js'
import { issuerId, ownDidDocument, ownJwks } from '../badge/verify-own.js'
import { seal } from '../site/seal.js'
import { confirmPage, homePage, messagePage, verifyPage } from '../site/simple.js'
import { style } from '../site/style.js'
import { respondPage, type Visit } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { NotFound } from '../web/outcome.js'
import { credentialType, filePolicy, publicDocument } from '../web/respond.js'
import type { Route } from '../web/router.js'
import { shareBundle } from './share-bundle.js'
import { verifyBundle } from './verify-bundle.js'

const YEAR = 31_536_000

export const styleName = `style.${sha256Hex(style).slice(0, 12)}.css`
export const shareScriptName = shareBundle === null ? undefined : `share.${sha256Hex(shareBundle).slice(0, 12)}.js`
const scriptName = verifyBundle === null ? undefined : `verify.${sha256Hex(verifyBundle).slice(0, 12)}.js`

/** What everybody may ask for, signed in or not. */
export const openRoutes: readonly Route[] = [
  { method: 'GET', path: '/', kind: 'page', run: home },
  { method: 'GET', path: '/verify', kind: 'page', run: verify },
  { method: 'GET', path: '/assets/:name', kind: 'file', anonymous: true, run: asset },
  { method: 'GET', path: '/u/:token', kind: 'secret', run: showUnsubscribe },
  { method: 'POST', path: '/u/:token', kind: 'secret', foreignForm: isOneClick, run: unsubscribe },
  { method: 'GET', path: '/status/:listId', kind: 'public', run: statusList },
  { method: 'GET', path: '/did.json', kind: 'public', run: didDocument },
  { method: 'GET', path: '/jwks.json', kind: 'public', run: jwks },
]

async function home(visit: Visit): Promise<Response> {
  const forms = (await visit.service.applications.forms()).some(({ open }) => open)
  return respondPage(visit, (ui) => homePage(ui, { forms }))
}

/** Texts that the page's program shows: `verify.…` and what it takes from others. */
const isForScript = (key: string): boolean =>
  /^(verify|outcome|status|check)\./.test(key) ||
  ['badge.issued', 'badge.validUntil', 'badge.noEnd', 'state.valid', 'state.revoked', 'state.expired'].includes(key)

async function verify(visit: Visit): Promise<Response> {
  const { site } = visit
  const did = ownDidDocument(site)
  const config = JSON.stringify({
    locale: visit.translator.locale,
    baseUrl: visit.service.baseUrl,
    path: site.publicPath,
    issuer: issuerId(visit.service),
    did: did === undefined ? null : { id: did.id, document: did },
    texts: Object.fromEntries(Object.entries(visit.translator.texts).filter(([key]) => isForScript(key))),
  })
  const script = scriptName === undefined ? undefined : visit.href(`/assets/${scriptName}`)
  return respondPage(visit, (ui) => verifyPage(ui, { script, config }))
}

async function asset(visit: Visit): Promise<Response> {
  const { name } = visit.place
  const surroundings = visit.site.surroundings
  const headers = { 'content-security-policy': "default-src 'none'", vary: 'Accept-Encoding' }
  if (name === styleName) {
    return publicDocument(visit.request, style, {
      type: 'text/css; charset=utf-8',
      maxAge: YEAR,
      surroundings,
      headers,
    })
  }
  if (name === sealName) {
    return publicDocument(visit.request, seal, {
      type: 'image/svg+xml',
      maxAge: YEAR,
      surroundings,
      headers: { 'content-security-policy': filePolicy },
    })
  }
  const script = name === scriptName ? verifyBundle : name === shareScriptName ? shareBundle : null
  if (script !== null) {
    return publicDocument(visit.request, script, {
      type: 'text/javascript; charset=utf-8',
      maxAge: YEAR,
      surroundings,
      headers,
    })
  }
  throw new NotFound()
}

async function showUnsubscribe(visit: Visit): Promise<Response> {
  const token = visit.place.token ?? ''
  const found = await visit.service.mail.lookUnsubscribe(token)
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t('unsubscribe.title'),
        text: ui.t('unsubscribe.text', { address: found.maskedAddress }),
        action: `/u/${encodeURIComponent(token)}`,
        button: ui.t('unsubscribe.button'),
      }),
    { secret: true },
  )
}

/** RFC 8058: mail programs post this by themselves, without cookies. */
function isOneClick(request: Request): boolean {
  return request.headers.get('cookie') === null
}

async function unsubscribe(visit: Visit): Promise<Response> {
  const { fields } = visit
  const isForm = fields.get('form') !== ''
  if (!isForm && fields.get('List-Unsubscribe') !== 'One-Click') throw new NotFound()
  await visit.service.mail.unsubscribe({ token: visit.place.token ?? '' })
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
  const list = await visit.service.status.publish(visit.place.listId ?? '')
  if (list === null) throw new NotFound()
  return publicDocument(visit.request, JSON.stringify(list.credential), {
    type: credentialType(visit.request),
    maxAge: visit.service.options.statusTtlSeconds ?? 5,
    surroundings: visit.site.surroundings,
  })
}

export async function didDocument(visit: Visit): Promise<Response> {
  const document = ownDidDocument(visit.site)
  if (document === undefined) throw new NotFound()
  return publicDocument(visit.request, formatJson(document), {
    type: 'application/did+json',
    maxAge: 300,
    surroundings: visit.site.surroundings,
  })
}

export async function jwks(visit: Visit): Promise<Response> {
  return publicDocument(visit.request, formatJson(ownJwks(visit.site)), {
    type: 'application/jwk-set+json',
    maxAge: 300,
    surroundings: visit.site.surroundings,
  })
}
