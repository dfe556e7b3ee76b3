import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject } from '../types/json.js'

/** The three types that only the 1EdTech extensions context defines, by the property they belong to. */
export const extensionTypes = {
  credentialSchema: '1EdTechJsonSchemaValidator2019',
  credentialStatus: '1EdTechRevocationList',
  refreshService: '1EdTechCredentialRefresh',
} as const

export const extensionTypeNames: readonly string[] = Object.values(extensionTypes)

/** Where a credential uses one of the three types. Embedded endorsements bring their own contexts. */
export function extensionTypesIn(document: JsonObject): readonly { type: string; pointer: string }[] {
  return Object.keys(extensionTypes).flatMap((property) => {
    const value = document[property]
    return asArray(value).flatMap((item, i) => {
      const at = Array.isArray(value) ? pointerJoin(`/${property}`, i) : `/${property}`
      const types = isJsonObject(item) ? asArray(item.type) : []
      return types.flatMap((type) =>
        typeof type === 'string' && extensionTypeNames.includes(type) ? [{ type, pointer: `${at}/type` }] : [],
      )
    })
  })
}
