import type { JsonObject } from '../../types/json.js'
import type { Operation } from './operation.js'
import { schemaRef, schemas } from './schemas.js'

/** The OpenAPI 3.1 document of these operations. */
export function openApi(operations: readonly Operation[], baseUrl: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: entry(operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Badges', version: '1', description: 'Issues, lists, revokes and verifies Open Badges 3.0.' },
    servers: [{ url: baseUrl }],
    paths: paths as JsonObject,
    components: {
      schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function entry({ id, path, summary, body, query = {}, answers, protected: isProtected }: Operation): JsonObject {
  const places = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const parameters = [
    ...places,
    ...Object.entries(query).map(([name, description]) => ({
      name,
      in: 'query',
      description,
      schema: { type: 'string' },
    })),
  ]
  const problems = {
    ...(body === undefined ? {} : { 400: 'The request does not fit.', 413: 'The request is too large.' }),
    ...(isProtected === true ? { 401: 'A bearer token is needed.' } : {}),
  }
  return {
    operationId: id,
    summary,
    ...(isProtected === true ? { security: [{ bearer: [] }] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(problems).map(([status, description]) => [
          status,
          { description, content: { 'application/problem+json': { schema: schemaRef('Problem') } } },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema }]) => [
          status,
          { description, ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }) },
        ]),
      ),
    },
  }
}
