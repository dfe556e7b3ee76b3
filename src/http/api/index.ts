import { type Host, may, type Principal, runOperation } from '../../catalogue/index.js'
import { BadgeError } from '../../errors.js'
import { type BoundedCache, createCache } from '../../internal/cache.js'
import { defined } from '../../internal/defined.js'
import { directResponse } from '../../internal/direct-body.js'
import { isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import { limits } from '../../internal/limits.js'
import { sharedCache } from '../../internal/shared-caches.js'
import type { BadgeService } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { ownDocuments } from '../site/badge/verify-own.js'
import { ownIssuer } from '../site/issuer.js'
import { reportTo } from '../site/report.js'
import type { Route } from '../site/route.js'
import { placeOf, type Visit, visitorKey } from '../site/visit.js'
import { readBody } from '../web/body.js'
import { formatJson } from '../web/json-text.js'
import { Denied, TooMany } from '../web/outcome.js'
import { publicDocument, securityHeaders } from '../web/respond.js'
import { type Binding, bindings, vcApi } from './bindings.js'
import { type ProblemBody, problem, problemOf, vcApiProblem } from './problem.js'
import { isProtected } from './protected.js'
import { bearerOf } from './token.js'

export const apiRoutes: readonly Route[] = [
  ...bindings.map(
    (binding): Route => ({
      method: binding.method,
      path: binding.path,
      kind: 'api',
      anonymous: true,
      eachIssuer: vcApi.includes(binding),
      run: (visit) => answer(visit, binding),
    }),
  ),
  {
    method: 'GET',
    path: '/api/openapi.json',
    kind: 'public',
    anonymous: true,
    eachIssuer: true,
    async run(visit) {
      // It is asked for seldom, and loads when it is.
      const { openApi } = await import('./openapi.js')
      const text = formatJson(
        openApi(visit.site.issuerName === undefined ? [...bindings, ...ofIssuers(visit)] : vcApi, visit),
      )
      const { surroundings } = visit.site
      return publicDocument(visit.request, text, { type: 'application/json', maxAge: 300, surroundings })
    },
  },
]

/** The VC-API of the other issuers, by the names that they have in their paths. */
const ofIssuers = ({ site }: Visit): readonly Binding[] =>
  site.issuers.size === 0
    ? []
    : vcApi.map((binding) => ({
        ...binding,
        id: `${binding.id}At`,
        path: `/issuers/:issuerName${binding.path}`,
        choices: { issuerName: [...site.issuers.keys()] },
      }))

async function answer(visit: Visit, binding: Binding): Promise<Response> {
  const { operation, rate, status = 200, statusOf, location } = binding
  try {
    const token = await bearerOf(visit.request, visit.site.options.apiTokenHashes ?? [], visit.service)
    if (isProtected(binding, visit) && token === undefined) {
      return refuse(visit, binding, problem(401), { 'www-authenticate': 'Bearer realm="badges"' })
    }
    const principals: readonly Principal[] = [{ kind: 'visitor' }, ...(token === undefined ? [] : [token])]
    if (!may(principals, operation, placeOf(visit))) throw new Denied()
    if (rate !== undefined && token === undefined) await visit.limit(rate.visitor, visitorKey(visit))
    if (rate !== undefined && token !== undefined) await visit.limit(rate.token, token.tokenId)
    const input = await inputOf(visit, binding)
    const output = (await runOperation(operation, hostOf(visit, token?.tokenId), input)) ?? {}
    const headers = location === undefined ? {} : { location: `${visit.service.baseUrl}${location(output as never)}` }
    return json(visit, statusOf?.(output as never, input) ?? status, output, 'application/json', headers)
  } catch (error) {
    // RFC 9110 §15.5.16: what would have been read.
    if (error === unsupported) return refuse(visit, binding, problem(415), ACCEPTED)
    const found = problemOf(error)
    if (found === undefined) reportTo(visit.site.options, error)
    const headers = error instanceof TooMany ? { 'retry-after': String(error.retryAfterSeconds) } : {}
    return refuse(visit, binding, found ?? problem(500), headers)
  }
}

/** Services of tokens that are kept for each service; a program sends thousands of requests with one. */
const TOKENS = 64
const ofTokens = sharedCache('tokenServices', () => new WeakMap<BadgeService, BoundedCache<BadgeService>>())

/** The service whose log names the token, which was looked up and may act. */
function serviceFor(service: BadgeService, tokenId: string): BadgeService {
  const kept = ofTokens().get(service) ?? createCache<BadgeService>(TOKENS)
  ofTokens().set(service, kept)
  const known = kept.get(tokenId) ?? service.as({ tokenId })
  kept.set(tokenId, known)
  return known
}

/** The service of this site, as operations see it. */
function hostOf({ site }: Visit, tokenId: string | undefined): Host {
  const { options } = site
  const service = tokenId === undefined ? site.service : serviceFor(site.service, tokenId)
  const { contexts, documents, fetch, suite, form, statusPurpose, mandatoryPointers } = options.vcApi ?? {}
  return {
    service,
    issuer: ownIssuer(site),
    now: site.now,
    signing: defined({ contexts, documents, suite, form, statusPurpose, mandatoryPointers }),
    async reading(credentials) {
      let own: Record<string, JsonValue> = {}
      for (const credential of credentials) own = { ...own, ...(await ownDocuments(site, credential)) }
      return { ...defined({ contexts, fetch }), documents: { ...documents, ...own } }
    },
  }
}

/** The input of an operation: the body or the query, with what path and headers say. Nothing that is given is passed over. */
async function inputOf(visit: Visit, { operation, method, headers = {}, cap }: Binding): Promise<JsonObject> {
  const body = method === 'POST' ? await bodyOf(visit, cap ?? limits.apiBytes) : fromQuery(visit, operation.input)
  if (!isJsonObject(body)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'The body must be a JSON object.')
  const given = Object.entries(headers).flatMap(([header, member]) => {
    const value = visit.request.headers.get(header)
    return value === null ? [] : [[member, value] as const]
  })
  const elsewhere = [...Object.entries(visit.params), ...given]
  const twice = elsewhere.find(([name, value]) => Object.hasOwn(body, name) && body[name] !== value)
  if (twice !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `"${twice[0]}" is given twice, with different values.`)
  }
  return { ...body, ...Object.fromEntries(elsewhere) }
}

const unsupported = new Error('The body must be JSON in UTF-8.')
const ACCEPTED = { accept: 'application/json', 'accept-encoding': 'identity' }

/** JSON in UTF-8 (RFC 8259 §8.1): in another charset the same bytes would be another text. */
function isJsonType(type: string): boolean {
  const [name = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase())
  const charsets = parameters.filter((one) => /^charset\s*=/.test(one))
  return /^application\/([\w.-]+\+)?json$/.test(name) && charsets.every((one) => /^charset\s*=\s*"?utf-?8"?$/.test(one))
}

async function bodyOf(visit: Visit, cap: number): Promise<JsonValue> {
  if (visit.url.search !== '' && visit.url.search !== '?') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'What a POST means is in its body: a query is not read.')
  }
  const bytes = await readBody(visit.request, cap)
  if (bytes.length === 0) return {}
  if (!/^(identity)?$/i.test((visit.request.headers.get('content-encoding') ?? '').trim())) throw unsupported
  // A form of another site cannot send this type without asking first, which is refused.
  if (!isJsonType(visit.request.headers.get('content-type') ?? '')) throw unsupported
  return parseJsonText(bytes)
}

/** Members of an input from the query, numbers and flags by the schema. What does not parse stays text, and is refused. */
function fromQuery({ url }: Visit, { properties }: JsonObject): JsonObject {
  const read = (name: string, text: string): JsonValue => {
    const schema = isJsonObject(properties) ? properties[name] : undefined
    const type = isJsonObject(schema) ? schema.type : undefined
    if (type === 'integer' && /^\d{1,15}$/.test(text)) return Number(text)
    if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
    return text
  }
  const names = [...url.searchParams.keys()]
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', `"${twice.slice(0, 40)}" is given twice.`)
  return Object.fromEntries([...url.searchParams].map(([name, text]) => [name, read(name, text)]))
}

function json(
  visit: Visit,
  status: number,
  body: unknown,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return directResponse(formatJson(body), {
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

function refuse(visit: Visit, binding: Binding, found: ProblemBody, headers: Record<string, string> = {}): Response {
  const body = vcApi.includes(binding) ? vcApiProblem(found, binding.operation) : found
  return json(visit, body.status, body, 'application/problem+json', headers)
}
