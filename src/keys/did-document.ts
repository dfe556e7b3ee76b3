import { JSON_WEB_KEY, MULTIKEY } from '../internal/context-urls.js'
import { asArray } from '../internal/json.js'
import { checkOptions, needed } from '../internal/options.js'
import type { JsonObject } from '../types/json.js'
import type { PublicKeyDocument } from '../types/keys.js'
import { argumentInvalid } from './fail.js'
import { type PublicKeyInput, readPublicKey } from './import-public-key.js'
import { multibaseOfJwk } from './jwk.js'
import { optionalUri } from './key-id.js'

const DID_CONTEXT = 'https://www.w3.org/ns/did/v1'

/** A DID document (or, for an `https` issuer, a controller document) whose keys may sign badges. */
export interface DidDocument extends JsonObject {
  '@context': string[]
  id: string
  alsoKnownAs?: string[]
  verificationMethod: PublicKeyDocument[]
  assertionMethod: string[]
  authentication: string[]
}

/**
 * The DID document to publish: every key as `Multikey` (RSA as `JsonWebKey`), listed under `assertionMethod`, which
 * badges need, and `authentication`. Give the keys in order; a verifier takes any of them.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` when a key belongs to another controller (make or import it with
 *   `controller: did`), is given twice, or there is none; `ERR_KEY_INVALID` for a malformed key
 * @see https://www.w3.org/TR/did-core/#verification-methods
 *
 * @example
 * import { createDidDocument, didWebFor, generateKeyPair } from 'badgewright/keys'
 *
 * const did = didWebFor('example.org')
 * const key = await generateKeyPair({ controller: did })
 * console.log(JSON.stringify(createDidDocument({ did, keys: [key] }), null, 2))
 */
export function createDidDocument(options: {
  /** The DID, or the `https` URL of the issuer. */
  readonly did: string
  /** Every key that may sign, the retired ones whose badges shall still verify included. */
  readonly keys: readonly PublicKeyInput[]
  /** Other names of the same issuer, such as its website. */
  readonly alsoKnownAs?: readonly string[]
}): DidDocument {
  checkOptions(options, { did: needed('text'), keys: needed('list'), alsoKnownAs: 'texts' })
  const did = optionalUri('did', options.did) ?? ''
  const methods = publishedKeys(options.keys).map(({ method }) => method)
  const foreign = methods.find(({ id, controller }) => controller !== did || !id.startsWith(`${did}#`))
  if (foreign !== undefined) {
    throw argumentInvalid(
      `A key of ${foreign.controller} cannot be in the document of ${did}; give it that controller.`,
    )
  }
  const ids = methods.map(({ id }) => id)
  const aliases = asArray(options.alsoKnownAs).map((alias) => optionalUri('alsoKnownAs', alias) ?? '')
  return {
    '@context': [
      DID_CONTEXT,
      ...(methods.some(({ type }) => type === 'Multikey') ? [MULTIKEY] : []),
      ...(methods.some(({ type }) => type === 'JsonWebKey') ? [JSON_WEB_KEY] : []),
    ],
    id: did,
    ...(aliases.length === 0 ? {} : { alsoKnownAs: aliases }),
    verificationMethod: methods,
    assertionMethod: ids,
    authentication: [...ids],
  }
}

/** Keys to publish, checked and brought to one form each. */
export function publishedKeys(keys: readonly PublicKeyInput[]) {
  const published = asArray(keys).map((input) => {
    const { jwk, id, controller } = readPublicKey(input)
    if (id === undefined || controller === undefined) {
      throw argumentInvalid('A key that is published has an id and a controller.')
    }
    const publicKeyMultibase = multibaseOfJwk(jwk)
    const method: PublicKeyDocument =
      publicKeyMultibase === undefined
        ? { id, type: 'JsonWebKey', controller, publicKeyJwk: jwk }
        : { id, type: 'Multikey', controller, publicKeyMultibase }
    return { jwk, method }
  })
  if (published.length === 0) throw argumentInvalid('There is no key to publish.')
  if (new Set(published.map(({ method }) => method.id)).size < published.length) {
    throw argumentInvalid('Two keys have the same id.')
  }
  return published
}
