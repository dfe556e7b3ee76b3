import { documentLimits } from '../internal/document-limits.js'
import { isUri } from '../internal/url.js'
import type { PublicKeyJwk } from '../types/keys.js'
import { argumentInvalid, keyInvalid } from './fail.js'
import { didJwkFrom, jwkThumbprint, multibaseOfJwk } from './jwk.js'

/** Where a key is to be found and whose it is. */
export interface KeyNames {
  readonly id: string
  readonly controller: string
}

/** The DID that a key is by itself, and the verification method in its document. */
export function ownNames(jwk: PublicKeyJwk): KeyNames {
  const multibase = multibaseOfJwk(jwk)
  if (multibase === undefined) {
    const controller = didJwkFrom(jwk)
    return { id: `${controller}#0`, controller }
  }
  return { id: `did:key:${multibase}#${multibase}`, controller: `did:key:${multibase}` }
}

/** A document's `id`, absolute: DID documents may name methods by their fragment alone (DID Core §5.1.2). */
export const absoluteId = (id: string | undefined, controller: string | undefined): string | undefined =>
  id?.startsWith('#') && controller !== undefined ? `${controller}${id}` : id

/** Completes what the caller or document says about the key's names. */
export function keyNames(
  jwk: PublicKeyJwk,
  given: { id?: string | undefined; controller?: string | undefined },
): KeyNames {
  const own = ownNames(jwk)
  const id = absoluteId(given.id, given.controller)
  const names = {
    id:
      id ??
      (given.controller === undefined ? own.id : `${given.controller}#${fragmentFor(jwk, given.controller, own)}`),
    controller: given.controller ?? id?.split('#')[0] ?? own.controller,
  }
  assertOwnDid(names, own)
  return names
}

const fragmentFor = (jwk: PublicKeyJwk, controller: string, own: KeyNames): string =>
  controller === own.controller ? (own.id.split('#')[1] ?? '') : (multibaseOfJwk(jwk) ?? jwkThumbprint(jwk))

/** A did:key or did:jwk names its key; a key under the name of another would make proofs that nobody can check. */
function assertOwnDid({ id }: KeyNames, own: KeyNames): void {
  if (/^did:(key|jwk):/.test(id) && id !== own.id && id !== own.controller) {
    throw keyInvalid('The id is the did:key or did:jwk of another key.')
  }
}

/** Checks an `id` or `controller` that a caller gives. */
export function optionalUri(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && value.length <= documentLimits.methodIdLength && isUri(value)) return value
  throw argumentInvalid(`"${name}" is an absolute URI: a DID, a DID URL or an https URL.`)
}

/** Reads an `id` or `controller` of a key document; `id` may be a bare fragment. */
export function documentUri(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  const text = typeof value === 'string' && value.startsWith('#') && name === 'id' ? `x:${value}` : value
  if (typeof text === 'string' && text.length <= documentLimits.methodIdLength && isUri(text)) return value as string
  throw keyInvalid(`"${name}" of the key document is not a URI.`)
}
