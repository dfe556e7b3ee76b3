import { isJsonObject } from '../internal/json.js'
import type { JsonObject } from '../types/json.js'

/** The id of the issuer that a credential names, as the issuer itself or as its `id`. */
export function issuerIdOf({ issuer }: { readonly issuer?: unknown }): string | undefined {
  const id = isJsonObject(issuer) ? issuer.id : issuer
  return typeof id === 'string' ? id : undefined
}

/** Id and name of the issuer that a credential claims; in Open Badges 2.0 it is the badge class that has one. */
export function issuerOf(document: JsonObject): { id: string; name?: string } | undefined {
  const { badge } = document
  const { issuer } = document.issuer === undefined && isJsonObject(badge) ? badge : document
  const id = issuerIdOf({ issuer })
  if (id === undefined) return undefined
  const name = isJsonObject(issuer) ? issuer.name : undefined
  return typeof name === 'string' ? { id, name } : { id }
}

/** The id of an issuer that signs with a key: who controls it, or else the document that the key is in. */
export const issuerIdOfKey = ({ controller, id }: { readonly controller?: string; readonly id: string }): string =>
  controller ?? id.split('#', 1)[0] ?? id
