import { looksLikeJws } from '../../badge/index.js'
import { CREDENTIALS_V1, CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { isUri } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** What is wrong with a presentation, and where. */
export interface PresentationFault {
  readonly pointer: string
  readonly detail: string
}

/**
 * The rules of VCDM 2.0 §4.13 and §5.5 for a presentation: it says that it is one, whose, and of what. They hold when it is
 * signed as when it is verified. What its credentials are, they are looked at for themselves.
 */
export function presentationFaults(document: JsonObject): readonly PresentationFault[] {
  const found: PresentationFault[] = []
  const need = (good: boolean, pointer: string, detail: string): void => {
    if (!good) found.push({ pointer, detail })
  }
  const [context] = asArray<JsonValue>(document['@context'])
  const { id, type, holder } = document
  const isOlder = context === CREDENTIALS_V1
  need(context === CREDENTIALS_V2 || isOlder, '/@context', 'The first context must be the W3C’s.')
  need(id === undefined || (typeof id === 'string' && isUri(id)), '/id', '"id" must be one absolute URL.')
  const types = asArray<JsonValue>(type)
  const isPresentation = types.includes('VerifiablePresentation')
  need(isPresentation, '/type', 'A presentation must have the type VerifiablePresentation.')
  if (isPresentation) {
    const areTexts = types.every((each) => typeof each === 'string' && each !== '')
    need(areTexts, '/type', 'A type must be a term or an absolute URL.')
  }
  need(holder === undefined || isUri(holderOf(holder) ?? ''), '/holder', 'The holder must be named by a URL.')
  for (const [value, pointer] of valuesOf(document, 'verifiableCredential')) {
    const fault = faultOfCredential(value, isOlder)
    need(fault === undefined, pointer, fault ?? '')
  }
  for (const [value, pointer] of valuesOf(document, 'termsOfUse')) {
    const isTyped = isJsonObject(value) && value.type !== undefined
    need(isTyped, pointer, 'Terms of use must be objects with a "type".')
  }
  return found
}

/** Only data model 1.1 has JWTs as text (§6.3.1). */
function faultOfCredential(value: JsonValue, mayBeText: boolean): string | undefined {
  if (isJsonObject(value)) return undefined
  if (typeof value !== 'string' || !looksLikeJws(value)) return 'Credentials must be objects.'
  return mayBeText
    ? undefined
    : 'A credential that is a JWT must be in an object: an EnvelopedVerifiableCredential whose "id" is a data: URL with the JWT.'
}

const holderOf = (holder: JsonValue): string | undefined => {
  const id = isJsonObject(holder) ? holder.id : holder
  return typeof id === 'string' ? id : undefined
}

/** The values of a member, each with its place; `null` is a value, too. */
function valuesOf(document: JsonObject, name: string): readonly (readonly [JsonValue, string])[] {
  const value = document[name]
  if (value === undefined) return []
  return Array.isArray(value)
    ? value.map((each, i) => [each, pointerJoin(`/${name}`, i)] as const)
    : [[value, `/${name}`]]
}
