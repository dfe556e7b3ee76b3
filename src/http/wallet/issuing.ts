import { isBadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { defined } from '../../internal/defined.js'
import { parseJsonText } from '../../internal/json-text.js'
import { limits } from '../../internal/limits.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { interactionAnswer } from '../../wallet/index.js'
import { isRefusal, type Refusal, type RefusalCode, refusal } from '../../wallet/issuing/index.js'
import { errorAnswers } from '../site/error-answers.js'
import { reportTo } from '../site/report.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { readBody } from '../web/body.js'
import { jsonAnswer, readableEverywhere } from '../web/json-answer.js'
import { NotFound, TooMany } from '../web/outcome.js'

/** What wallets are answered with: JSON, never kept, readable by pages of other sites. */
const json = (visit: Visit, status: number, body: unknown, more: Readonly<Record<string, string>> = {}): Response =>
  jsonAnswer(visit.site.surroundings, body, {
    status,
    headers: { ...readableEverywhere, 'referrer-policy': 'no-referrer', ...more },
  })

const statusOf = (code: RefusalCode): number => (code === 'invalid_token' ? 401 : 400)

/** OpenID4VCI 1.0 §6.3, §8.3.1.2 and §11.3; RFC 6750 §3 where it is about the access token. */
function refuse(visit: Visit, { refused, description }: Refusal, more: JsonObject = {}): Response {
  const headers = refused === 'invalid_token' ? { 'www-authenticate': 'Bearer error="invalid_token"' } : {}
  return json(visit, statusOf(refused), { error: refused, error_description: description, ...more }, headers)
}

/** Faults of the request around what it says, and ours. */
const guarded =
  (code: RefusalCode, run: (visit: Visit) => Promise<Response>) =>
  async (visit: Visit): Promise<Response> => {
    try {
      await visit.limit('walletVisitor', visitorKey(visit))
      return await run(visit)
    } catch (error) {
      if (error instanceof TooMany) {
        const after = String(error.retryAfterSeconds)
        return json(visit, 429, { error: 'temporarily_unavailable' }, { 'retry-after': after })
      }
      if (error instanceof NotFound) return problem(visit, 404)
      const status = isBadgeError(error) ? errorAnswers[error.code]?.status : undefined
      if (status === 422 || status === 413) return refuse(visit, refusal(code, 'The request could not be read'))
      reportTo(visit.site.options, error)
      return json(visit, 500, { error: 'server_error' })
    }
  }

const problemTitles = { 400: 'Bad request', 404: 'Not found', 410: 'Gone' } as const

/** RFC 9457, as VCALM 1.0 has errors. */
const problem = (
  visit: Visit,
  status: keyof typeof problemTitles,
  detail = 'There is nothing at this address.',
): Response =>
  json(
    visit,
    status,
    { type: 'about:blank', status, title: problemTitles[status], detail },
    {
      'content-type': 'application/problem+json',
    },
  )

const tokenOf = ({ params }: Visit): string => params.token ?? ''

async function bodyOf({ request }: Visit): Promise<JsonValue> {
  const bytes = await readBody(request, limits.walletRequestBytes)
  return bytes.length === 0 ? {} : parseJsonText(bytes)
}

/** What lets a wallet ask; empty where it sends nothing of the kind. */
const accessOf = ({ request }: Visit): string =>
  /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''

export const offer = guarded('invalid_request', async (visit) => {
  const found = await visit.service.wallet.offer(tokenOf(visit))
  if (found === null) throw new NotFound()
  return json(visit, 200, found)
})

export const token = guarded('invalid_request', async (visit) => {
  const { request, service } = visit
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(visit, refusal('invalid_request', 'A token request is a form'))
  }
  const form = utf8Decode(await readBody(request, limits.walletRequestBytes))
  const answer = await service.wallet.token({ form })
  if (isRefusal(answer)) return refuse(visit, answer)
  return json(visit, 200, {
    access_token: answer.accessToken,
    // Small letters: RFC 6749 §5.1 does not mind, and `@digitalbazaar/oid4-client` compares it.
    token_type: 'bearer',
    expires_in: answer.expiresIn,
    ...defined({
      authorization_details: answer.details?.map((id) => ({
        type: 'openid_credential',
        credential_configuration_id: id,
        credential_identifiers: [id],
      })),
    }),
  })
})

export const nonce = guarded('invalid_request', async (visit) =>
  json(visit, 200, { c_nonce: await visit.service.wallet.nonce() }),
)

export const credential = guarded('invalid_credential_request', async (visit) => {
  const accessToken = accessOf(visit)
  if (accessToken === '') return json(visit, 401, undefined, { 'www-authenticate': 'Bearer' })
  const answer = await visit.service.wallet.credential({
    accessToken,
    body: await bodyOf(visit),
    ...defined({ dialects: visit.site.options.wallets?.compat }),
  })
  if (isRefusal(answer)) {
    const fresh = answer.nonce
    return refuse(
      visit,
      answer,
      fresh === undefined ? {} : { c_nonce: fresh, c_nonce_expires_in: limits.walletNonceSeconds },
    )
  }
  const { credential: handed, notificationId, format, isOld } = answer
  return json(visit, 200, {
    credentials: [{ credential: handed }],
    notification_id: notificationId,
    ...(isOld ? { credential: handed, format } : {}),
  })
})

export const notification = guarded('invalid_notification_request', async (visit) => {
  const accessToken = accessOf(visit)
  if (accessToken === '') return json(visit, 401, undefined, { 'www-authenticate': 'Bearer' })
  const answer = await visit.service.wallet.notify({ accessToken, body: await bodyOf(visit) })
  if (answer !== null) return refuse(visit, answer)
  const { headers } = json(visit, 200, undefined)
  headers.delete('content-type')
  return new Response(null, { status: 204, headers })
})

export const exchange = guarded('invalid_request', async (visit) => {
  const body = await bodyOfExchange(visit)
  return body === undefined || body === null
    ? problem(visit, 400, 'The request could not be read.')
    : exchanged(visit, body)
})

/** What the exchange asks at this moment; nothing happens by asking. */
export const request = guarded('invalid_request', async (visit) => exchanged(visit, {}))

async function bodyOfExchange(visit: Visit): Promise<JsonValue | undefined> {
  try {
    return await bodyOf(visit)
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}

async function exchanged(visit: Visit, body: JsonValue): Promise<Response> {
  const answer = await visit.service.wallet.exchange({ token: tokenOf(visit), body })
  if (answer === null) throw new NotFound()
  if (isRefusal(answer)) return problem(visit, answer.refused === 'invalid_grant' ? 410 : 400, answer.description)
  return json(visit, 200, answer)
}

export const protocols = guarded('invalid_request', async (visit) => protocolsOf(visit))

/** What a wallet can go on with, of a hand-over that is open. */
export async function protocolsOf(visit: Visit): Promise<Response> {
  const view = await visit.service.wallet.look({ token: tokenOf(visit) })
  if (view?.links === undefined) return problem(visit, 404)
  return json(visit, 200, interactionAnswer({ vcapi: view.links.exchange, offer: view.links.offer }), {
    vary: 'Accept',
  })
}
