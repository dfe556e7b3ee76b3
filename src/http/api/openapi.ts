import { schemas } from '../../catalogue/index.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Visit } from '../site/visit.js'
import type { Binding } from './bindings.js'
import { isProtected } from './protected.js'

/** The OpenAPI 3.1 document of these operations, as they are served here. */
export function openApi(bindings: readonly Binding[], visit: Visit): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const binding of bindings) {
    const path = binding.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [binding.method.toLowerCase()]: entry(binding, isProtected(binding, visit)) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Badges', version: '1', description: 'Issues, lists, revokes and verifies Open Badges 3.0.' },
    servers: [{ url: visit.service.baseUrl }],
    paths: paths as JsonObject,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, inner(schema)])) as JsonObject,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  }
}

const names = new Map<JsonValue | undefined, string>(Object.entries(schemas).map(([name, schema]) => [schema, name]))

/** A schema in which those that have a name are named. */
function named(schema: JsonValue): JsonValue {
  const name = names.get(schema)
  return name === undefined ? inner(schema) : { $ref: `#/components/schemas/${name}` }
}

function inner(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(named)
  if (!isJsonObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, value === undefined ? value : named(value)]),
  ) as JsonObject
}

/** Members of the input that are taken from elsewhere than the body. */
function entry(
  { operation, id, method, path, choices = {}, headers = {}, meanings = {}, status = 200, rate, statusOf }: Binding,
  needsToken: boolean,
): JsonObject {
  const { summary, input, output } = operation
  const all = isJsonObject(input.properties) ? input.properties : {}
  const places = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const elsewhere = [...places, ...Object.values(headers)]
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !elsewhere.includes(name))) as JsonObject
  const required = (Array.isArray(input.required) ? input.required : []).filter(
    (name) => !elsewhere.includes(String(name)),
  )
  const parameters = [
    ...places.map((name) =>
      parameter('path', name, choices[name] === undefined ? all[name] : issuerName(choices[name])),
    ),
    ...(method !== 'POST' ? Object.entries(rest).map(([name, schema]) => parameter('query', name, schema)) : []),
    ...Object.entries(headers).map(([header, member]) => parameter('header', header, all[member])),
  ]
  const hasBody = method === 'POST' && Object.keys(rest).length > 0
  const body: JsonObject = { ...input, ...(required.length === 0 ? {} : { required }), properties: rest }
  if (required.length === 0) delete body.required
  const answers = statusOf === undefined ? [status] : Object.keys(meanings).map(Number)
  const problems = problemsOf(operation.errors, { method, path, query: Object.keys(rest).length > 0, rate, needsToken })
  const statuses = [...new Set([...Object.keys(problems), ...Object.keys(meanings)].map(Number).concat(answers))]
  return {
    operationId: id,
    summary,
    ...(needsToken ? { security: [{ bearer: [] }] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(hasBody
      ? {
          requestBody: {
            required: required.length > 0 || 'anyOf' in input,
            content: { 'application/json': { schema: named(body) } },
          },
        }
      : {}),
    responses: Object.fromEntries(
      statuses.map((code) => {
        const description = meanings[code] ?? (answers.includes(code) ? describe(output) : problems[code]) ?? ''
        const content = {
          ...(answers.includes(code) ? { 'application/json': { schema: named(output ?? {}) } } : {}),
          ...(code < 400 ? {} : { 'application/problem+json': { schema: named(schemas.Problem) } }),
        }
        return [code, { description, content }]
      }),
    ),
  }
}

const issuerName = (choices: readonly string[]): JsonObject => ({
  description: 'Name of the issuer in the settings.',
  type: 'string',
  enum: [...choices],
})

const describe = (output: JsonObject | undefined): string =>
  typeof output?.description === 'string' ? output.description : 'Done.'

function parameter(kind: 'path' | 'query' | 'header', name: string, schema: JsonValue | undefined): JsonObject {
  const { description, ...rest } = isJsonObject(schema) ? schema : {}
  return {
    name,
    in: kind,
    ...(kind === 'path' ? { required: true } : {}),
    ...defined({ description }),
    schema: rest as JsonObject,
  }
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: boolean
  readonly rate: Binding['rate']
  readonly needsToken: boolean
}

/** Errors whose answer is 409. */
const CONFLICTS: readonly string[] = ['ERR_STAGE_INVALID', 'ERR_STATUS_PURPOSE']

/** What an operation can answer besides its output. */
function problemsOf(
  errors: readonly string[],
  { method, path, query, rate, needsToken }: Asked,
): Record<number, string> {
  const isPost = method === 'POST'
  return {
    ...(isPost || query ? { 400: 'The request is malformed; `problems` lists why.' } : {}),
    ...(needsToken ? { 401: 'A bearer token is required.', 403: 'The role of the token does not include this.' } : {}),
    ...(path.includes(':') || errors.includes('ERR_RECORD_NOT_FOUND') ? { 404: 'Not found.' } : {}),
    ...((isPost && path.startsWith('/api/')) || errors.some((code) => CONFLICTS.includes(code))
      ? { 409: 'The stage does not allow it, or the record was changed meanwhile.' }
      : {}),
    ...(isPost ? { 413: 'The request is too large.', 415: 'The body is not JSON in UTF-8, or compressed.' } : {}),
    ...(rate === undefined ? {} : { 429: 'Too many requests; `Retry-After` says how long to wait.' }),
  }
}
