import { CLR_PATTERN, CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_PATTERN } from '../internal/context-urls.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerGet, pointerJoin, pointerOf } from '../internal/pointer.js'
import { isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { indexOf } from './class-index.js'
import { extensionTypeNames } from './extensions.js'
import type { Report } from './findings.js'
import { everywhere } from './misnamed.js'
import { type ClassName, model, type PropertyRule } from './model.js'
import { rootClassOf } from './schema.js'
import { statusEntryTerms } from './status-entry.js'
import { plainName, suggest } from './suggest.js'
import { visitNodes } from './visit-nodes.js'

/** A member or type that the contexts of a badge do not define, and what was probably meant. */
interface UndefinedName {
  readonly pointer: string
  readonly name: string
  /** The name that was meant, of a member or a type. */
  readonly meant?: string
  /** The object that the member belongs to, where it is in the wrong one. */
  readonly home?: string
  /** Set for a member with the word of a type for a name. */
  readonly isType?: true
}

/** Terms of a whole credential that the model has no rule for. */
const ofCredentials: ReadonlySet<string> = new Set([
  ...['confidenceMethod', 'relatedResource', 'renderMethod', 'evidence', 'termsOfUse'],
])

/** Classes whose members depend on their type, which may be anybody's. */
const openEnded: ReadonlySet<ClassName> = new Set(['CredentialSchema', 'RefreshService', 'TermsOfUse', 'Proof'])

const v2Types = [
  ...['VerifiableCredential', 'EnvelopedVerifiableCredential', 'JsonSchema', 'JsonSchemaCredential'],
  ...['BitstringStatusListCredential', 'BitstringStatusList', 'BitstringStatusListEntry', 'DataIntegrityProof'],
]
/** Types of data model 1.1 whose context is at hand too, and goes with data model 2.0. */
export const olderContexts: ReadonlyMap<string, string> = new Map([
  ['StatusList2021Entry', 'https://w3id.org/vc/status-list/2021/v1'],
])
const knownTypes: readonly string[] = [...v2Types, 'OpenBadgeCredential', ...Object.keys(model['2.0'])]
const isKnownType: ReadonlySet<string> = new Set(knownTypes)

/** Classes of the model that no context has a word for. */
const withoutWord: ReadonlySet<string> = new Set([
  ...['ClrCredential', 'ClrSubject', 'Association'],
  ...['CredentialSchema', 'CredentialStatus', 'RefreshService', 'TermsOfUse', 'Proof'],
])
/** Words of types, which the contexts define everywhere: as a member each of them is signed, and read by nobody. */
const typeWords: ReadonlySet<string> = new Set([
  ...knownTypes.filter((type) => !withoutWord.has(type)),
  ...['VerifiablePresentation', 'EnvelopedVerifiablePresentation'],
])
/** Words of other formats of credentials that the context of data model 2.0 defines everywhere. */
const otherWords: ReadonlySet<string> = new Set([
  ...['...', '_sd', '_sd_alg', 'aud', 'cnf', 'exp', 'iat', 'iss', 'jku', 'kid', 'nbf', 'sub', 'x5u'],
])

/**
 * Members and types that no signature would cover, as far as that can be told without reading contexts: only where a
 * badge has those of data model 2.0, of Open Badges and of their extensions, and no others.
 */
export function checkNames(document: JsonObject, warn: Report): void {
  for (const { pointer, name, meant, home, isType } of undefinedNames(document)) {
    if (isType) {
      const detail = `"${name}" is the name of a type: nobody reads a property of this name.`
      warn('terms.type-word', pointer, detail, meant === undefined ? {} : { fix: `Call it "${meant}".` })
      continue
    }
    const given = `${JSON.stringify(name.slice(0, 60))} is defined by no context of the document`
    if (home !== undefined) {
      const place = home === '' ? 'the top of the credential' : home
      warn('terms.undefined', pointer, `${given} in this place; it belongs to ${place}.`, {
        fix: `Move it to ${place}.`,
      })
    } else if (meant !== undefined) {
      warn('terms.undefined', pointer, `${given}; the name is "${meant}".`, { fix: `Call it "${meant}".` })
    } else if (olderContexts.has(name)) {
      const fix = `Add ${olderContexts.get(name)} to "@context"; new lists are for entries of the type BitstringStatusListEntry.`
      warn('terms.undefined', pointer, `${given}, since it is of data model 1.1.`, { fix })
    } else warn('terms.undefined', pointer, `${given}.`)
  }
}

function undefinedNames(document: JsonObject): readonly UndefinedName[] {
  const contexts = asArray<JsonValue>(document['@context'])
  if (!contexts.includes(CREDENTIALS_V2) || !contexts.every(isFamiliar)) return []
  // What an inline context defines is known here by name only, which is enough.
  const own = contexts.flatMap((context) => (isJsonObject(context) ? Object.keys(context) : NONE))
  const older = [...olderContexts].flatMap(([type, context]) => (contexts.includes(context) ? type : NONE))
  const more = [...(contexts.includes(OPEN_BADGES_EXTENSIONS) ? extensionTypeNames : NONE), ...older, ...own]
  const isExtended = contexts.includes(OPEN_BADGES_EXTENSIONS)
  const found: UndefinedName[] = []
  const root = rootClassOf(document)
  visitNodes(document, root, '2.0', (node) => {
    const { name, value } = node
    if (name === 'Proof' || (node.path !== undefined && value['@context'] !== undefined)) return
    const pointer = pointerOf(node.path)
    for (const member of Object.keys(value)) {
      const held = value[member]
      if (!isDefined(member, name, value, root, own.length > 0) && !own.includes(member) && !otherWords.has(member)) {
        const isType = typeWords.has(member) || (isExtended && extensionTypeNames.includes(member))
        const { meant, home } = meantBy(document, member, pointer)
        const isFree = meant !== undefined && home === undefined && value[meant] === undefined
        found.push({
          pointer: pointerJoin(pointer, member),
          name: member,
          ...(isType ? { isType, ...(isFree && { meant }) } : { ...defined({ meant, home }) }),
        })
      } else if (holdsObject(held))
        found.push(...languagesIn(member, name, held, pointer).filter((each) => !own.includes(each.name)))
    }
    if (!areKnown(value.type, more)) {
      found.push(...typesIn(value.type, [...knownTypes, ...more], pointerJoin(pointer, 'type')))
    }
  })
  return found
}

const NONE: readonly string[] = []

const holdsObject = (value: JsonValue | undefined): value is JsonObject | JsonValue[] =>
  Array.isArray(value) ? value.some(isJsonObject) : isJsonObject(value)

const isFamiliar = (context: JsonValue): boolean =>
  context === CREDENTIALS_V2 ||
  context === OPEN_BADGES_EXTENSIONS ||
  (typeof context === 'string' &&
    (OPEN_BADGES_PATTERN.test(context) ||
      CLR_PATTERN.test(context) ||
      [...olderContexts.values()].includes(context))) ||
  (isJsonObject(context) && context['@vocab'] === undefined && context['@import'] === undefined)

function isDefined(member: string, name: ClassName, value: JsonObject, root: ClassName, hasOwn: boolean): boolean {
  if (openEnded.has(name)) {
    if (/^@/.test(member) || member === '') return false
    // What a type brings with it is not known here; those of Open Badges bring nothing, nor do URLs.
    const isBare = asArray<JsonValue>(value.type).every((type) => typeof type === 'string' && bringsNothing(type))
    return hasOwn || name === 'Proof' || !isBare || isUri(member) || everywhere.has(member)
  }
  if (indexOf(model['2.0'][name]).byKey.has(member) || everywhere.has(member)) return true
  if (member === '@context') return true
  if (name === root) return ofCredentials.has(member)
  return name === 'CredentialStatus' && (statusEntryTerms.includes(member) || !isStatusListEntry(value))
}

const bringsNothing = (type: string): boolean => extensionTypeNames.includes(type) || isUri(type)

const isStatusListEntry = ({ type }: JsonObject): boolean => asArray(type).includes('BitstringStatusListEntry')

/** A map from languages to texts has members that no context defines; JSON-LD writes `@value` and `@language`. */
function languagesIn(
  member: string,
  name: ClassName,
  value: JsonValue | undefined,
  parent: string,
): readonly UndefinedName[] {
  const rule = indexOf(model['2.0'][name]).byKey.get(member)
  if (rule === undefined || 'object' in rule.kind || 'types' in rule.kind) return []
  if ('plain' in rule.kind && ['profileRef', 'context', 'clrContext'].includes(rule.kind.plain)) return []
  const at = pointerJoin(parent, member)
  return asArray<JsonValue>(value).flatMap((item, i) =>
    (isJsonObject(item) ? Object.keys(item) : []).flatMap((key) =>
      key.startsWith('@') || (key === 'id' && isNamed(rule))
        ? []
        : [{ pointer: pointerJoin(Array.isArray(value) ? pointerJoin(at, i) : at, key), name: key }],
    ),
  )
}

/** Whether a property names something by its URL, as an object with only an `id` does to JSON-LD. */
const isNamed = ({ kind }: PropertyRule): boolean => 'plain' in kind && (kind.plain === 'uri' || kind.plain === 'url')

/** Whether the contexts of every badge of data model 2.0 define the types of an object. */
export const areTypesOfBadges = (types: JsonValue | undefined): boolean => areKnown(types, NONE)

function areKnown(value: JsonValue | undefined, more: readonly string[]): boolean {
  if (!Array.isArray(value)) return value === undefined || value === null || isKnown(value, more)
  return value.every((type) => isKnown(type, more))
}

const isKnown = (type: JsonValue | undefined, more: readonly string[]): boolean =>
  typeof type === 'string' && (isKnownType.has(type) || more.includes(type))

function typesIn(value: JsonValue | undefined, types: readonly string[], place: string): readonly UndefinedName[] {
  return asArray<JsonValue>(value).flatMap((type, i) => {
    const pointer = Array.isArray(value) ? pointerJoin(place, i) : place
    if (typeof type !== 'string') return [{ pointer, name: 'type' }]
    if (types.includes(type) || isUri(type)) return []
    const meant = suggest(type, types)
    return [{ pointer, name: type, ...(meant && { meant }) }]
  })
}

/** Objects of a badge among which people mistake the place of a member. */
const homes: readonly (readonly [pointer: string, name: ClassName])[] = [
  ['', 'AchievementCredential'],
  ['/credentialSubject', 'AchievementSubject'],
  ['/credentialSubject/achievement', 'Achievement'],
]

/**
 * What was meant by a member that its object does not have: another name in the same object, or the same name in
 * another object.
 *
 * @param parent - the pointer to the object
 */
export function meantBy(
  document: JsonObject,
  member: string,
  parent: string,
): { readonly meant?: string; readonly home?: string } {
  const name = classAt(parent, document)
  if (name === undefined) return {}
  const own = propertiesOf(name)
  const home = homes.find(
    ([pointer, each]) =>
      pointer !== parent && own !== undefined && propertiesOf(each).includes(member) && homeOf(pointer, document),
  )
  if (home !== undefined && homes.some(([pointer]) => pointer === parent)) return { meant: member, home: home[0] }
  const meant = suggest(member, own)
  return meant === undefined ? {} : { meant }
}

const homeOf = (pointer: string, document: JsonObject): boolean => isJsonObject(pointerGet(document, pointer))

const propertiesOf = (name: ClassName): readonly string[] => [
  ...Object.keys(model['2.0'][name].properties),
  ...(name === 'CredentialStatus' ? statusEntryTerms : []),
]

/** The rule of the model for a place in a credential, and the class that the place is in. */
export function ruleAt(
  pointer: string,
  document: JsonObject,
): { readonly name: ClassName; readonly rule: PropertyRule | undefined } | undefined {
  let name: ClassName = rootClassOf(document)
  let rule: PropertyRule | undefined
  for (const token of pointer.split('/').slice(1)) {
    if (/^\d+$/.test(token) && rule !== undefined) continue
    if (rule !== undefined) {
      const next = objectOf(rule)
      if (next === undefined) return undefined
      name = next
    }
    const { properties } = model['2.0'][name]
    rule = Object.hasOwn(properties, token) ? properties[token] : olderRule(name, token)
    if (rule === undefined) return undefined
  }
  return { name, rule }
}

/** Properties that only the envelope of data model 1.1 has. */
function olderRule(name: ClassName, token: string): PropertyRule | undefined {
  const { properties } = model['1.1'][name]
  return Object.hasOwn(properties, token) ? properties[token] : undefined
}

const objectOf = ({ kind }: PropertyRule): ClassName | undefined => {
  if ('object' in kind) return kind.object
  return 'plain' in kind && kind.plain === 'profileRef' ? 'Profile' : undefined
}

function classAt(pointer: string, document: JsonObject): ClassName | undefined {
  if (pointer === '') return rootClassOf(document)
  const rule = ruleAt(pointer, document)?.rule
  return rule === undefined ? undefined : objectOf(rule)
}

/** A type that is near one that is asked for. */
export const nearType = (given: JsonValue, types: readonly string[]): string | undefined =>
  typeof given === 'string' && given.trim() !== '' && !types.includes(given)
    ? (types.find((type) => plainName(type) === plainName(given)) ?? suggest(given, types))
    : undefined
