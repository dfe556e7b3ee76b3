import { type DocumentKind, isOpenBadge1, kindName, kindsIn } from '../badge/kinds/index.js'
import { otherDocument } from '../badge/other/index.js'
import { asArray, copyJson, isJsonObject, Plain } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { isSameJson } from '../internal/same-json.js'
import { sharedCache } from '../internal/shared-caches.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding, ModelReport } from '../types/model.js'
import { checkDataModel } from './check.js'
import { relatedResources } from './digested.js'
import { bytesInside, compareDigests, imageIdOf } from './digests.js'
import { collector, type Report } from './findings.js'

/** What speaks against signing a document. */
export interface Lint {
  /** By the rules of all credentials: nobody takes it for one. */
  readonly credential: readonly ModelFinding[]
  /** By those of what its types say that it is, as far as the others do not name the place already. */
  readonly kind: readonly ModelFinding[]
}

/** Rules that only warn where a document is held against the model, and of which no signed badge is verified. */
const deciding: ReadonlySet<string> = new Set(['status.entry'])

/**
 * What `verifyCredential` would refuse in a document whatever its signature, as far as the document shows it: whether
 * times have come or passed is left to the day that it is verified. Terms that no context defines, and contexts, are
 * found by the canonical form.
 *
 * @param document - a copy that `copyJson` made
 */
export function lint(document: JsonObject, asked: Asked): Lint {
  if (asked.of !== undefined && isKnown(asked.of, document)) return NOTHING
  const credential = checkDataModel(new Plain(document), { profile: 'vcdm' }).problems
  if (!asked.kind) return { credential, kind: [] }
  const known = new Set(credential.map(placeOf))
  const kind = ofKind(document, asked.report).filter((found) => !known.has(placeOf(found)))
  return { credential, kind }
}

/** What is looked at, and what is known of it. */
interface Asked {
  /** Whether it is held against the rules of what it is, too. */
  readonly kind: boolean
  /** The caller's own object that it is a copy of. */
  readonly of?: object
  /** What the rules of badges say of it. */
  readonly report?: ModelReport
}

const NOTHING: Lint = { credential: [], kind: [] }

const sound = sharedCache('soundCredentials', () => new WeakMap<object, JsonObject>())

/** Keeps in mind what a credential says that nothing speaks against, for as long as its owner holds it. */
export function rememberSound(credential: JsonObject): void {
  sound().set(credential, copyJson(credential) as JsonObject)
}

/** The same of a badge that is frozen through and through, so that no copy is needed to see that it was not changed. */
export function rememberFrozen(credential: JsonObject): void {
  sound().set(credential, credential)
}

/** Whether it was remembered as frozen. */
export const isFrozen = (credential: JsonObject): boolean => sound().get(credential) === credential

/** Whether nothing was found to speak against it, and it was not changed since. */
export const isSound = (credential: JsonObject): boolean => isKnown(credential, credential)

/** Whether it says what it said when it was remembered: its owner may have changed it since. */
function isKnown(own: object, document: JsonObject): boolean {
  return isSameJson(sound().get(own), document)
}

const placeOf = ({ check, pointer }: ModelFinding): string => `${check} ${pointer}`

/** How deep credentials inside credentials are looked at: a learner record is verified one level deep. */
const DEPTH = 1

function ofKind(document: JsonObject, report?: ModelReport, depth = 0): readonly ModelFinding[] {
  const { found, report: fail } = collector()
  const kinds = kindsIn(document)
  checkKinds(document, kinds, fail)
  if (kinds.every((kind) => kind === 'credential')) return found
  const { problems, warnings } = report ?? checkDataModel(new Plain(document))
  checkInside(document, fail)
  const own = [...found, ...problems, ...warnings.filter(({ rule }) => deciding.has(rule))]
  return kinds.includes('clr') && depth < DEPTH ? [...own, ...inRecord(document, depth + 1)] : own
}

/** VCDM 2.0 §4.5: a verifier goes by the types, and takes what is of two kinds for neither. */
function checkKinds(document: JsonObject, kinds: readonly DocumentKind[], report: Report): void {
  if (kinds.length > 1) {
    report('type.one-kind', '/type', `By its types it is ${kinds.map(kindName).join(' and ')} at once.`)
    return
  }
  const types = asArray<JsonValue>(document.type)
  const other = kinds[0] === 'credential' ? undefined : otherDocument(document)
  if (other !== undefined || types.includes('EnvelopedVerifiableCredential') || isOpenBadge1(document)) {
    report('type.one-kind', '/type', 'By its types or contexts readers take it for something else than a badge.')
  }
}

/** VCDM 2.0 §5.3: what a badge carries in itself, as a `data:` URL, is at hand for everybody who verifies it. */
function checkInside(document: JsonObject, report: Report): void {
  const picture = imageIdOf(document)
  for (const { entry, pointer } of relatedResources(document)) {
    const bytes = bytesInside(entry.id)
    if (!(bytes instanceof Uint8Array)) continue
    const same = compareDigests(entry, bytes)
    if (entry.id === picture ? same === true : same !== false) continue
    const what = entry.id === picture ? 'of the picture in the badge, or of a kind not known' : 'of what its id holds'
    report('vcdm.resource-differs', pointer, `The digest is not that ${what}.`)
  }
}

/** CLR 2.0: each credential in a record is verified as it would be alone. */
function inRecord({ credentialSubject }: JsonObject, depth: number): readonly ModelFinding[] {
  const inside = isJsonObject(credentialSubject) ? credentialSubject.verifiableCredential : undefined
  const at = '/credentialSubject/verifiableCredential'
  return asArray<JsonValue>(inside).flatMap((value, i) => {
    if (!isJsonObject(value)) return []
    const isPlain = kindsIn(value).every((kind) => kind === 'credential')
    const found = isPlain
      ? checkDataModel(new Plain(value), { profile: 'vcdm' }).problems
      : ofKind(value, undefined, depth)
    const place = Array.isArray(inside) ? pointerJoin(at, i) : at
    return found.map((each) => ({ ...each, pointer: `${place}${each.pointer}` }))
  })
}
