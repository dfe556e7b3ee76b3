import {
  CLR,
  CLR_PATTERN,
  CREDENTIALS_V1,
  CREDENTIALS_V2,
  OPEN_BADGES,
  OPEN_BADGES_EXTENSIONS,
  OPEN_BADGES_PATTERN,
} from '../internal/context-urls.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { nearest } from '../internal/suggest.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { finding } from './findings.js'
import { rootClassOf, versionOf } from './schema.js'

const wanted = [CREDENTIALS_V2, CREDENTIALS_V1, OPEN_BADGES, OPEN_BADGES_EXTENSIONS, CLR] as const

/** It redefines terms of data model 2.0. */
const FIRST_OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'

/** Addresses that people write for the contexts of data model 2.0 and of Open Badges. */
const otherAddresses: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/(www\.)?w3\.org\/(ns\/)?credentials\/(v2(\.0)?|v1|2\.0)$/, CREDENTIALS_V2],
  [/^https?:\/\/(www\.)?w3\.org\/2018\/credentials\/v2$/, CREDENTIALS_V2],
  [/^https?:\/\/(www\.)?w3\.org\/2018\/credentials(\/v1)?$/, CREDENTIALS_V1],
  [/^https?:\/\/w3id\.org\/openbadges(\/v[123](\.\d)?)?$/, OPEN_BADGES],
  [
    /^https?:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0(\/(context(-3[^/]*)?|ob_v3p0_[a-z_]*)?)?(\.json(?:ld)?)?$/,
    OPEN_BADGES,
  ],
]

/** The context that was meant by one that is nearly it: another scheme, a slash or blank too many, a slip of the finger. */
function meant(context: string): string {
  if (known(context)) return context
  const text = context
    .trim()
    .replace(/^http:/i, 'https:')
    .replace(/[/#.]+$/, '')
  if (known(text)) return text
  // A version that is newer than this program is left as it is.
  if (OPEN_BADGES_PATTERN.test(text) && !text.endsWith('-3.0.0.json')) return context
  const other = otherAddresses.find(([pattern]) => pattern.test(text))
  return other?.[1] ?? nearest(text, wanted, 3) ?? context
}

/** The versions of the Open Badges context that there are. */
const AT_HAND_OF_OPEN_BADGES = /\/context(-3\.0\.[123])?\.json$/

const known = (context: string): boolean =>
  (wanted as readonly string[]).includes(context) || isPublished(context) || CLR_PATTERN.test(context)

const isPublished = (context: string): boolean =>
  OPEN_BADGES_PATTERN.test(context) && AT_HAND_OF_OPEN_BADGES.test(context)

/** The contexts as they should be: each the one that was meant, once, in order, and those of others after them. */
export function mendedContexts(document: JsonObject): readonly JsonValue[] {
  const present = asArray<JsonValue>(document['@context'])
    .flatMap((context): readonly JsonValue[] => (Array.isArray(context) ? context : [urlIn(context)]))
    .filter((context) => context !== null && context !== '')
    .map((context) => (typeof context === 'string' ? meant(context) : context))
  const first = isOlder({ ...document, '@context': [...present] }) ? CREDENTIALS_V1 : CREDENTIALS_V2
  const find = (pattern: RegExp): JsonValue | undefined =>
    present.find((context) => typeof context === 'string' && pattern.test(context))
  const clr = rootClassOf(document) === 'ClrCredential' ? [find(CLR_PATTERN) ?? CLR] : []
  const isOld = (context: JsonValue): boolean => context === FIRST_OPEN_BADGES && first === CREDENTIALS_V2
  const found = find(OPEN_BADGES_PATTERN) ?? OPEN_BADGES
  const ordered: readonly JsonValue[] = [first, ...clr, isOld(found) ? OPEN_BADGES : found]
  const others = present.filter((each) => each !== CREDENTIALS_V1 && each !== CREDENTIALS_V2 && !isOld(each))
  return [
    ...ordered,
    ...others.filter((context, i) => !ordered.some((each) => each === context) && others.indexOf(context) === i),
  ]
}

/** The URL of a context that is an object around one. */
function urlIn(context: JsonValue): JsonValue {
  const [name = '', ...others] = isJsonObject(context) ? Object.keys(context) : []
  const url = isJsonObject(context) && others.length === 0 && AROUND.has(name) ? context[name] : undefined
  return typeof url === 'string' ? url : context
}

const AROUND: ReadonlySet<string> = new Set(['@id', '@value', 'id', 'url', 'value'])

/** Data model 1.1, unless only the dates of 2.0 are there. */
const isOlder = (document: JsonObject): boolean =>
  versionOf(document) === '1.1' && (document.issuanceDate !== undefined || document.validFrom === undefined)

/** Contexts that are at hand without being handed over, beside those of Open Badges and CLR. */
const AT_HAND =
  /^https:\/\/(www\.w3\.org\/(2018\/credentials\/v1|ns\/credentials\/(v2|status\/v1)|ns\/did\/v1)|w3id\.org\/(security\/(data-integrity\/v[12]|suites\/ed25519-2020\/v1|multikey\/v1)|vc\/status-list\/2021\/v1))$/

const isAtHand = (context: string): boolean =>
  context !== CLR && ((known(context) && !CLR_PATTERN.test(context)) || AT_HAND.test(context))

/** Contexts that nobody can sign or verify the document with, or only when somebody hands them over. */
export function unknownContexts(document: JsonObject): readonly ModelFinding[] {
  const isClr = rootClassOf(document) === 'ClrCredential'
  return asArray<JsonValue>(document['@context']).flatMap((context, i) => {
    const isOld = context === FIRST_OPEN_BADGES && asArray(document['@context']).includes(CREDENTIALS_V2)
    const isOfRecord = isClr && typeof context === 'string' && CLR_PATTERN.test(context)
    if (typeof context !== 'string' || (!isOld && (isAtHand(context) || isOfRecord))) return []
    const at = Array.isArray(document['@context']) ? pointerJoin('/@context', i) : '/@context'
    const why = isOld ? 'does not go with data model 2.0' : 'is not at hand'
    return [finding('context.unknown', at, `The context ${JSON.stringify(context.slice(0, 120))} ${why}.`)]
  })
}
