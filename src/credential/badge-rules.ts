import { isBlank } from '../internal/blank.js'
import { CLR_PATTERN, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_PATTERN } from '../internal/context-urls.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin, pointerOf } from '../internal/pointer.js'
import { parseDateTime } from '../internal/time.js'
import { isParsableUrl, isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { indexOf } from './class-index.js'
import { extensionTypesIn } from './extensions.js'
import type { Report } from './findings.js'
import { HASH_FORM } from './identity.js'
import { checkInlineContexts } from './inline-contexts.js'
import { misnamed } from './misnamed.js'
import { type ClassName, type ModelVersion, model, type PropertyRule } from './model.js'
import { checkRelatedResources } from './related-resources.js'
import { checkResults } from './result-rules.js'
import { checkStatusEntry } from './status-entry.js'
import { hashFault, insteadOf, urlFault } from './value-words.js'
import { type Node, visitNodes } from './visit-nodes.js'

/** Where the rules put what they find: `fail` for a MUST, `warn` for the rest. */
export interface Verdicts {
  readonly fail: Report
  readonly warn: Report
}

/**
 * The sentences of Open Badges 3.0 that its JSON Schemas do not express. A rule fails a badge only where the
 * specification has a MUST, or where a badge without it can be neither signed without loss nor be understood.
 * Embedded credentials are left alone: each is a document of its own and is checked as one.
 */
export function checkBadgeRules(
  document: JsonObject,
  root: ClassName,
  version: ModelVersion,
  verdicts: Verdicts,
): void {
  checkEnvelope(document, version, verdicts)
  checkRelatedResources(document, verdicts.fail)
  const isMisnamed = misnamed(document, 'credentialSubject', model[version][root]) !== undefined
  if (!isJsonObject(document.credentialSubject) && !(document.credentialSubject === undefined && isMisnamed)) {
    verdicts.fail('subject.identified', '/credentialSubject', 'There is no subject, so nobody is named.')
  }
  const quiet = quietVerdicts()
  visitNodes(document, root, version, (node) => {
    checkProperties(node, version, verdicts, quiet)
    checkLocalContext(node, verdicts)
    classRules[node.name]?.(node, verdicts)
  })
}

/** Of whom and what a badge speaks: readers take the words in them literally, so that no context gives them others. */
const literal: ReadonlySet<ClassName> = new Set([
  'AchievementSubject',
  'Achievement',
  'IdentityObject',
  'Result',
  'ResultDescription',
])

function checkLocalContext(node: Node, { fail }: Verdicts): void {
  const { name, value } = node
  const local = literal.has(name) ? value['@context'] : undefined
  if (local === undefined || asArray<JsonValue>(local).every(isKnownContext)) return
  fail(
    'context.local',
    `${pointerOf(node.path)}/@context`,
    `${name} has a context of its own, so that its words may mean others.`,
  )
}

/** One that says nothing, or nothing that Open Badges does not. */
const isKnownContext = (context: JsonValue): boolean =>
  context === OPEN_BADGES_EXTENSIONS ||
  isFamiliar(context) ||
  (isJsonObject(context) && Object.keys(context).length === 0)

function checkEnvelope(document: JsonObject, version: ModelVersion, { fail, warn }: Verdicts): void {
  const contexts = document['@context']
  if (!Array.isArray(contexts)) {
    fail('context.order', '/@context', '"@context" must be an array of at least two contexts, in order.')
  }
  checkInlineContexts(document, fail)
  checkTerms(document, version, fail)
  checkIssuer(document.issuer, { fail, warn })
  const from = time(document.validFrom)
  const until = time(document.validUntil)
  if (from !== null && until !== null && until < from) {
    fail('validity.window', '/validUntil', '"validUntil" is earlier than "validFrom".')
  }
  checkDeclaredSchemas(document.credentialSchema, warn)
}

const time = (value: JsonValue | undefined): number | null => (typeof value === 'string' ? parseDateTime(value) : null)

/** Contexts whose terms are known here: without others, a term missing in them is missing for good. */
const isFamiliar = (context: JsonValue): boolean =>
  typeof context === 'string' &&
  (OPEN_BADGES_PATTERN.test(context) ||
    CLR_PATTERN.test(context) ||
    /^https:\/\/(www\.w3\.org\/(ns\/credentials\/v2|2018\/credentials\/v1)|w3id\.org\/security\/.*)$/.test(context))

function checkTerms(document: JsonObject, version: ModelVersion, fail: Report): void {
  const contexts = asArray<JsonValue>(document['@context'])
  if (!contexts.every((context) => context === OPEN_BADGES_EXTENSIONS || isFamiliar(context))) return
  for (const key of version === '2.0' ? ['issuanceDate', 'expirationDate'] : []) {
    if (document[key] !== undefined) fail('terms.data-model-1', `/${key}`, `Data model 2.0 has no "${key}".`)
  }
  if (contexts.includes(OPEN_BADGES_EXTENSIONS)) return
  for (const { type, pointer } of extensionTypesIn(document)) {
    fail('terms.extensions-context', pointer, `The type ${type} is defined by no context of the badge.`)
  }
}

function checkIssuer(issuer: JsonValue | undefined, { fail, warn }: Verdicts): void {
  if (typeof issuer === 'string') {
    if (!isUri(issuer)) {
      fail('id.uri', '/issuer', `"issuer" must be an absolute URL or a profile with an "id"; ${urlFault(issuer)}.`)
    } else warn('issuer.object', '/issuer', 'The issuer is a bare URI, without name or type.')
  } else if (isJsonObject(issuer) && issuer.id === undefined) {
    // The tolerant schema takes an empty object for a map of languages and lets it pass.
    fail('id.uri', '/issuer/id', 'The issuer must have an "id" that is an absolute URI.')
  }
}

/** OB 3.0, class CredentialSchema: where schemas are named, that of Open Badges is one of them. */
function checkDeclaredSchemas(value: JsonValue | undefined, warn: Report): void {
  const schemas = asArray(value).filter(isJsonObject)
  if (schemas.length === 0) return
  const known = schemas.some(
    ({ id, type }) =>
      type === '1EdTechJsonSchemaValidator2019' &&
      typeof id === 'string' &&
      /^https:\/\/purl\.imsglobal\.org\/spec\/(ob\/v3p0|clr\/v2p0)\/schema\//.test(id),
  )
  if (known) return
  warn('credential-schema.open-badges', '/credentialSchema', 'The schema of Open Badges is not among those named.')
}

/** Verdicts that only say whether there were any. */
interface QuietVerdicts extends Verdicts {
  hasSome: boolean
}

function quietVerdicts(): QuietVerdicts {
  const note = (): void => {
    quiet.hasSome = true
  }
  const quiet: QuietVerdicts = { fail: note, warn: note, hasSome: false }
  return quiet
}

function checkProperties(node: Node, version: ModelVersion, verdicts: Verdicts, quiet: QuietVerdicts): void {
  const { name, value } = node
  const { properties, byKey } = indexOf(model[version][name])
  // Most objects are as they should be; those that are not are gone through in the order of the model.
  quiet.hasSome = false
  for (const key of Object.keys(value)) {
    const rule = byKey.get(key)
    const member = value[key]
    if (rule !== undefined && member !== undefined) checkProperty(key, rule, member, '', quiet)
  }
  if (!quiet.hasSome) return
  const pointer = pointerOf(node.path)
  for (const [key, rule] of properties) {
    const member = value[key]
    if (member !== undefined) checkProperty(key, rule, member, pointerJoin(pointer, key), verdicts)
  }
}

function checkProperty(key: string, rule: PropertyRule, member: JsonValue, at: string, { fail, warn }: Verdicts): void {
  if (Array.isArray(member) && member.length === 0) warn('json.empty-array', at, `"${key}" is an empty array.`)
  const { kind } = rule
  if (key === 'id') {
    if (typeof member !== 'string' || !isUri(member) || !isParsableUrl(member))
      fail('id.uri', at, `"id" must be one absolute URL; ${uriFault(member)}.`)
  } else if ('plain' in kind) {
    // A map of no language: the tolerant schema lets it pass, and it says nothing.
    if (kind.plain === 'text' && isJsonObject(member) && Object.keys(member).length === 0)
      fail('schema.value', at, `"${key}" must be text; ${insteadOf(member, 'text')}.`)
    if (typeof member !== 'string') return
    if ((kind.plain === 'uri' || kind.plain === 'url') && !isUri(member)) {
      warn('url.form', at, `"${key}" is not an absolute URL; ${urlFault(member)}.`)
    } else if (kind.plain === 'text' && isBlank(member)) warn('text.empty', at, `"${key}" is empty.`)
  } else if ('types' in kind) {
    checkSingleType(member, kind.types, at, fail)
  } else if ('enumeration' in kind && typeof member === 'string' && /ext:/.test(member)) {
    if (!/^ext:[A-Za-z0-9._-]+$/.test(member)) {
      warn('enumeration.extension-term', at, `"${key}" is not of the form that extension terms have.`)
    }
  }
}

const uriFault = (value: JsonValue): string => (typeof value === 'string' ? urlFault(value) : insteadOf(value, 'text'))

/** The tolerant schema lets any single text pass as `type`; the sentence "one of the items MUST be" does not. */
function checkSingleType(value: JsonValue, groups: readonly (readonly string[])[], at: string, fail: Report): void {
  if (Array.isArray(value)) return
  for (const group of groups) {
    if (typeof value === 'string' && group.includes(value)) continue
    fail('type.required', at, `"type" must hold ${group.join(' or ')}.`)
  }
}

type ClassCheck = (node: Node, verdicts: Verdicts) => void

const classRules: Partial<Record<ClassName, ClassCheck>> = {
  AchievementSubject: checkSubject,
  EndorsementSubject: checkIdentified,
  ClrSubject: checkIdentified,
  Criteria: (node, { fail }) => {
    const { value } = node
    if (value.id !== undefined || value.narrative !== undefined) return
    fail('criteria.given', pointerOf(node.path), 'The criteria say nothing: they have neither "narrative" nor "id".')
  },
  IdentityObject: checkIdentity,
  Profile: checkProfile,
  Evidence: (node, { warn }) => {
    const { id, url } = node.value
    if (id !== undefined || typeof url !== 'string') return
    warn(
      'evidence.id',
      `${pointerOf(node.path)}/url`,
      'The address of evidence is called "id"; readers do not look at "url".',
    )
  },
  CredentialStatus: ({ value, path }, verdicts) => checkStatusEntry({ value, pointer: pointerOf(path) }, verdicts),
}

function checkIdentity({ value, path }: Node, { warn }: Verdicts): void {
  const { hashed, identityHash } = value
  if (typeof identityHash !== 'string') return
  const pointer = pointerOf(path)
  const at = `${pointer}/identityHash`
  if (hashed === true && !HASH_FORM.test(identityHash)) {
    warn('subject.identity-hash', at, `No recipient can ever match this: ${hashFault(identityHash)}.`)
  } else if (hashed === false && HASH_FORM.test(identityHash)) {
    warn(
      'subject.identity-plain',
      `${pointer}/hashed`,
      '"hashed" is false, but "identityHash" is a hash: nobody can match it.',
    )
  } else if (hashed === false && /^mailto:/i.test(identityHash) && value.identityType === 'emailAddress') {
    warn('email.form', at, 'An e-mail address is written without "mailto:" here; with it, no recipient matches.')
  }
}

function checkProfile(node: Node, { warn }: Verdicts): void {
  const { email } = node.value
  if (typeof email !== 'string' || email === '' || EMAIL.test(email)) return
  const why = /^mailto:/i.test(email)
    ? 'write the e-mail address without "mailto:"'
    : 'it is not an e-mail address (name@example.org)'
  warn('email.form', `${pointerOf(node.path)}/email`, `"email" cannot be used as it is: ${why}.`)
}

const EMAIL = /^[^\s@:/<>,;]+@[^\s@:/<>,;]+\.[^\s@:/<>,;.]+$/

function checkIdentified(node: Node, { fail }: Verdicts): void {
  const { value } = node
  if (typeof value.id === 'string' && isUri(value.id)) return
  if (asArray<JsonValue>(value.identifier).some(namesSomebody)) return
  fail('subject.identified', pointerOf(node.path), 'The subject has neither a usable "id" nor a usable "identifier".')
}

const namesSomebody = (identifier: JsonValue): boolean =>
  isJsonObject(identifier) && typeof identifier.identityHash === 'string' && identifier.identityHash !== ''

function checkSubject(node: Node, verdicts: Verdicts): void {
  const { value } = node
  const pointer = pointerOf(node.path)
  checkIdentified(node, verdicts)
  const start = time(value.activityStartDate)
  const end = time(value.activityEndDate)
  if (start !== null && end !== null && end < start) {
    verdicts.warn('subject.activity-window', `${pointer}/activityEndDate`, 'The activity ends before it starts.')
  }
  checkResults(value, pointer, verdicts)
}
