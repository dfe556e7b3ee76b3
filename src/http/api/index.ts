import { parseJson } from '../../internal/json.js'
import { serviceLimits } from '../../internal/limits.js'
import type { Visit } from '../site/visit.js'
import { readBody } from '../web/body.js'
import { formatJson } from '../web/json-text.js'
import { TooMany } from '../web/outcome.js'
import { publicDocument, securityHeaders } from '../web/respond.js'
import type { Route } from '../web/router.js'
import { applicationOperations } from './applications.js'
import { badgeOperations } from './badges.js'
import { batchOperations } from './batches.js'
import { displayOperations } from './displays.js'
import { openApi } from './openapi.js'
import { type ApiAnswer, isProtected, type Operation } from './operation.js'
import { problem, problemOf } from './problem.js'
import { hasBearerToken } from './token.js'
import { vcApiOperations } from './vc-api.js'

/** Every operation of the API; the OpenAPI document and the routes follow from it. */
export const operations: readonly Operation[] = [
  ...badgeOperations,
  ...batchOperations,
  ...applicationOperations,
  ...displayOperations,
  ...vcApiOperations,
]

export const apiRoutes: readonly Route[] = [
  ...operations.map(
    (operation): Route => ({
      method: operation.method,
      path: operation.path,
      kind: 'api',
      anonymous: true,
      run: (visit) => answer(visit, operation),
    }),
  ),
  {
    method: 'GET',
    path: '/api/openapi.json',
    kind: 'public',
    anonymous: true,
    run: async (visit) =>
      publicDocument(visit.request, formatJson(openApi(operations, visit)), {
        type: 'application/json',
        maxAge: 300,
        surroundings: visit.site.surroundings,
      }),
  },
]

async function answer(visit: Visit, operation: Operation): Promise<Response> {
  try {
    if (isProtected(operation, visit) && !hasBearerToken(visit.request, visit.site.options.apiTokenHashes ?? [])) {
      return refuse(visit, 401, { 'www-authenticate': 'Bearer realm="badges"' })
    }
    return json(visit, await operation.run(visit, await bodyOf(visit, operation)), 'application/json')
  } catch (error) {
    if (error === unsupported) return refuse(visit, 415)
    const body = problemOf(error)
    if (body === undefined) throw error
    const headers = error instanceof TooMany ? { 'retry-after': String(error.retryAfterSeconds) } : {}
    return json(visit, { status: body.status, body, headers }, 'application/problem+json')
  }
}

const unsupported = new Error('The body must be JSON.')

async function bodyOf(visit: Visit, operation: Operation) {
  if (operation.method !== 'POST') return undefined
  const bytes = await readBody(visit.request, operation.cap ?? serviceLimits.apiBytes)
  if (bytes.length === 0) return undefined
  const type = visit.request.headers.get('content-type') ?? ''
  // A form of another site cannot send this type without asking first, which is refused.
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) throw unsupported
  return parseJson(bytes)
}

function json(visit: Visit, { status, body, headers }: ApiAnswer, type: string): Response {
  return new Response(formatJson(body), {
    status,
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      ...headers,
    },
  })
}

const refuse = (visit: Visit, status: number, headers: Record<string, string> = {}): Response =>
  json(visit, { status, body: problem(status), headers }, 'application/problem+json')
