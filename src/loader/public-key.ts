import { createCache } from '../internal/cache.js'
import { JSON_WEB_KEY, MULTIKEY } from '../internal/context-urls.js'
import { deepFreeze } from '../internal/json.js'
import { sharedCache } from '../internal/shared-caches.js'
import { importPublicKey, importPublicKeyPem } from '../keys/index.js'
import type { JsonObject } from '../types/json.js'
import type { PublicKeyDocument, VerificationKey } from '../types/keys.js'

/** A verification method in the one form that everything after this uses, and its key, ready to verify. */
export interface NormalMethod {
  /** Multikey, or JsonWebKey for a key that has no Multikey form, with its own `@context`. */
  readonly document: PublicKeyDocument
  readonly key: VerificationKey
}

/**
 * Rewrites a verification method of any of the older kinds (`Ed25519VerificationKey2018` with `publicKeyBase58`, as
 * `key-did-resolver` answers; `Ed25519VerificationKey2020`; `JsonWebKey2020`) as Multikey with its context, which the
 * signature suites accept. Fed raw, they fail with an error that names no cause.
 *
 * @throws BadgeError `ERR_KEY_INVALID`, `ERR_KEY_UNSUPPORTED`
 */
export async function normalizeMethod(
  method: JsonObject,
  names: { readonly id: string; readonly controller: string },
): Promise<NormalMethod> {
  const text = JSON.stringify({ ...method, ...names })
  const known = ready().get(text)
  if (known !== undefined) return known
  const normal = await normalize(method, names)
  ready().set(text, normal)
  return normal
}

/** By the text of the method, so that another text is another key; what is wrong with one is found each time. */
const ready = sharedCache('methods', createCache<NormalMethod>)

async function normalize(
  method: JsonObject,
  names: { readonly id: string; readonly controller: string },
): Promise<NormalMethod> {
  const key = await importPublicKey({ ...(await withoutPem(method)), ...names })
  const { publicKeyMultibase } = key
  const document: PublicKeyDocument =
    publicKeyMultibase === undefined
      ? { '@context': JSON_WEB_KEY, ...names, type: 'JsonWebKey', publicKeyJwk: { ...key.publicKeyJwk } }
      : { '@context': MULTIKEY, ...names, type: 'Multikey', publicKeyMultibase }
  return { document: deepFreeze(document), key }
}

/** A method that writes its key in PEM, as RsaVerificationKey2018 does and Open Badges 2.0 did, with a JWK instead. */
async function withoutPem(method: JsonObject): Promise<JsonObject> {
  const { publicKeyPem, ...others } = method
  if (typeof publicKeyPem !== 'string' || OTHER_FORMS.some((form) => others[form] !== undefined)) return method
  const { publicKeyJwk } = await importPublicKeyPem(publicKeyPem)
  return { ...others, type: 'JsonWebKey', publicKeyJwk: { ...publicKeyJwk } }
}

const OTHER_FORMS = ['publicKeyJwk', 'publicKeyMultibase', 'publicKeyBase58', 'publicKeyHex'] as const
