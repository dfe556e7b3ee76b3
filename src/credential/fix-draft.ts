import { isBadgeError } from '../errors.js'
import {
  CLR,
  CLR_PATTERN,
  CREDENTIALS_V1,
  CREDENTIALS_V2,
  OPEN_BADGES,
  OPEN_BADGES_EXTENSIONS,
  OPEN_BADGES_PATTERN,
} from '../internal/context-urls.js'
import { asArray, copyJson, isJsonObject } from '../internal/json.js'
import { checkValue, needed } from '../internal/options.js'
import { pointerGet, pointerJoin } from '../internal/pointer.js'
import { parseDateTime } from '../internal/time.js'
import type { BadgeDraft } from '../types/draft.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { FixProposal, ModelFinding } from '../types/model.js'
import { checkDataModel } from './check.js'
import { createCredential } from './create.js'
import { buildObject } from './draft-build.js'
import { applyOperation, type JsonPatchOperation } from './json-patch.js'
import { type ClassName, model, type PropertyRule } from './model.js'
import { rootClassOf, versionOf } from './schema.js'

/** A fix can bring a finding to light that has a fix itself. */
const ROUNDS = 8

/**
 * Proposes how to mend a credential that breaks the data model, or a draft that `createCredential` refuses, where the
 * mending is mechanical: a context that is missing or out of order, a date in the wrong form, text where an object is
 * due, a missing type, one value where there must be a list, a misspelt member. What needs a decision is left to you,
 * in `remaining`.
 *
 * You get a JSON Patch (RFC 6902), and the document with it applied; the input is never touched. A signed credential
 * has to be signed again: `signed` says so.
 *
 * Never throws for what a document holds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902
 *
 * @example
 * import { fixDraft } from 'badgewright/credential'
 *
 * const { patch } = fixDraft({
 *   issuer: { id: 'https://acme.example', name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', critera: 'Weld a seam.' },
 *   recipient: { email: 'kim@example.org' },
 * })
 * console.log(patch) // [{ op: 'move', from: '/achievement/critera', path: '/achievement/criteria' }]
 */
export function fixDraft(document: object): FixProposal {
  checkValue('document', document, needed('object or list'))
  const fixed = readable(document)
  const patch: JsonPatchOperation[] = []
  const check = isDraft(fixed) ? refusalsOf : findingsOf
  let remaining = check(fixed)
  for (let round = 0; round < ROUNDS; round++) {
    const before = patch.length
    for (const finding of remaining) {
      for (const operation of operationsFor(finding, fixed)) {
        if (applyOperation(fixed, operation)) patch.push(operation)
      }
    }
    if (patch.length === before) break
    remaining = check(fixed)
  }
  return { patch, fixed, remaining: remaining.filter(isProblem), signed: fixed.proof !== undefined }
}

function readable(document: object): JsonObject {
  try {
    const copy = copyJson(document, { datesAsText: true })
    return isJsonObject(copy) ? copy : {}
  } catch (error) {
    if (isBadgeError(error)) return {}
    throw error
  }
}

/** A draft has its achievement at the top, a credential in its subject. */
const isDraft = ({ achievement, credentialSubject }: JsonObject): boolean =>
  achievement !== undefined && (!isJsonObject(credentialSubject) || credentialSubject.achievement === undefined)

const warningRules: ReadonlySet<string> = new Set(['strict.array', 'json.empty-array', 'issuer.object'])
const isProblem = ({ rule }: ModelFinding): boolean => !warningRules.has(rule)

function findingsOf(document: JsonObject): readonly ModelFinding[] {
  const { problems, warnings } = checkDataModel(document)
  return [...problems, ...warnings.filter(({ rule }) => warningRules.has(rule))]
}

const ANY_TIME = { now: '2026-01-01T00:00:00Z', id: 'urn:uuid:00000000-0000-4000-8000-000000000000', salt: 'x' }

function refusalsOf(draft: JsonObject): readonly ModelFinding[] {
  try {
    createCredential(draft as unknown as BadgeDraft, ANY_TIME)
    return []
  } catch (error) {
    if (isBadgeError(error, 'ERR_DRAFT_INVALID')) return (error.problems ?? []) as readonly ModelFinding[]
    throw error
  }
}

type Fixer = (finding: ModelFinding, document: JsonObject) => readonly JsonPatchOperation[]

const replace = (path: string, value: JsonValue | undefined): readonly JsonPatchOperation[] =>
  value === undefined ? [] : [{ op: 'replace', path, value }]

/** How each rule of the model is mended; a rule that is missing here needs somebody's decision. */
const fixers: Readonly<Record<string, Fixer>> = {
  'context.order': orderContexts,
  'schema.context': orderContexts,
  'terms.extensions-context': (_finding, document) =>
    asArray<JsonValue>(document['@context']).includes(OPEN_BADGES_EXTENSIONS)
      ? []
      : [{ op: 'add', path: '/@context/-', value: OPEN_BADGES_EXTENSIONS }],
  'terms.data-model-1': ({ pointer }) => [
    { op: 'move', from: pointer, path: pointer === '/issuanceDate' ? '/validFrom' : '/validUntil' },
  ],
  'schema.required': addType,
  'schema.types': addTypes,
  'type.required': addTypes,
  'schema.object': ({ pointer }, document) => expand(pointer, document),
  'issuer.object': ({ pointer }, document) => expand(pointer, document),
  'schema.format': ({ pointer }, document) =>
    replace(pointer, asDate(pointerGet(document, pointer), kindAt(pointer, document))),
  'vcdm.date': ({ pointer }, document) => replace(pointer, asDate(pointerGet(document, pointer), 'dateTime')),
  'schema.value': mendValue,
  'schema.enumeration': mendTerm,
  'strict.array': ({ pointer }, document) => {
    const value = pointerGet(document, pointer)
    return value === undefined || Array.isArray(value) ? [] : replace(pointer, [value])
  },
  'json.empty-array': ({ pointer }) => [{ op: 'remove', path: pointer }],
  'draft.unknown-property': ({ pointer, fix }) => {
    const [, name] = /^Call it "(.+)"\.$/.exec(fix) ?? []
    const path = pointer.slice(0, pointer.lastIndexOf('/'))
    return name === undefined ? [] : [{ op: 'move', from: pointer, path: pointerJoin(path, name) }]
  },
  'draft.signed': ({ pointer }) => [{ op: 'remove', path: pointer }],
  'draft.empty': ({ pointer }) => [{ op: 'remove', path: pointer }],
}

const operationsFor = (finding: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] =>
  fixers[finding.rule]?.(finding, document) ?? []

function orderContexts(_finding: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const present = asArray<JsonValue>(document['@context'])
  const isOf = (pattern: RegExp) => (context: JsonValue) => typeof context === 'string' && pattern.test(context)
  const find = (pattern: RegExp): string | undefined => present.find(isOf(pattern)) as string | undefined
  const first = versionOf(document) === '1.1' ? CREDENTIALS_V1 : CREDENTIALS_V2
  const clr = rootClassOf(document) === 'ClrCredential' ? [find(CLR_PATTERN) ?? CLR] : []
  const ordered = [first, ...clr, find(OPEN_BADGES_PATTERN) ?? OPEN_BADGES]
  const value = [
    ...ordered,
    ...present.filter(
      (context) =>
        !ordered.some((each) => each === context) &&
        !isOf(/^https:\/\/www\.w3\.org\/(ns\/credentials\/v2|2018\/credentials\/v1)$/)(context),
    ),
  ]
  return JSON.stringify(value) === JSON.stringify(present) && Array.isArray(document['@context'])
    ? []
    : [{ op: document['@context'] === undefined ? 'add' : 'replace', path: '/@context', value }]
}

/** The rule of the model for a place in a credential, and the class that the place is in. */
function ruleAt(
  pointer: string,
  document: JsonObject,
): { name: ClassName; rule: PropertyRule | undefined } | undefined {
  const classes = model[versionOf(document)]
  let name: ClassName = rootClassOf(document)
  let rule: PropertyRule | undefined
  for (const token of pointer.split('/').slice(1)) {
    if (/^\d+$/.test(token) && rule?.many) continue
    if (rule !== undefined) {
      const next: ClassName | undefined =
        'object' in rule.kind
          ? rule.kind.object
          : 'plain' in rule.kind && rule.kind.plain === 'profileRef'
            ? 'Profile'
            : undefined
      if (next === undefined) return undefined
      name = next
    }
    rule = Object.hasOwn(classes[name].properties, token) ? classes[name].properties[token] : undefined
    if (rule === undefined) return undefined
  }
  return { name, rule }
}

function kindAt(pointer: string, document: JsonObject): string | undefined {
  if (isDraft(document)) return 'dateTime'
  const rule = ruleAt(pointer, document)?.rule
  return rule !== undefined && 'plain' in rule.kind ? rule.kind.plain : undefined
}

function addType({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  if (pointer === '/@context') return orderContexts({ pointer } as ModelFinding, document)
  const rule = ruleAt(pointer, document)?.rule
  if (rule === undefined || isDraft(document)) return []
  if ('constant' in rule.kind) return [{ op: 'add', path: pointer, value: rule.kind.constant }]
  if (!('types' in rule.kind)) return []
  return [{ op: 'add', path: pointer, value: rule.kind.types.flatMap(([type]) => type ?? []) }]
}

function addTypes({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const rule = ruleAt(pointer, document)?.rule
  const value = pointerGet(document, pointer)
  if (rule === undefined || !('types' in rule.kind) || value === undefined) return []
  const given = asArray<JsonValue>(value)
  const missing = rule.kind.types.filter((group) => !group.some((type) => given.includes(type)))
  if (missing.length === 0) return []
  return replace(pointer, [...missing.flatMap(([type]) => type ?? []), ...given.filter((type) => type !== '')])
}

/** Text where an object is due, as `createCredential` understands it. */
function expand(pointer: string, document: JsonObject): readonly JsonPatchOperation[] {
  const found = ruleAt(pointer, document)
  const value = pointerGet(document, pointer)
  const kind = found?.rule?.kind
  const name =
    kind === undefined
      ? undefined
      : 'object' in kind
        ? kind.object
        : 'plain' in kind && kind.plain === 'profileRef'
          ? 'Profile'
          : undefined
  if (name === undefined || typeof value !== 'string') return []
  const built = buildObject(value, name, pointer, pointer, {
    places: { moved: () => {}, expanded: () => {}, toDraft: (out) => out },
    report: () => {},
    extended: true,
    issuerId: '',
    elsewhere: new Map(),
  })
  return isJsonObject(built) ? replace(pointer, built) : []
}

const LOOSE = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(\.\d+)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/

/** A date and time in the form of RFC 3339, when what is there lacks nothing but the form. A zone is never guessed. */
function asDate(value: JsonValue | undefined, kind: string | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || (kind !== 'dateTime' && kind !== 'date')) return undefined
  const [, day = '', time, seconds = ':00', fraction = '', zone] = LOOSE.exec(value.trim()) ?? []
  if (day === '') return undefined
  if (kind === 'date') return day
  if (time !== undefined && zone === undefined) return undefined
  const offset =
    zone === undefined || /z/i.test(zone)
      ? 'Z'
      : zone.replace(/^(...):?(\d\d)?$/, (_all, hours, minutes) => `${hours}:${minutes ?? '00'}`)
  const text = `${day}T${time ?? '00:00'}${time === undefined ? ':00' : seconds}${fraction}${offset}`
  return parseDateTime(text) === null ? undefined : text
}

/** A value of the wrong kind that can only be meant as one of the right kind. */
function mendValue({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const value = pointerGet(document, pointer)
  if (value === null) return [{ op: 'remove', path: pointer }]
  const kind = isDraft(document) ? undefined : kindAt(pointer, document)
  if ((kind === 'text' || kind === 'measure') && typeof value === 'number') return replace(pointer, String(value))
  if (typeof value !== 'string') return []
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return replace(pointer, Number(value))
  return kind === 'boolean' && /^(true|false)$/.test(value) ? replace(pointer, value === 'true') : []
}

/** Terms that are often written so: the implementation guide itself has `email`. */
const otherSpellings: Readonly<Record<string, string>> = { email: 'emailAddress' }

function mendTerm({ pointer }: ModelFinding, document: JsonObject): readonly JsonPatchOperation[] {
  const rule = ruleAt(pointer, document)?.rule
  const value = pointerGet(document, pointer)
  if (rule === undefined || !('enumeration' in rule.kind) || typeof value !== 'string') return []
  const { enumeration } = rule.kind
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '')
  const meant = enumeration.filter((term) => plain(term) === plain(otherSpellings[value] ?? value))
  return meant.length === 1 ? replace(pointer, meant[0]) : []
}
