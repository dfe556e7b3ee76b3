import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** The three types that only the 1EdTech extensions context defines, by the property they belong to. */
export const extensionTypes = {
  credentialSchema: '1EdTechJsonSchemaValidator2019',
  credentialStatus: '1EdTechRevocationList',
  refreshService: '1EdTechCredentialRefresh',
} as const

const extensible = Object.keys(extensionTypes)

export const extensionTypeNames: readonly string[] = Object.values(extensionTypes)

const iriOf = (type: string): string => `https://purl.imsglobal.org/spec/vccs/v1p0/context.json#${type}`

/**
 * Whether a node brings a context of its own that may define one of the three types (JSON-LD 1.1 §4.1): one that is
 * named, of which the canonical form will show what it says, or one that says just what the extensions context does.
 */
function definesItself(node: JsonObject, type: string): boolean {
  const local = asArray<JsonValue>(node['@context'])
  const inline = local.filter(isJsonObject).filter((context) => Object.hasOwn(context, type))
  const says = (definition: JsonValue | undefined) => (isJsonObject(definition) ? definition['@id'] : definition)
  if (inline.length > 0) return inline.every((context) => says(context[type]) === iriOf(type))
  return local.some((context) => typeof context === 'string')
}

/**
 * Where a credential uses one of the three types without a context at that place. Embedded endorsements bring their own
 * contexts.
 */
export function extensionTypesIn(document: JsonObject): readonly { type: string; pointer: string }[] {
  return extensible.flatMap((property) => {
    const value = document[property]
    if (value === undefined) return []
    return asArray(value).flatMap((item, i) => {
      const at = Array.isArray(value) ? pointerJoin(`/${property}`, i) : `/${property}`
      const types = isJsonObject(item) ? asArray(item.type) : []
      return types.flatMap((type) =>
        isJsonObject(item) &&
        typeof type === 'string' &&
        extensionTypeNames.includes(type) &&
        !definesItself(item, type)
          ? [{ type, pointer: `${at}/type` }]
          : [],
      )
    })
  })
}
