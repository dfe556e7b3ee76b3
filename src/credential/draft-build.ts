import { isBlank } from '../internal/blank.js'
import { dayEndAt } from '../internal/date-forms.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { isRfc3339, parseDateTime } from '../internal/time.js'
import { endOfDay } from '../internal/time-zone.js'
import { isUri } from '../internal/url.js'
import { derivedUrn } from '../internal/uuid.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { indexOf } from './class-index.js'
import type { Places } from './draft-places.js'
import { extensionTypes } from './extensions.js'
import type { Report } from './findings.js'
import { type ClassName, documentClasses, model, type PropertyRule, type ValueKind } from './model.js'
import { statusEntryTerms } from './status-entry.js'
import { suggest } from './suggest.js'

/** What building needs everywhere. */
export interface Build {
  readonly places: Places
  readonly report: Report
  /** Whether the draft brings contexts of its own, which may define further properties. */
  readonly extended: boolean
  /** The issuer's id, which derived ids depend on. */
  readonly issuerId: string
  /** Where days begin and end. */
  readonly timeZone: string
  /** Parts of the credential (pointer) that are elsewhere in the draft (pointer). */
  readonly elsewhere: ReadonlyMap<string, string>
}

const classes = model['2.0']

/** Text that is meant as an address rather than as something to read. */
const isAddress = (text: string): boolean => /^(https?|did|urn|data):/i.test(text) && isUri(text)

const asIdOrNarrative = (text: string): JsonObject => (isAddress(text) ? { id: text } : { narrative: text })

/** Classes for which a string (or number) can be in a draft, and what it then means. */
const shorthands: Partial<Record<ClassName, (text: string) => JsonObject>> = {
  Image: (id) => ({ id }),
  Criteria: asIdOrNarrative,
  Evidence: asIdOrNarrative,
  Related: (id) => ({ id }),
  Profile: (id) => ({ id }),
  Result: (value) => ({ value }),
  IdentifierEntry: (identifier) => ({ identifier, identifierType: 'identifier' }),
  CredentialSchema: (id) => ({ id, type: extensionTypes.credentialSchema }),
  RefreshService: (id) => ({ id, type: extensionTypes.refreshService }),
}

/** Classes whose required id can follow from their content. */
const derivable: ReadonlySet<ClassName> = new Set(['Achievement', 'ResultDescription', 'RubricCriterionLevel'])

/**
 * Turns an object of the draft into one of the model: short forms are written out, types filled in, lists made of
 * single values, members put in the order of the model. What is wrong stays wrong, for the check to find it.
 * Credentials inside were made and signed elsewhere: they are taken over as they are.
 */
export function buildObject(value: JsonValue, name: ClassName, out: string, at: string, build: Build): JsonValue {
  build.places.moved(out, at)
  if (out !== '' && documentClasses.has(name)) return value
  if (typeof value === 'string' || typeof value === 'number') {
    const expand = shorthands[name]
    if (expand === undefined) return value
    build.places.expanded(out, at)
    return buildMembers(expand(String(value)), name, out, at, pinned(build, at))
  }
  return isJsonObject(value) ? buildMembers(value, name, out, at, build) : value
}

/** Building out of one plain value: whatever is found inside is found at that value. */
const pinned = (build: Build, at: string): Build => ({
  ...build,
  places: { ...build.places, moved: () => {} },
  report: (rule, _pointer, detail, exact) => build.report(rule, at, detail, exact),
})

function buildMembers(value: JsonObject, name: ClassName, out: string, at: string, build: Build): JsonObject {
  const built: JsonObject = {}
  for (const [key, rule] of indexOf(classes[name]).properties) {
    const given = value[key]
    // Most members of a class are not there, and then no place needs to be known.
    const place = given === undefined || given === null ? '' : pointerJoin(out, key)
    const from = place === '' ? '' : (build.elsewhere.get(place) ?? pointerJoin(at, key))
    const member = buildMember(given, rule, place, from, build)
    if (member !== undefined) built[key] = member
  }
  takeOver(value, built, name, at, build)
  if (!derivable.has(name) || built.id !== undefined) return built
  const id = derivedUrn(build.issuerId, name === 'Achievement' ? '' : out, sorted(built))
  return { id, ...built }
}

function buildMember(
  value: JsonValue | undefined,
  rule: PropertyRule,
  out: string,
  at: string,
  build: Build,
): JsonValue | undefined {
  if ('types' in rule.kind) return mergeTypes(value, rule.kind.types)
  if (value === undefined || value === null) return 'constant' in rule.kind ? rule.kind.constant : undefined
  if (!rule.many) return buildValue(value, rule.kind, out, at, build)
  const items = Array.isArray(value)
    ? value.map((item, i) => ({ item, place: pointerJoin(at, i) }))
    : [{ item: value, place: at }]
  const given = items.filter(({ item }) => item !== null)
  if (given.length === 0) return undefined
  return given.map(({ item, place }, i) => buildValue(item, rule.kind, pointerJoin(out, i), place, build))
}

/** The types that the model asks for, then those of the draft. */
function mergeTypes(value: JsonValue | undefined, groups: readonly (readonly string[])[]): JsonValue[] {
  const given = asArray<JsonValue>(value)
  const asked = groups.map((group) => group.find((type) => given.includes(type)) ?? group[0] ?? '')
  return [...new Set([...asked, ...given])]
}

function buildValue(value: JsonValue, kind: ValueKind, out: string, at: string, build: Build): JsonValue {
  if ('object' in kind) return buildObject(value, kind.object, out, at, build)
  if ('plain' in kind && kind.plain === 'profileRef') return buildObject(value, 'Profile', out, at, build)
  build.places.moved(out, at)
  if (typeof value === 'string' && isBlank(value)) {
    build.report('draft.empty', at, 'There is nothing to see in the text.')
  }
  if ('plain' in kind && kind.plain === 'measure' && typeof value === 'number') return String(value)
  if ('plain' in kind && kind.plain === 'dateTime' && typeof value === 'string') {
    const time = DAY_ALONE.test(value) ? wholeDay(value, at, build) : value
    if (parseDateTime(time) !== null && !isRfc3339(time)) {
      const fix = 'Write four digits for the year and an hour from 00 to 23, such as 2026-01-31T12:00:00Z.'
      build.report('schema.format', at, 'The date and time is none of RFC 3339; many readers would refuse it.', { fix })
    }
    return time
  }
  return value
}

const DAY_ALONE = /^\d{4}-\d{2}-\d{2}$/

/** A day alone begins, or ends, in the time zone of the issuer. */
function wholeDay(day: string, at: string, { timeZone, report }: Build): string {
  const time = endOfDay(day, dayEndAt(at), timeZone)
  if (time === undefined && parseDateTime(`${day}T00:00:00Z`) !== null) {
    const fix = 'Name another day, or the time with its offset, such as 2026-01-31T12:00:00Z.'
    report('schema.format', at, `There is no such day in ${timeZone}.`, { fix })
  }
  return time ?? day
}

/**
 * Terms that the credentials/v2 context defines for objects of a type, beyond those of their class.
 *
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
 */
const termsOfType: Readonly<Record<string, readonly string[]>> = { BitstringStatusListEntry: statusEntryTerms }

/** Members that the model does not know: kept where a context of the draft may define them, refused elsewhere. */
function takeOver(value: JsonObject, built: JsonObject, name: ClassName, at: string, build: Build): void {
  const { properties, open } = classes[name]
  const defined = new Set(asArray(value.type).flatMap((type) => termsOfType[String(type)] ?? []))
  for (const [key, member] of Object.entries(value)) {
    if (Object.hasOwn(properties, key) || member === undefined) continue
    if (open && (build.extended || defined.has(key))) built[key] = member
    else reportUnknown(key, Object.keys(properties), pointerJoin(at, key), build.report, open ? undefined : name)
  }
}

/** Reports a member that nothing is known of, with the name that was probably meant. */
export function reportUnknown(
  key: string,
  known: readonly string[],
  at: string,
  report: Report,
  closed?: ClassName,
): void {
  const meant = suggest(key, known)
  if (meant === undefined && closed !== undefined) {
    report('draft.unknown-property', at, `The class ${closed} takes no further properties.`, {
      fix: 'Remove the property.',
    })
    return
  }
  report(
    'draft.unknown-property',
    at,
    meant === undefined ? 'Nothing is known by this name.' : `Nothing is known by this name; "${meant}" is close.`,
    meant === undefined ? {} : { fix: `Call it "${meant}".` },
  )
}

/** The value with the members of its objects sorted, so that their order does not tell in a hash. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  )
}
