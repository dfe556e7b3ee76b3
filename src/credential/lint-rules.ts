import { isOpenBadge1, kindName, kindsIn } from '../badge/kinds/index.js'
import { otherDocument } from '../badge/other/index.js'
import { asArray, isJsonObject, Plain } from '../internal/json.js'
import { pointerGet, pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { checkDataModel } from './check.js'
import { bytesInside, compareDigests } from './digests.js'
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
export function lint(document: JsonObject, asked: { readonly kind: boolean }): Lint {
  const credential = checkDataModel(new Plain(document), { profile: 'vcdm' }).problems
  const known = new Set(credential.map(placeOf))
  return { credential, kind: asked.kind ? ofKind(document).filter((found) => !known.has(placeOf(found))) : [] }
}

const placeOf = ({ check, pointer }: ModelFinding): string => `${check} ${pointer}`

/** How deep credentials inside credentials are looked at: a learner record is verified one level deep. */
const DEPTH = 1

function ofKind(document: JsonObject, depth = 0): readonly ModelFinding[] {
  const { found, report } = collector()
  const kinds = kindsIn(document)
  checkKinds(document, report)
  if (kinds.every((kind) => kind === 'credential')) return found
  const { problems, warnings } = checkDataModel(new Plain(document))
  checkPicture(document, report)
  const own = [...found, ...problems, ...warnings.filter(({ rule }) => deciding.has(rule))]
  return kinds.includes('clr') && depth < DEPTH ? [...own, ...inRecord(document, depth + 1)] : own
}

/** VCDM 2.0 §4.5: a verifier goes by the types, and takes what is of two kinds for neither. */
function checkKinds(document: JsonObject, report: Report): void {
  const kinds = kindsIn(document)
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

/** VCDM 2.0 §5.3: the picture that a badge carries in itself is at hand for everybody who verifies it. */
function checkPicture(document: JsonObject, report: Report): void {
  const image = pointerGet(document, '/credentialSubject/achievement/image')
  const id = isJsonObject(image) ? image.id : undefined
  const bytes = bytesInside(id)
  if (!(bytes instanceof Uint8Array)) return
  const { relatedResource } = document
  for (const [i, entry] of asArray<JsonValue>(relatedResource).entries()) {
    if (!isJsonObject(entry) || entry.id !== id || compareDigests(entry, bytes) === true) continue
    const at = Array.isArray(relatedResource) ? pointerJoin('/relatedResource', i) : '/relatedResource'
    report('vcdm.resource-differs', at, 'The digest is not that of the picture in the badge, or of a kind not known.')
  }
}

/** CLR 2.0: each credential in a record is verified as it would be alone. */
function inRecord({ credentialSubject }: JsonObject, depth: number): readonly ModelFinding[] {
  const inside = isJsonObject(credentialSubject) ? credentialSubject.verifiableCredential : undefined
  const at = '/credentialSubject/verifiableCredential'
  return asArray<JsonValue>(inside).flatMap((value, i) => {
    if (!isJsonObject(value)) return []
    const isPlain = kindsIn(value).every((kind) => kind === 'credential')
    const found = isPlain ? checkDataModel(new Plain(value), { profile: 'vcdm' }).problems : ofKind(value, depth)
    const place = Array.isArray(inside) ? pointerJoin(at, i) : at
    return found.map((each) => ({ ...each, pointer: `${place}${each.pointer}` }))
  })
}
