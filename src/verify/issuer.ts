import { isJsonObject } from '../internal/json.js'
import type { JsonObject } from '../types/json.js'

/** Id and name of the issuer that a credential claims. */
export function issuerOf(document: JsonObject): { id: string; name?: string } | undefined {
  const { issuer } = document
  const id = isJsonObject(issuer) ? issuer.id : issuer
  if (typeof id !== 'string') return undefined
  const name = isJsonObject(issuer) ? issuer.name : undefined
  return typeof name === 'string' ? { id, name } : { id }
}
