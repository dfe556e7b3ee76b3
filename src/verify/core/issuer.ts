import { isJsonObject } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'

/** Id and name of the issuer that a credential claims; in Open Badges 2.0 it is the badge class that has one. */
export function issuerOf(document: JsonObject): { id: string; name?: string } | undefined {
  const { badge } = document
  const { issuer } = document.issuer === undefined && isJsonObject(badge) ? badge : document
  const id = isJsonObject(issuer) ? issuer.id : issuer
  if (typeof id !== 'string') return undefined
  const name = isJsonObject(issuer) ? issuer.name : undefined
  return typeof name === 'string' ? { id, name } : { id }
}
