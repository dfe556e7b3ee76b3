import { CREDENTIALS_V1, CREDENTIALS_V2 } from '../internal/context-urls.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { parseDateTime } from '../internal/time.js'
import { isParsableUrl, isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelReport } from '../types/model.js'
import { collector, modelReport, type Report } from './findings.js'
import { checkRelatedResources } from './related-resources.js'
import { readContexts, type Vocabulary } from './vcdm-contexts.js'

/** Properties whose values are objects with a type of their own, and whether these need an `id` (VCDM 2.0 §4, §5). */
const typedProperties = Object.entries({
  credentialStatus: { id: false, type: true },
  credentialSchema: { id: true, type: true },
  refreshService: { id: false, type: true },
  termsOfUse: { id: false, type: true },
  evidence: { id: false, type: true },
  relatedResource: { id: true, type: false },
  proof: { id: false, type: true },
})

/**
 * VCDM 2.0 without the rules of any particular kind of credential; `orOlder` lets the envelope of 1.1 pass too, held
 * against the sentences of VCDM 1.1 where these are others.
 */
export function checkVcdm2(document: JsonObject, orOlder = false): ModelReport {
  const contexts = asArray<JsonValue>(document['@context'])
  const older = orOlder && contexts[0] === CREDENTIALS_V1
  // The rows of the envelope are the same as of any badge.
  const place = { root: 'AchievementCredential', version: older ? '1.1' : '2.0' } as const
  const problems = collector(place)
  const warnings = collector(place)
  const fail = problems.report
  if (contexts[0] !== CREDENTIALS_V2 && !older) {
    fail('vcdm.context-base', '/@context', `The first context must be ${CREDENTIALS_V2}.`)
  }
  const vocabulary = readContexts(contexts, fail)
  checkId(document, '', fail)
  checkType(document, '', vocabulary, fail)
  if (document.type !== undefined && !asArray(document.type).includes('VerifiableCredential')) {
    fail('vcdm.type', '/type', 'A credential must have the type VerifiableCredential.')
  }
  for (const key of ['name', 'description']) checkText(document[key], `/${key}`, fail)
  checkIssuer(document.issuer, fail, orOlder ? fail : warnings.report)
  checkSubjects(document.credentialSubject, fail)
  checkValidity(document, ['validFrom', 'validUntil'], fail)
  if (older) checkOlder(document, fail)
  for (const [property, needs] of typedProperties) {
    if (document[property] === undefined) continue
    for (const { value, pointer } of itemsOf(document, property)) {
      if (isJsonObject(value)) checkTyped(value, pointer, needs, property === 'proof' ? undefined : vocabulary, fail)
      else fail('vcdm.object', pointer, `"${property}" must be an object or an array of objects.`)
    }
  }
  checkRelatedResources(document, fail)
  return modelReport(problems.found, warnings.found)
}

function itemsOf(document: JsonObject, property: string): readonly { value: JsonValue; pointer: string }[] {
  const value = document[property]
  if (value === undefined) return []
  return Array.isArray(value)
    ? value.map((item, i) => ({ value: item, pointer: pointerJoin(`/${property}`, i) }))
    : [{ value, pointer: `/${property}` }]
}

function checkTyped(
  value: JsonObject,
  pointer: string,
  needs: { readonly id: boolean; readonly type: boolean },
  vocabulary: Vocabulary | undefined,
  fail: Report,
): void {
  if (needs.id && value.id === undefined) fail('vcdm.id-required', `${pointer}/id`, 'This object must have an "id".')
  checkId(value, pointer, fail)
  if (needs.type) checkType(value, pointer, vocabulary, fail)
}

/** VCDM 2.0 §4.4: one URL, not several, not null. */
function checkId(value: JsonObject, pointer: string, fail: Report): void {
  if (value.id === undefined || (typeof value.id === 'string' && isUri(value.id) && isParsableUrl(value.id))) return
  fail('id.uri', `${pointer}/id`, '"id" must be one absolute URL.')
}

/** VCDM 2.0 §4.5: terms that a context maps to a URL, or absolute URLs. */
function checkType(value: JsonObject, pointer: string, vocabulary: Vocabulary | undefined, fail: Report): void {
  const { type } = value
  const at = `${pointer}/type`
  if (type === undefined || (Array.isArray(type) && type.length === 0)) {
    fail('vcdm.type', at, 'This object must have a "type".')
    return
  }
  asArray<JsonValue>(type).forEach((each, i) => {
    const place = Array.isArray(type) ? pointerJoin(at, i) : at
    if (typeof each !== 'string' || each === '') fail('vcdm.type', place, 'A type must be a term or an absolute URL.')
    else if (vocabulary?.maps(each) === false) {
      fail('terms.type-unmapped', place, 'No context of the document maps this type to a URL.')
    }
  })
  if (type === null) fail('vcdm.type', at, 'A type must be a term or an absolute URL.')
}

/** VCDM 2.0 §4.6: text, or text with its language and direction. */
function checkText(value: JsonValue | undefined, pointer: string, fail: Report): void {
  const isText = (item: JsonValue) =>
    typeof item === 'string' || (isJsonObject(item) && typeof item['@value'] === 'string')
  if (value === undefined || (value !== null && asArray<JsonValue>(value).every(isText))) return
  fail('vcdm.text', pointer, 'The value must be text, or text with a language.')
}

/** VCDM 2.0 §4.7. Of a document to be signed, an issuer that is not there yet can still be filled in: `missing` warns. */
function checkIssuer(issuer: JsonValue | undefined, fail: Report, missing: Report): void {
  if (issuer === undefined) missing('vcdm.issuer', '/issuer', 'A verifiable credential must have an issuer.')
  else if (isJsonObject(issuer)) {
    if (issuer.id === undefined) missing('vcdm.issuer', '/issuer/id', 'The issuer must have an "id" that is a URL.')
    else checkIssuerUrl(issuer.id, '/issuer/id', fail)
  } else checkIssuerUrl(issuer, '/issuer', fail)
}

function checkIssuerUrl(value: JsonValue, pointer: string, fail: Report): void {
  if (typeof value === 'string' && isUri(value)) return
  fail('vcdm.issuer', pointer, 'The issuer must be named by one absolute URL.')
}

/** VCDM 2.0 §4.8: every subject is the subject of at least one claim. */
function checkSubjects(value: JsonValue | undefined, fail: Report): void {
  const at = '/credentialSubject'
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    fail('vcdm.subject', at, 'A credential must have a credentialSubject.')
    return
  }
  for (const { value: subject, pointer } of itemsOf({ credentialSubject: value }, 'credentialSubject')) {
    if (!isJsonObject(subject) || Object.keys(subject).length === 0) {
      fail('vcdm.subject', pointer, 'A subject must be an object with at least one claim.')
    } else checkId(subject, pointer, fail)
  }
}

/** VCDM 1.1 §4.6, §4.9: when it was issued must be said, and where its status is. */
function checkOlder(document: JsonObject, fail: Report): void {
  if (document.issuanceDate === undefined) {
    fail('vcdm.issuance-date', '/issuanceDate', 'A credential of data model 1.1 must have an "issuanceDate".')
  }
  checkValidity(document, ['issuanceDate', 'expirationDate'], fail)
  for (const { value, pointer } of itemsOf(document, 'credentialStatus')) {
    if (isJsonObject(value) && value.id === undefined) {
      fail('vcdm.status-id', `${pointer}/id`, 'A status of data model 1.1 must have an "id".')
    }
  }
}

/** VCDM 2.0 §4.9, VCDM 1.1 §4.6: dates with time and time zone, the end not before the beginning. */
function checkValidity(document: JsonObject, keys: readonly [string, string], fail: Report): void {
  const [from, until] = keys.map((key) => {
    const value = document[key]
    if (value === undefined) return null
    const time = typeof value === 'string' ? parseDateTime(value) : null
    if (time === null) fail('vcdm.date', `/${key}`, `"${key}" must be a date and time with a time zone.`)
    return time
  }) as [number | null, number | null]
  if (from !== null && until !== null && until < from) {
    fail('validity.window', `/${keys[1]}`, `"${keys[1]}" is earlier than "${keys[0]}".`)
  }
}
