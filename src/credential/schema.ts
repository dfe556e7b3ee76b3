import { isCompactJws } from '../badge/index.js'
import {
  CLR,
  CLR_PATTERN,
  CREDENTIALS_V1,
  CREDENTIALS_V2,
  OPEN_BADGES,
  OPEN_BADGES_PATTERN,
} from '../internal/context-urls.js'
import { dayEndAt } from '../internal/date-forms.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { parseDateTime } from '../internal/time.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { indexOf } from './class-index.js'
import { collector, type Report } from './findings.js'
import { misnamed } from './misnamed.js'
import { type ClassName, type ClassRule, clauseOf, type ModelVersion, model, type PropertyRule } from './model.js'
import { suggest } from './suggest.js'
import { dateFault, insteadOf, isLanguageCode, kindWord, languageMeant, termFault } from './value-words.js'

/**
 * The two families of 1EdTech's JSON Schemas. `tolerant` takes one value or an array, and a language map for a text;
 * it decides. `strict` wants arrays wherever there may be several values.
 */
export type SchemaFamily = 'tolerant' | 'strict'

/** What the walk through a document knows everywhere. */
interface Walk {
  readonly version: ModelVersion
  readonly family: SchemaFamily
  readonly report: Report
  /** The first finding ends the walk, so that no place has to be known. */
  readonly quiet: boolean
  /** Of a quiet walk: hears of each member that an open class does not know, and of the type of each object. */
  readonly unusual?: (member: string, value: JsonValue | undefined) => void
  /** Of a quiet walk: whether what only the tolerant family knows ends it too; see {@link conformsToBoth}. */
  readonly both?: boolean
}

const below = (pointer: string, token: string | number, { quiet }: Walk): string =>
  quiet ? '' : pointerJoin(pointer, token)

/**
 * Checks a document against the table of the model as 1EdTech's JSON Schemas would: without findings exactly where the
 * official schema of that family has none.
 *
 * The tolerant family allows a `@context` that is not an array; such a document may follow either data model.
 */
export function checkSchema(
  document: JsonObject,
  family: SchemaFamily,
  name: ClassName = rootClassOf(document),
): readonly ModelFinding[] {
  const guess = versionOf(document)
  const found = checkVersion(document, family, name, guess)
  if (found.length === 0 || Array.isArray(document['@context'])) return found
  const other = checkVersion(document, family, name, guess === '2.0' ? '1.1' : '2.0')
  return other.length === 0 ? other : found
}

function checkVersion(
  document: JsonObject,
  family: SchemaFamily,
  name: ClassName,
  version: ModelVersion,
): readonly ModelFinding[] {
  const { found, report } = collector({ root: name, version })
  if (family === 'strict' && version === '1.1') {
    report('strict.version', '', 'The formal JSON Schema knows data model 2.0 only; this badge has data model 1.1.')
  } else {
    if (conforms(document, name, version, family)) return found
    checkObject(document, name, '', { version, family, report, quiet: false })
  }
  return found
}

const FOUND = new Error('a finding')

/** Most documents are as they should be, and that is reported without keeping track of places. */
function conforms(
  document: JsonObject,
  name: ClassName,
  version: ModelVersion,
  family: SchemaFamily,
  more: Pick<Walk, 'both' | 'unusual'> = {},
): boolean {
  const report = () => {
    throw FOUND
  }
  try {
    checkObject(document, name, '', { version, family, report, quiet: true, ...more })
    return true
  } catch (error) {
    if (error === FOUND) return false
    throw error
  }
}

/**
 * Whether neither family certainly has anything to say, in one walk: the strict one asks for all that the other does,
 * except of properties that only the other knows.
 *
 * @param unusual - hears of each member that an open class does not know, and of the type of each object
 */
export const conformsToBoth = (document: JsonObject, name: ClassName, unusual?: Walk['unusual']): boolean =>
  versionOf(document) === '2.0' && conforms(document, name, '2.0', 'strict', { both: true, ...defined({ unusual }) })

/** The data model of the envelope, by its first context; without one, by the name of its dates. */
export function versionOf(document: JsonObject): ModelVersion {
  const contexts = asArray(document['@context'])
  if (contexts.includes(CREDENTIALS_V2)) return '2.0'
  if (contexts.includes(CREDENTIALS_V1)) return '1.1'
  return document.issuanceDate !== undefined && document.validFrom === undefined ? '1.1' : '2.0'
}

/** The class of a whole document, by its types. */
export function rootClassOf(document: JsonObject): RootClass {
  const types = asArray(document.type)
  if (types.includes('AchievementCredential') || types.includes('OpenBadgeCredential')) return 'AchievementCredential'
  return otherRoots.find((name) => types.includes(name)) ?? 'AchievementCredential'
}

const otherRoots = ['EndorsementCredential', 'ClrCredential'] as const

/** Classes that a whole document can have. */
export type RootClass = 'AchievementCredential' | (typeof otherRoots)[number]

function checkObject(value: JsonValue, name: ClassName, pointer: string, walk: Walk): void {
  if (walk.quiet && isJsonObject(value)) {
    checkQuietly(value, model[walk.version][name], walk)
    return
  }
  const spec = clauseOf(name)
  // Learner records hold badges that are JWTs as their text; 1EdTech's validator takes each item for what it is.
  if (name === 'VerifiableCredential' && typeof value === 'string' && isCompactJws(value)) {
    if (walk.family === 'strict') walk.report('strict.value', pointer, 'The credential is a JWT as text.', { spec })
    return
  }
  if (!isJsonObject(value)) {
    walk.report('schema.object', pointer, `${an(name)} must be an object; ${insteadOf(value, 'object')}.`, { spec })
    return
  }
  const rule = model[walk.version][name]
  const { properties, byKey } = indexOf(rule)
  const inside: Walk = {
    ...walk,
    report: (rule, at, detail, exact) => walk.report(rule, at, detail, { spec, ...exact }),
  }
  if (pointer !== '' && lacksAll(value, rule, walk.family)) {
    const names = indexOf(rule).required[walk.family].join('", "')
    inside.report('schema.required', pointer, `${an(name)} must have "${names}"; here it has none of them.`)
    return
  }
  const explained = new Set<string>()
  for (const [key, property] of properties) {
    const member = Object.hasOwn(value, key) ? value[key] : undefined
    if (member !== undefined) {
      checkMember(member, property, pointerJoin(pointer, key), key, inside)
    } else if (property.required === true || (property.required === 'strict' && walk.family === 'strict')) {
      const missing = key === '@context' ? 'schema.context' : 'schema.required'
      const given = misnamed(value, key, rule)
      if (given !== undefined) explained.add(given)
      const other = given === undefined ? '' : `; here it is called "${given.slice(0, 40)}"`
      inside.report(
        missing,
        pointerJoin(pointer, key),
        `${an(name)} must have the property "${key}"${other}.`,
        // A misspelt name is the cause of a property that is missing, and is said with it.
        given === undefined ? {} : { fix: `Call it "${key}".` },
      )
    }
  }
  if (rule.open) return
  for (const key of Object.keys(value)) {
    if (byKey.has(key) || explained.has(key)) continue
    walk.report('schema.closed', pointerJoin(pointer, key), `${an(name)} can have no property "${key}".`, { spec })
  }
}

/** Whether an object has nothing of its class, where several properties are required: that is one fault, not many. */
function lacksAll(value: JsonObject, rule: ClassRule, family: SchemaFamily): boolean {
  const { required, byKey } = indexOf(rule)
  return (
    required[family].length > 1 &&
    !byKey.has('@context') &&
    Object.keys(value).every((key) => suggest(key, [...byKey.keys()]) === undefined)
  )
}

/** Finds something exactly when the loops above do; the order does not matter. */
function checkQuietly(value: JsonObject, rule: ClassRule, walk: Walk): void {
  const { byKey, required } = indexOf(rule)
  for (const key of Object.keys(value)) {
    const member = value[key]
    const property = byKey.get(key)
    if (property === undefined) {
      if (!rule.open) walk.report('schema.closed', '', '')
      walk.unusual?.(key, member)
    } else if (member !== undefined) {
      if (key === 'type') walk.unusual?.(key, member)
      checkMember(member, property, '', key, walk)
    }
  }
  for (const key of required[walk.family]) {
    if (!Object.hasOwn(value, key) || value[key] === undefined) walk.report('schema.required', '', '')
  }
}

const an = (name: string): string => `${/^[AEIO]/.test(name) ? 'An' : 'A'} ${name}`

function checkMember(value: JsonValue, rule: PropertyRule, pointer: string, key: string, walk: Walk): void {
  if (rule.tolerantOnly && walk.family === 'strict') {
    if (walk.both) walk.report('schema.closed', pointer, '')
    return
  }
  if (!rule.many) {
    checkValue(value, rule, pointer, key, walk)
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      checkValue(value[i] as JsonValue, rule, below(pointer, i, walk), key, walk)
    }
  } else {
    if (walk.family === 'strict' && rule.single !== true) {
      walk.report('strict.array', pointer, `"${key}" is not an array.`)
    }
    checkValue(value, rule, pointer, key, walk)
  }
}

function checkValue(value: JsonValue, { kind }: PropertyRule, pointer: string, key: string, walk: Walk): void {
  if ('plain' in kind) {
    plainChecks[kind.plain](value, pointer, key, walk)
  } else if ('object' in kind) {
    checkObject(value, kind.object, pointer, walk)
  } else if ('types' in kind) {
    checkTypes(value, kind.types, pointer, walk)
  } else if ('constant' in kind) {
    if (value !== kind.constant) {
      checkText(value, `the text "${kind.constant}"`, (text) => text === kind.constant, pointer, key, walk)
    }
  } else {
    const allowed = typeof value === 'string' && (kind.enumeration.includes(value) || (kind.open && EXT.test(value)))
    if (!allowed) walk.report('schema.enumeration', pointer, termFault(key, value, kind.enumeration, kind.open))
  }
}

/** The pattern of the schemas, which is not anchored; `enumeration.extension-term` warns of what slips through. */
const EXT = /(ext:)[a-z|A-Z|0-9|.|-|_]+/u
const LANGUAGE_KEY = /^[a-z]{2}(-[A-Z]{2})?$/u
const DATE = /^\d{4}-\d{2}-\d{2}$/u

type ValueCheck = (value: JsonValue, pointer: string, key: string, walk: Walk) => void

const always = (): boolean => true

const anyText: ValueCheck = (value, pointer, key, walk) => checkText(value, 'text', always, pointer, key, walk)

const urlText: ValueCheck = (value, pointer, key, walk) =>
  checkText(value, 'text, one absolute URL', always, pointer, key, walk)

const dateText =
  (form: string, isDate: (text: string) => boolean): ValueCheck =>
  (value, pointer, key, { report }) => {
    if (typeof value !== 'string') {
      report('schema.value', pointer, `"${key}" must be text, ${form}; ${insteadOf(value, 'text')}.`)
    } else if (!isDate(value)) {
      const why = dateFault(value, form === DATE_TIME_FORM, dayEndAt(pointer))
      report('schema.format', pointer, `"${key}" must be ${form}; ${why}.`, {
        fix: `Write it like ${dateExamples[form]}.`,
      })
    }
  }

const LANGUAGE_FORM = 'a language code such as en or pt-BR'

function languageText(value: JsonValue, pointer: string, key: string, walk: Walk): void {
  const meant = typeof value === 'string' && !walk.quiet ? languageMeant(value) : undefined
  if (meant === undefined) checkText(value, LANGUAGE_FORM, isLanguageCode, pointer, key, walk)
  else walk.report('schema.format', pointer, `"${key}" must be ${LANGUAGE_FORM}; write "${meant}".`)
}

const DATE_TIME_FORM = 'a date and time with a time zone'
const DATE_FORM = 'a date'
const dateExamples: Record<string, string> = { [DATE_TIME_FORM]: '2026-01-31T12:00:00Z', [DATE_FORM]: '2026-01-31' }

const plainChecks: Record<Extract<PropertyRule['kind'], { plain: unknown }>['plain'], ValueCheck> = {
  text: anyText,
  measure: anyText,
  uri: urlText,
  url: urlText,
  languageCode: languageText,
  compactJws: (value, pointer, key, walk) => checkText(value, 'a compact JWS', isCompactJws, pointer, key, walk),
  dateTime: dateText(DATE_TIME_FORM, (text) => parseDateTime(text) !== null),
  date: dateText(DATE_FORM, (text) => DATE.test(text) && parseDateTime(`${text}T00:00:00Z`) !== null),
  number: (value, pointer, key, { report }) => {
    if (typeof value !== 'number')
      report('schema.value', pointer, `"${key}" must be a number; ${insteadOf(value, 'number')}.`)
  },
  boolean: (value, pointer, key, { report }) => {
    if (typeof value !== 'boolean')
      report('schema.value', pointer, `"${key}" must be true or false; ${insteadOf(value, 'boolean')}.`)
  },
  context: contextCheck([
    [OPEN_BADGES_PATTERN, { says: 'The second context must be one of Open Badges 3.0', url: OPEN_BADGES }],
  ]),
  clrContext: contextCheck([
    [CLR_PATTERN, { says: 'The second context must be one of CLR 2.0', url: CLR }],
    [OPEN_BADGES_PATTERN, { says: 'The third context must be one of Open Badges 3.0', url: OPEN_BADGES }],
  ]),
  profileRef: checkProfileRef,
}

/** A text; in the tolerant family also a map from language to text. */
function checkText(
  value: JsonValue,
  form: string,
  accepts: (text: string) => boolean,
  pointer: string,
  key: string,
  walk: Walk,
): void {
  if (typeof value === 'string') {
    if (!accepts(value)) walk.report('schema.format', pointer, `"${key}" must be ${form}.`)
  } else if (!isLanguageMap(value, accepts)) {
    walk.report('schema.value', pointer, `"${key}" must be ${form}; ${insteadOf(value, 'text')}.`)
  } else if (walk.family === 'strict') {
    const inside = isJsonObject(value) && value.id !== undefined ? 'an object' : 'a map of languages'
    walk.report('strict.value', pointer, `"${key}" is ${inside} instead of text.`)
  }
}

const isLanguageMap = (value: JsonValue, accepts: (text: string) => boolean): boolean =>
  isJsonObject(value) &&
  Object.entries(value).every(([key, text]) => LANGUAGE_KEY.test(key) && typeof text === 'string' && accepts(text))

function checkTypes(value: JsonValue, groups: readonly (readonly string[])[], pointer: string, walk: Walk): void {
  if (!Array.isArray(value)) {
    if (walk.family === 'strict') walk.report('strict.array', pointer, '"type" is not an array.')
    else anyText(value, pointer, 'type', walk)
    return
  }
  for (let i = 0; i < value.length; i++) {
    anyText(value[i] as JsonValue, below(pointer, i, walk), 'type', walk)
  }
  // What is there in place of a type may be the one that is missing.
  if (value.some((type) => typeof type !== 'string' && !isLanguageMap(type, always))) return
  for (const group of groups) {
    if (group.some((type) => value.includes(type))) continue
    walk.report('schema.types', pointer, `"type" must hold ${group.join(' or ')}${nearTypeOf(value, group)}.`)
  }
}

/** A misspelt type, which is the cause of the one that is missing. */
function nearTypeOf(value: readonly JsonValue[], group: readonly string[]): string {
  const given = value.find((each) => typeof each === 'string' && suggest(each, group) !== undefined)
  return given === undefined ? '' : `; "${given}" is not known`
}

/** The first context is that of the data model; then come those given, in this order. */
function contextCheck(
  after: readonly (readonly [pattern: RegExp, rule: { readonly says: string; readonly url: string }])[],
): ValueCheck {
  return (value, pointer, _key, { report, family, version }) => {
    if (!Array.isArray(value)) {
      if (family === 'strict') report('strict.array', pointer, '"@context" is not an array.')
      else if (typeof value !== 'string' && !isJsonObject(value)) {
        report('schema.context', pointer, '"@context" must be an array of URLs and inline contexts.')
      }
      return
    }
    const first = version === '1.1' ? CREDENTIALS_V1 : CREDENTIALS_V2
    if (value[0] !== first)
      report('schema.context', pointerJoin(pointer, 0), `The first context must be ${first}${contextHere(value[0])}.`)
    after.forEach(([pattern, rule], i) => {
      const context = value[i + 1]
      if (typeof context === 'string' && pattern.test(context)) return
      const { says, url } = rule
      report('schema.context', pointerJoin(pointer, i + 1), `${says}: write ${url}${contextHere(context)}.`)
    })
    value.slice(after.length + 1).forEach((context, i) => {
      if (typeof context === 'string' || isJsonObject(context)) return
      report(
        'schema.context',
        pointerJoin(pointer, i + after.length + 1),
        'A context must be a URL or an inline context.',
      )
    })
  }
}

function contextHere(context: JsonValue | undefined): string {
  if (typeof context !== 'string') return context === undefined ? '' : ` (here it is ${kindWord(context)})`
  const blank = context === context.trim() ? '' : ' with a space before or after it'
  return ` (here ${JSON.stringify(context.slice(0, 120))}${blank})`
}

/** A profile or its URI. An object that is also a language map counts as a URI for the tolerant family. */
function checkProfileRef(value: JsonValue, pointer: string, key: string, walk: Walk): void {
  if (walk.family === 'tolerant' && isLanguageMap(value, always)) return
  if (isJsonObject(value)) checkObject(value, 'Profile', pointer, walk)
  else checkText(value, 'one profile object or its URL', always, pointer, key, walk)
}
