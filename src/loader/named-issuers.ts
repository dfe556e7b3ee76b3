import { asArray, isJsonObject } from '../internal/json.js'
import { canParseUrl } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'
import { didWebUrl, isDid } from './did.js'
import { controllerDocument } from './provenance.js'

/** Members by which a document says who acts for, or is the same as, whom it is about (DID Core §5.1; schema.org). */
const NAMING = ['controller', 'alsoKnownAs', 'sameAs'] as const

/**
 * Whether the issuer's own document names somebody else: as its controller, as another name of the issuer, as who
 * controls one of its keys, or with a key for making assertions. A document about somebody else names nobody.
 */
export async function issuerNames(issuer: string, other: string, load: DocumentLoader): Promise<boolean> {
  const document = await controllerDocument(issuer, load).catch(() => undefined)
  if (document === undefined || document.id !== issuer) return false
  const methods = [document.verificationMethod, document.assertionMethod].flatMap((each) => [
    ...asArray<JsonValue>(each),
  ])
  return (
    NAMING.some((member) => names(document[member], other)) ||
    methods.some((method) =>
      isJsonObject(method)
        ? names(method.controller, other)
        : typeof method === 'string' && documentOf(method) === other,
    )
  )
}

const names = (value: JsonValue | undefined, other: string): boolean =>
  asArray<JsonValue>(value).some((each) => each === other || (isJsonObject(each) && (each as JsonObject).id === other))

const documentOf = (method: string): string | undefined => method.split('#', 1)[0]

/**
 * Whether two issuers have the same origin and nobody else can be there: neither id has a path, so that each is the
 * origin itself, as `https` URL or did:web.
 */
export function sharesOrigin(one: string, other: string): boolean {
  const origin = bareOrigin(one)
  return origin !== undefined && origin === bareOrigin(other)
}

function bareOrigin(id: string): string | undefined {
  const address = didWebHost(id) ?? (isDid(id) ? undefined : id)
  if (address === undefined || !/^https:\/\//i.test(address) || !canParseUrl(address)) return undefined
  const { origin, pathname, search, username, password } = new URL(address)
  return pathname === '/' && search === '' && username === '' && password === '' ? origin : undefined
}

/** The origin of a did:web that has no path. */
function didWebHost(id: string): string | undefined {
  if (!/^did:web:[^:]+$/.test(id)) return undefined
  try {
    return new URL(didWebUrl(id)).origin
  } catch {
    return undefined
  }
}
