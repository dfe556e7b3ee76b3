import { issuerIdOfKey } from '../../badge/index.js'
import { credentialsIn } from '../../catalogue/index.js'
import { type BadgeErrorCode, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import { limits } from '../../internal/limits.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { readMessage } from '../../wallet/index.js'
import type { Presenting } from '../../wallet/present/index.js'
import { ownDocuments } from '../site/badge/verify-own.js'
import { reportTo } from '../site/report.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { readBody, readForm } from '../web/body.js'
import { readableEverywhere } from '../web/json-answer.js'
import { formatJson } from '../web/json-text.js'
import { NotFound, TooMany } from '../web/outcome.js'
import { securityHeaders } from '../web/respond.js'

/** What wallets fetch and post. They have no cookies, and what they get for an error is that of their protocol. */

export const signedRequest = (visit: Visit): Promise<Response> =>
  answered(visit, async () => {
    const { id = '', way } = visit.params
    if (way !== 'here' && way !== 'there') throw new NotFound()
    const jwt = await visit.service.presenting.request({ id, way })
    return send(visit, 200, jwt, 'application/oauth-authz-req+jwt')
  })

/** OpenID4VP 1.0 §8.2: `direct_post`. What is thought of the answer is for the one who asked, and not for the wallet. */
export const answer = (visit: Visit): Promise<Response> =>
  answered(visit, async () => {
    const { id = '' } = visit.params
    const fields = await readForm(visit.request, limits.presentBytes)
    const { presenting } = visit.service
    const { way, asked } = await presenting.open({ id, state: fields.get('state') })
    const given = fields.names().includes('error')
      ? { error: fields.get('error') }
      : { vp_token: fields.get('vp_token'), state: fields.get('state') }
    const { returnTo } = await presenting.settle({ id, way, verdict: await judged(visit, given, asked) })
    return send(visit, 200, formatJson({ redirect_uri: returnTo }))
  })

/** VCALM 1.0, "Exchanges": an empty message is asked what is wanted, and a presentation ends the exchange. */
export const exchange = (visit: Visit): Promise<Response> =>
  answered(visit, async () => {
    const { id = '' } = visit.params
    const bytes = await readBody(visit.request, limits.presentBytes)
    const message = bytes.length === 0 ? {} : parseJsonText(bytes)
    const { presenting } = visit.service
    const { way, asked, exchange: request } = await presenting.open({ id })
    const { presentation, reference } = readMessage(isJsonObject(message) ? message : {})
    if (presentation === undefined) {
      return send(visit, 200, formatJson({ verifiablePresentationRequest: request, ...reference }))
    }
    const given = { verifiablePresentation: presentation as JsonObject }
    const { returnTo } = await presenting.settle({ id, way, verdict: await judged(visit, given, asked) })
    return send(visit, 200, formatJson({ redirectUrl: returnTo, ...reference }))
  })

/** As the check of anything else at this site: with its newest documents, and those of others where it may ask for them. */
async function judged(
  visit: Visit,
  given: Presenting.Answer | { readonly error: string },
  asked: Presenting.Asked,
): Promise<Presenting.Verdict> {
  const { site } = visit
  const { contexts, documents, fetch } = site.options.vcApi ?? {}
  const { checkPresentationAnswer } = await import('../../wallet/present/index.js')
  let own: Record<string, JsonValue> = await ownDocuments(site, { issuer: issuerIdOfKey(site.service.options.signer) })
  for (const credential of await credentialsIn(presentationIn(given))) {
    own = { ...own, ...(await ownDocuments(site, credential)) }
  }
  return checkPresentationAnswer(given, asked, {
    now: site.now(),
    // Phones go by clocks of their own.
    clockSkewSeconds: limits.walletSkewSeconds,
    documents: { ...documents, ...own } as Readonly<Record<string, JsonObject>>,
    ...defined({ contexts, fetch }),
  })
}

/** The presentation that its documents are looked up for; what it must be, the check finds out. */
function presentationIn(given: object): JsonValue | undefined {
  const { vp_token: token, verifiablePresentation } = given as { vp_token?: string; verifiablePresentation?: JsonValue }
  if (token === undefined) return verifiablePresentation
  try {
    const read = parseJsonText(new TextEncoder().encode(token))
    const [first] = isJsonObject(read) ? Object.values(read) : []
    return Array.isArray(first) ? first[0] : first
  } catch {
    return undefined
  }
}

const statuses: Partial<Record<BadgeErrorCode, number>> = {
  ERR_TOKEN_INVALID: 404,
  ERR_RECORD_NOT_FOUND: 404,
  ERR_TOKEN_USED: 409,
  ERR_TOKEN_EXPIRED: 410,
  ERR_LIMIT_EXCEEDED: 413,
}

/** The errors of these protocols have one form; `code` beside it is ours. */
async function answered(visit: Visit, run: () => Promise<Response>): Promise<Response> {
  try {
    await visit.limit('presentWallet', visitorKey(visit))
    return await run()
  } catch (error) {
    if (error instanceof TooMany) {
      const headers = { 'retry-after': String(error.retryAfterSeconds) }
      return send(visit, 429, formatJson({ error: 'temporarily_unavailable' }), undefined, headers)
    }
    if (error instanceof NotFound) return send(visit, 404, formatJson({ error: 'invalid_request' }))
    const isKnown = isBadgeError(error) && (statuses[error.code] !== undefined || error.code.startsWith('ERR_JSON'))
    if (isBadgeError(error) && (isKnown || error.code === 'ERR_ARGUMENT_INVALID')) {
      const body = {
        error: 'invalid_request',
        error_description: error.message.replaceAll(/["\\]/g, "'"),
        code: error.code,
      }
      return send(visit, statuses[error.code] ?? 400, formatJson(body))
    }
    reportTo(visit.site.options, error)
    return send(visit, 500, formatJson({ error: 'server_error' }))
  }
}

const send = (
  { site }: Visit,
  status: number,
  body: string,
  type = 'application/json',
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(body, {
    status,
    headers: {
      ...securityHeaders(site.surroundings),
      'content-type': type,
      'cache-control': 'no-store',
      ...readableEverywhere,
      ...headers,
    },
  })
