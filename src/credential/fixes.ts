import { BadgeError } from '../errors.js'
import { isBlank } from '../internal/blank.js'
import { OPEN_BADGES_EXTENSIONS } from '../internal/context-urls.js'
import { asDateTime, dayEndAt, dayOf } from '../internal/date-forms.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerGet, pointerJoin } from '../internal/pointer.js'
import { UTC } from '../internal/time-zone.js'
import { isUri } from '../internal/url.js'
import { derivedUrn } from '../internal/uuid.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { buildObject } from './draft-build.js'
import { extensionTypes } from './extensions.js'
import type { JsonPatchOperation } from './json-patch.js'
import { mendedContexts } from './mend-contexts.js'
import type { ClassName, PropertyRule } from './model.js'
import { statusPurposes } from './status-entry.js'
import { meantBy, nearType, olderContexts, ruleAt } from './undefined-names.js'
import { asHash, asUri, languageMeant, MAIL, nearTerm } from './value-words.js'

/** A draft has its achievement at the top, a credential in its subject. */
export const isDraft = (document: JsonObject): boolean =>
  document.achievement !== undefined && document.credentialSubject === undefined && document['@context'] === undefined

/** Members in which services hand out a credential. */
const WRAPPERS = ['credential', 'verifiableCredential', 'vc', 'badge', 'assertion', 'data', 'result'] as const

/**
 * The document out of a list of one, or out of an object with nothing else in it.
 *
 * @throws BadgeError `ERR_JSON_INVALID` for a list of several, and for what is not an object
 */
export function unwrap(value: JsonValue): { readonly patch: JsonPatchOperation[]; readonly inside: JsonObject } {
  if (Array.isArray(value)) {
    const [only] = value
    if (value.length === 1 && isJsonObject(only)) return { patch: [{ op: 'move', from: '/0', path: '' }], inside: only }
    throw new BadgeError('ERR_JSON_INVALID', `A list of ${value.length} values cannot be mended; hand in one document.`)
  }
  if (!isJsonObject(value)) throw new BadgeError('ERR_JSON_INVALID', 'Only a JSON object can be mended.')
  const [name, ...others] = Object.keys(value)
  const wrapper = others.length === 0 ? WRAPPERS.find((each) => each === name) : undefined
  const inside = wrapper === undefined ? undefined : value[wrapper]
  return wrapper !== undefined && isJsonObject(inside) && inside.type !== undefined
    ? { patch: [{ op: 'move', from: `/${wrapper}`, path: '' }], inside }
    : { patch: [], inside: value }
}

type Fixer = (
  finding: ModelFinding,
  document: JsonObject,
  /** That of the issuer, where it is known. */
  timeZone: string | undefined,
) => readonly JsonPatchOperation[]

const replace = (path: string, value: JsonValue | undefined): readonly JsonPatchOperation[] =>
  value === undefined ? [] : [{ op: 'replace', path, value }]

/** How each rule of the model is mended; a rule that is missing here needs somebody's decision. */
const fixers: Readonly<Record<string, Fixer>> = {
  'context.order': orderContexts,
  'context.unknown': orderContexts,
  'schema.context': orderContexts,
  'vcdm.context-base': orderContexts,
  'terms.extensions-context': (_finding, document) =>
    asArray<JsonValue>(document['@context']).includes(OPEN_BADGES_EXTENSIONS) || !Array.isArray(document['@context'])
      ? []
      : [{ op: 'add', path: '/@context/-', value: OPEN_BADGES_EXTENSIONS }],
  'terms.data-model-1': ({ pointer }) => [
    { op: 'move', from: pointer, path: pointer === '/issuanceDate' ? '/validFrom' : '/validUntil' },
  ],
  'terms.undefined': mendName,
  'terms.type-word': mendName,
  'strict.value': ({ pointer }, document) => {
    const value = pointerGet(document, pointer)
    const [name, ...others] = isJsonObject(value) ? Object.keys(value) : []
    return isJsonObject(value) && name === 'id' && others.length === 0 ? replace(pointer, value.id) : []
  },
  'schema.required': addMissing,
  'vcdm.issuance-date': addMissing,
  'vcdm.type': mendTypes,
  'schema.types': mendTypes,
  'type.required': mendTypes,
  'schema.object': mendKind,
  'issuer.object': ({ pointer }, document, timeZone) => expand(pointer, document, timeZone),
  'schema.format': (finding, document, timeZone) => [
    ...mendLanguage(finding, document),
    ...mendDate(finding, document, timeZone),
  ],
  'vcdm.date': mendDate,
  'vcdm.text': mendKind,
  'vcdm.issuer': mendKind,
  'schema.value': mendKind,
  'schema.enumeration': mendTerm,
  'id.uri': mendUri,
  'url.form': mendUri,
  'strict.array': ({ pointer }, document) => {
    const value = pointerGet(document, pointer)
    return value === undefined || Array.isArray(value) ? [] : replace(pointer, [value])
  },
  'json.empty-array': ({ pointer }) => [{ op: 'remove', path: pointer }],
  'subject.identity-hash': ({ pointer }, document) => {
    const value = pointerGet(document, pointer)
    return typeof value === 'string' ? replace(pointer, asHash(value)) : []
  },
  'subject.identity-plain': ({ pointer }) => replace(pointer, true),
  'email.form': ({ pointer }, document) => {
    const value = pointerGet(document, pointer)
    const plain = typeof value === 'string' ? value.trim().replace(/^mailto:/i, '') : ''
    return MAIL.test(plain) && plain !== value ? replace(pointer, plain) : []
  },
  'evidence.id': ({ pointer }) => [{ op: 'move', from: pointer, path: pointer.replace(/url$/, 'id') }],
  'status.entry': mendStatusEntry,
  'status.index-text': mendStatusEntry,
  'result.value': ({ pointer }, document) => {
    const value = pointerGet(document, pointer)
    const [, number] = typeof value === 'string' ? (/^([+-]?\d+(?:\.\d+)?)\s*%$/.exec(value) ?? []) : []
    return replace(pointer, number)
  },
  'draft.unknown-property': ({ pointer, fix }) => {
    const [, name] = /^Call it "(.+)"\.$/.exec(fix) ?? []
    return name === undefined ? [] : [{ op: 'move', from: pointer, path: pointerJoin(parentOf(pointer), name) }]
  },
  'draft.signed': ({ pointer }) => [{ op: 'remove', path: pointer }],
  'draft.empty': ({ pointer }) => [{ op: 'remove', path: pointer }],
}

/** The operations that mend one finding; none where it needs a decision. */
export const operationsFor: (...given: Parameters<Fixer>) => readonly JsonPatchOperation[] = (finding, ...rest) =>
  fixers[finding.rule]?.(finding, ...rest) ?? []

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))
const nameOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1)

function orderContexts(_finding: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const misnamed = document['@context'] === undefined ? renameTo('/@context', document) : []
  if (misnamed.length > 0) return misnamed
  const value = [...mendedContexts(document)]
  return JSON.stringify(value) === JSON.stringify(document['@context'])
    ? []
    : [{ op: document['@context'] === undefined ? 'add' : 'replace', path: '/@context', value }]
}

/** The member that has the place of a missing one under another name, moved to it. */
function renameTo(pointer: string, document: JsonObject): readonly JsonPatchOperation[] {
  const parent = parentOf(pointer)
  const value = pointerGet(document, parent)
  if (!isJsonObject(value)) return []
  const from = Object.keys(value).find((member) => {
    if (ruleAt(pointerJoin(parent, member), document)?.rule !== undefined) return false
    const { meant, home } = meantBy(document, member, parent)
    return home === undefined && meant === nameOf(pointer)
  })
  return from === undefined ? [] : [{ op: 'move', from: pointerJoin(parent, from), path: pointer }]
}

function mendName({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const given = pointerGet(document, pointer)
  if (given === undefined) return []
  const older = typeof given === 'string' ? olderContexts.get(given) : undefined
  if (older !== undefined && Array.isArray(document['@context'])) {
    return document['@context'].includes(older) ? [] : [{ op: 'add', path: '/@context/-', value: older }]
  }
  const typeList = /\/type(\/\d+)?$/.exec(pointer)
  if (typeList !== null) return mendTypes({ pointer: pointer.replace(/\/\d+$/, '') } as ModelFinding, document)
  const parent = parentOf(pointer)
  const { meant, home = parent } = meantBy(
    document,
    nameOf(pointer).replaceAll('~1', '/').replaceAll('~0', '~'),
    parent,
  )
  return meant === undefined ? [] : [{ op: 'move', from: pointer, path: pointerJoin(home, meant) }]
}

/** A property that is missing: under another name, or one that can only have one value. */
function addMissing({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const value = pointerGet(document, pointer)
  // A null says no more than a property that is not there.
  if (value !== undefined && value !== null && pointer !== '/@context') return []
  // The dates are those of data model 2.0, and only the first context says otherwise.
  if (pointer === '/@context' || pointer === '/issuanceDate')
    return orderContexts({ pointer } as ModelFinding, document)
  const renamed = [...renameTo(pointer, document), ...fromElsewhere(pointer, document)].slice(0, 1)
  if (renamed.length > 0) return renamed
  const found = ruleAt(pointer, document)
  const rule = found?.rule
  if (rule === undefined || isDraft(document)) return []
  const op = value === null ? 'replace' : 'add'
  if ('constant' in rule.kind) return [{ op, path: pointer, value: rule.kind.constant }]
  if (pointer === '/id') return [{ op, path: pointer, value: idFor(document) }]
  if (found?.name === 'CredentialSchema') return addSchemaType(pointer, document)
  if (!('types' in rule.kind)) return []
  return [{ op, path: pointer, value: rule.kind.types.flatMap(([type]) => type ?? []) }]
}

/** The same property in another object of the badge, where it does not belong. */
function fromElsewhere(pointer: string, document: JsonObject): readonly JsonPatchOperation[] {
  const name = nameOf(pointer)
  const home = parentOf(pointer)
  return ['', '/credentialSubject', '/credentialSubject/achievement'].flatMap((parent): JsonPatchOperation[] => {
    const from = pointerJoin(parent, name)
    if (parent === home || pointerGet(document, from) === undefined) return []
    const isHere = meantBy(document, name, parent).home === home && ruleAt(from, document)?.rule === undefined
    return isHere ? [{ op: 'move', from, path: pointer }] : []
  })
}

/** An id that follows from the content, so that mending twice gives the same. */
const idFor = ({ id: _, ...content }: JsonObject): string => derivedUrn('badge', JSON.stringify(content))

function addSchemaType(pointer: string, document: JsonObject): readonly JsonPatchOperation[] {
  const id = pointerGet(document, pointer.replace(/type$/, 'id'))
  if (!pointer.endsWith('/type') || typeof id !== 'string') return []
  const isOfficial = /^https:\/\/purl\.imsglobal\.org\/spec\/(ob|clr)\//.test(id)
  return [{ op: 'add', path: pointer, value: isOfficial ? extensionTypes.credentialSchema : 'JsonSchema' }]
}

/** Types that are missing or misspelt; others stay as they are. */
function mendTypes({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const found = ruleAt(pointer, document)
  const value = pointerGet(document, pointer)
  if (found?.name === 'CredentialSchema' && value === undefined) return addSchemaType(pointer, document)
  const rule = found?.rule
  if (rule === undefined || !('types' in rule.kind) || value === undefined) return []
  const wanted = rule.kind.types.flat()
  const given = asArray<JsonValue>(value)
    .flatMap((type): readonly JsonValue[] => (Array.isArray(type) ? type : [type]))
    // Several in one text, as attributes of other formats have them; a type with a blank in it is none of these.
    .flatMap((type): JsonValue[] =>
      isTypes(type) && nearType(type, wanted) === undefined ? (type.match(/[^\s,;]+/g) ?? []) : [type],
    )
    .filter((type) => type !== '' && type !== null)
    .map((type) => nearType(type, wanted) ?? type)
  const missing = rule.kind.types.filter((group) => !group.some((type) => given.includes(type)))
  const mended = [...new Set([...missing.flatMap(([type]) => type ?? []), ...given])]
  return JSON.stringify(mended) === JSON.stringify(value) ? [] : replace(pointer, mended)
}

const isTypes = (type: JsonValue): type is string => typeof type === 'string' && !isUri(type)

const classOf = ({ kind }: PropertyRule): ClassName | undefined => {
  if ('object' in kind) return kind.object
  return 'plain' in kind && kind.plain === 'profileRef' ? 'Profile' : undefined
}

/** Text where an object is due, as `createCredential` understands it. */
function expand(pointer: string, document: JsonObject, timeZone = UTC): readonly JsonPatchOperation[] {
  const rule = ruleAt(pointer, document)?.rule
  const value = pointerGet(document, pointer)
  const name = rule && classOf(rule)
  if (name === undefined || typeof value !== 'string' || isBlank(value)) return []
  if (name === 'IdentityObject') return replace(pointer, identityOf(value))
  const built = buildObject(value, name, pointer, pointer, {
    places: { moved: () => {}, expanded: () => {}, toDraft: (out) => out },
    report: () => {},
    extended: true,
    issuerId: '',
    timeZone,
    elsewhere: new Map(),
  })
  return isJsonObject(built) ? replace(pointer, built) : []
}

/** The identity that a text can only mean. */
function identityOf(text: string): JsonObject | undefined {
  const plain = text.trim().replace(/^mailto:/i, '')
  if (!MAIL.test(plain)) return undefined
  return { type: 'IdentityObject', hashed: false, identityHash: plain, identityType: 'emailAddress' }
}

/** A value of the wrong kind that can only be meant as one of the right kind. */
function mendKind(
  { pointer }: ModelFinding,
  document: JsonObject,
  timeZone: string | undefined,
): readonly JsonPatchOperation[] {
  const value = pointerGet(document, pointer)
  if (value === undefined) return pointer === '/issuer' ? renameTo(pointer, document) : []
  const rule = isDraft(document) ? undefined : ruleAt(pointer, document)?.rule
  if (rule !== undefined && 'types' in rule.kind && (value !== null || IN_LIST.test(pointer))) {
    return mendTypes({ pointer: pointer.replace(IN_LIST, '') } as ModelFinding, document)
  }
  if (value === null) {
    return isDraft(document) || IN_LIST.test(pointer) || !isRequired(pointer, document)
      ? [{ op: 'remove', path: pointer }]
      : addMissing({ pointer } as ModelFinding, document)
  }
  if (rule === undefined) return []
  if (Array.isArray(value)) {
    const [only] = value
    return value.length === 1 && only !== undefined ? replace(pointer, only) : []
  }
  if (classOf(rule) !== undefined) return expand(pointer, document, timeZone)
  if (!('plain' in rule.kind)) return []
  const { plain } = rule.kind
  if (plain === 'dateTime' || plain === 'date') return mendDate({ pointer } as ModelFinding, document, timeZone)
  if ((plain === 'text' || plain === 'measure') && typeof value === 'number') return replace(pointer, String(value))
  if (typeof value !== 'string') return []
  if (plain === 'number') return replace(pointer, asNumber(value))
  return plain === 'boolean' && /^(true|false)$/i.test(value) ? replace(pointer, /^true$/i.test(value)) : []
}

/** The end of the place of one item of a list. */
const IN_LIST = /\/\d+$/

function mendLanguage({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const rule = isDraft(document) ? undefined : ruleAt(pointer, document)?.rule
  const value = pointerGet(document, pointer)
  if (rule === undefined || !('plain' in rule.kind) || rule.kind.plain !== 'languageCode') return []
  return typeof value === 'string' ? replace(pointer, languageMeant(value)) : []
}

const isRequired = (pointer: string, document: JsonObject): boolean => {
  const found = ruleAt(pointer, document)
  return found?.rule?.required === true
}

/** A decimal comma is one where no thousands can be meant. */
function asNumber(text: string): number | undefined {
  const trimmed = text.trim()
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed)
  return /^-?\d+,\d{1,2}$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : undefined
}

function mendDate(
  { pointer }: ModelFinding,
  document: JsonObject,
  timeZone: string | undefined,
): readonly JsonPatchOperation[] {
  const rule = isDraft(document) ? undefined : ruleAt(pointer, document)?.rule
  const kind = isDraft(document) ? 'dateTime' : rule && 'plain' in rule.kind ? rule.kind.plain : undefined
  if (kind !== 'dateTime' && kind !== 'date') return []
  const value = plainDate(pointerGet(document, pointer))
  if (value === '' && !isRequired(pointer, document)) return [{ op: 'remove', path: pointer }]
  if (kind === 'date') return typeof value === 'string' ? replace(pointer, dayOf(value.trim())) : []
  const mended = asDateTime(value, dayEndAt(pointer), timeZone)
  return mended === pointerGet(document, pointer) ? [] : replace(pointer, mended)
}

/** A date out of the objects and lists that databases and JSON-LD write it in. */
function plainDate(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value) && value.length === 1) return plainDate(value[0])
  if (!isJsonObject(value)) return value
  const [name, ...others] = Object.keys(value).filter((key) => key !== '@type' && key !== 'type')
  return others.length === 0 && name !== undefined && DATE_MEMBERS.has(name) ? plainDate(value[name]) : value
}

const DATE_MEMBERS: ReadonlySet<string> = new Set(['@value', '$date', 'date', 'value', 'iso', 'seconds', '_seconds'])

function mendUri({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const value = pointerGet(document, pointer)
  if (Array.isArray(value) && value.length === 1 && typeof value[0] === 'string') return replace(pointer, value[0])
  if (pointer === '/id' && (value === null || (typeof value === 'string' && isBlank(value)))) {
    return replace(pointer, idFor(document))
  }
  if (typeof value !== 'string') return []
  // Nothing but the subject of a badge is named by an address.
  const mended = asUri(value)
  if (mended?.startsWith('mailto:') && !/\/credentialSubject\/id$/.test(pointer)) return []
  return mended !== undefined && isUri(mended) ? replace(pointer, mended) : []
}

function mendTerm({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const rule = ruleAt(pointer, document)?.rule
  const value = pointerGet(document, pointer)
  if (rule === undefined || !('enumeration' in rule.kind)) return []
  if (Array.isArray(value) && value.length === 1 && typeof value[0] === 'string') return replace(pointer, value[0])
  return typeof value === 'string' ? replace(pointer, nearTerm(value, rule.kind.enumeration)) : []
}

function mendStatusEntry({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const value = pointerGet(document, pointer)
  const name = nameOf(pointer)
  if (value === undefined) return renameTo(pointer, document)
  if (name === 'statusListIndex') {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? replace(pointer, String(value)) : []
  }
  if (name === 'statusPurpose')
    return typeof value === 'string' ? replace(pointer, nearTerm(value, statusPurposes)) : []
  return typeof value === 'string' ? replace(pointer, asUri(value)) : []
}
