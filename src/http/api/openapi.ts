import { defined } from '../../internal/defined.js'
import type { JsonObject } from '../../types/json.js'
import type { Visit } from '../site/visit.js'
import { isProtected, type Operation } from './operation.js'
import { schemaRef, schemas } from './schemas.js'

/** The OpenAPI 3.1 document of these operations, as they are served here. */
export function openApi(operations: readonly Operation[], visit: Visit): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: entry(operation, isProtected(operation, visit)) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Badges', version: '1', description: 'Issues, lists, revokes and verifies Open Badges 3.0.' },
    servers: [{ url: visit.service.baseUrl }],
    paths: paths as JsonObject,
    components: {
      schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  }
}

const parameter = (kind: 'path' | 'query' | 'header', name: string, description?: string): JsonObject => ({
  name,
  in: kind,
  ...(kind === 'path' ? { required: true } : {}),
  ...defined({ description }),
  schema: { type: 'string' },
})

function entry(operation: Operation, needsToken: boolean): JsonObject {
  const { id, path, summary, body, query = {}, headers = {}, answers } = operation
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => parameter('path', name)),
    ...Object.entries(query).map(([name, description]) => parameter('query', name, description)),
    ...Object.entries(headers).map(([name, description]) => parameter('header', name, description)),
  ]
  const problems = problemsOf(operation, needsToken)
  const statuses = [...new Set([...Object.keys(problems), ...Object.keys(answers)].map(Number))]
  return {
    operationId: id,
    summary,
    ...(needsToken ? { security: [{ bearer: [] }] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: 'required' in body, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries(
      statuses.map((status) => {
        const { description = problems[status] ?? '', schema } = answers[status] ?? {}
        const content = {
          ...(schema === undefined ? {} : { 'application/json': { schema } }),
          ...(status < 400 ? {} : { 'application/problem+json': { schema: schemaRef('Problem') } }),
        }
        return [status, { description, content }]
      }),
    ),
  }
}

/** What an operation can answer besides its own. */
function problemsOf({ method, path, query, limited }: Operation, needsToken: boolean): Record<number, string> {
  const isPost = method === 'POST'
  return {
    ...(isPost || query !== undefined ? { 400: 'The request does not fit.' } : {}),
    ...(needsToken ? { 401: 'A bearer token is needed.' } : {}),
    ...(path.includes(':') ? { 404: 'There is none.' } : {}),
    ...(isPost && path.startsWith('/api/') ? { 409: 'It is too late for that, or somebody else was quicker.' } : {}),
    ...(isPost ? { 413: 'The request is too large.', 415: 'The body is not JSON.' } : {}),
    ...(limited === true ? { 429: 'Too many requests; `Retry-After` says how long to wait.' } : {}),
  }
}
