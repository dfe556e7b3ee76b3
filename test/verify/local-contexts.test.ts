import { expect, test } from 'vitest'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { hasVectors, readVector } from '../support/vectors.js'

/**
 * JSON-LD 1.1 §4.1: a node may bring a context of its own. It counts where a badge may be extended, and nowhere where
 * readers take words literally.
 */
const now = '2026-06-01T00:00:00Z'
const key = await testKey()
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const iri = (type: string): string => `https://purl.imsglobal.org/spec/vccs/v1p0/context.json#${type}`
const SCHEMA = '1EdTechJsonSchemaValidator2019'
const REFRESH = '1EdTechCredentialRefresh'
const validUntil = 'https://www.w3.org/2018/credentials#validUntil'
const hobby = { hobby: 'https://x.example/hobby' }

type Edit = (badge: JsonObject) => void
const at = (value: JsonValue | undefined, ...path: (string | number)[]): JsonObject =>
  path.reduce<unknown>((each, step) => (each as Record<string | number, unknown>)[step], value) as JsonObject
const schema =
  (context: JsonValue, more: JsonObject = {}): Edit =>
  (badge) => {
    const id = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'
    badge.credentialSchema = [{ '@context': context, id, type: SCHEMA, ...more }]
  }
const refresh =
  (context: JsonValue): Edit =>
  (badge) => {
    badge.refreshService = { '@context': context, id: 'https://x.example/', type: REFRESH }
  }
const extra =
  (context: JsonValue, ...path: (string | number)[]): Edit =>
  (badge) =>
    void Object.assign(at(badge, ...path), { '@context': context, hobby: 'x' })
const root =
  (context: JsonValue, more: JsonObject): Edit =>
  (badge) => {
    badge['@context'] = [...(badge['@context'] as JsonValue[]), context]
    Object.assign(badge, more)
  }

async function judge(edit: Edit) {
  const badge: JsonObject = JSON.parse(JSON.stringify(sampleBadge(key.did)))
  badge['@context'] = (badge['@context'] as JsonValue[]).slice(0, 2)
  edit(badge)
  const signed = await signCredential(badge, key, { now, created: now, dangerouslySkipModelCheck: true }).catch(
    (error: { code: string }) => error,
  )
  if ('code' in signed) return ['not signed', String(signed.code)]
  const result = await verifyCredential(JSON.parse(JSON.stringify(signed)), { now })
  return [result.outcome, ...new Set(result.problems.map(({ code }) => code))]
}

const RENAMED = ['failed', 'ERR_TERM_RENAMED']
const UNDEFINED = ['failed', 'ERR_TERM_UNDEFINED']
const LITERAL = ['failed', 'ERR_CONTEXT_INVALID']
const UNSIGNED = ['not signed', 'ERR_CONTEXT_INVALID']

test.each<[string, Edit, string[]]>([
  ['a schema that defines its type', schema({ [SCHEMA]: iri(SCHEMA) }), ['verified']],
  ['a schema with the extensions context', schema(EXTENSIONS), ['verified']],
  ['a refresh service that defines its type', refresh({ [REFRESH]: { '@id': iri(REFRESH) } }), ['verified']],
  ['evidence with a term of its own', extra(hobby, 'evidence', 0), ['verified']],
  ['a context document as a context', root({ '@context': hobby }, { hobby: 'x' }), ['verified']],
  ['a subject that repeats a context', extra([EXTENSIONS, hobby], 'credentialSubject'), LITERAL],
  ['a type that is defined as another', refresh({ [REFRESH]: 'https://x.example/r' }), UNDEFINED],
  ['a schema that renames an expiry', schema({ [SCHEMA]: iri(SCHEMA), until: validUntil }, { until: 'x' }), RENAMED],
  ['a subject', extra(hobby, 'credentialSubject'), LITERAL],
  ['an achievement', extra(hobby, 'credentialSubject', 'achievement'), LITERAL],
  ['a result', extra(hobby, 'credentialSubject', 'result', 0), LITERAL],
  ['an identifier', extra(hobby, 'credentialSubject', 'identifier', 0), [...LITERAL, 'ERR_MODEL_INVALID']],
  ['a context that propagates, or not', extra({ '@propagate': false, ...hobby }, 'evidence', 0), RENAMED],
  ['a context document that renames', root({ '@context': { until: validUntil } }, { until: now }), RENAMED],
  ['a context document with more', root({ '@context': hobby, x: 'https://x.example/x' }, { hobby: 'x' }), UNSIGNED],
  ['one within one', root({ '@context': { '@context': hobby } }, { hobby: 'x' }), UNSIGNED],
])('%s', async (_, edit, expected) => {
  expect(await judge(edit)).toEqual(expected)
})

test.skipIf(!hasVectors)('the badge that was reported', async () => {
  const badge = readVector('../cases/reported/01-inline-context-credential-schema/badge.json')
  expect((await verifyCredential(badge, { now: '2026-11-30T00:00:00Z' })).outcome).toBe('verified')
})
