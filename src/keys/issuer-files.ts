import { isBlank } from '../internal/blank.js'
import { defined } from '../internal/defined.js'
import { asArray } from '../internal/json.js'
import { checkOptions, needed, type OptionTable } from '../internal/options.js'
import { isHttpUrl, isPictureUrl } from '../internal/url.js'
import type { JsonObject } from '../types/json.js'
import { createDidDocument, publishedKeys } from './did-document.js'
import { didWebPlace } from './did-web.js'
import { argumentInvalid } from './fail.js'
import type { PublicKeyInput } from './import-public-key.js'
import { createJwks } from './jwks.js'

/**
 * The files that make a domain an issuer: its DID document, its JWKS and its Open Badges profile. None holds a secret.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a bad domain, name or URL and for keys of another controller,
 *   `ERR_KEY_INVALID` for a malformed key
 *
 * @example
 * import { createIssuerFiles, didWebFor, generateKeyPair } from 'badgewright/keys'
 *
 * const key = await generateKeyPair({ controller: didWebFor('example.org') })
 * const { did, files } = createIssuerFiles({ domain: 'example.org', name: 'Example School', key })
 * for (const { path, url, instruction } of files) console.log(path, url, instruction)
 * console.log(did) // did:web:example.org
 */
export function createIssuerFiles(options: {
  /** Host name, with a port where it is not 443. */
  readonly domain: string
  /** Folder below the host, when the domain has several issuers. */
  readonly path?: string
  /** The keys that may sign, each made or imported with `controller: didWebFor(domain, path)`. */
  readonly key: PublicKeyInput | readonly PublicKeyInput[]
  /** What the issuer is called on its badges. */
  readonly name: string
  /** Website. Default: the domain's start page. */
  readonly url?: string
  readonly description?: string
  /** A contact that may be published. */
  readonly email?: string
  /** `http` or `https` URL, or `data:` URL, of a picture. */
  readonly image?: string
}): {
  readonly did: string
  /** The `issuer` of drafts and credentials. */
  readonly profile: JsonObject
  /** What to publish. */
  readonly files: readonly {
    /** Path below the web root, and below the folder that `init` writes. */
    readonly path: string
    /** Where the world must find it. */
    readonly url: string
    readonly mediaType: string
    readonly content: JsonObject
    /** What it is for and where to put it, in one sentence. */
    readonly instruction: string
  }[]
} {
  checkOptions(options, rules satisfies OptionTable<typeof options>)
  const { did, origin, documentPath } = didWebPlace(options.domain, options.path)
  const keys = asArray<PublicKeyInput>(options.key)
  const profile = issuerProfile(did, origin, options)
  const profilePath = documentPath.startsWith('.well-known/')
    ? 'issuer.json'
    : documentPath.replace(/did\.json$/, 'issuer.json')
  const file = (
    path: string,
    mediaType: string,
    content: JsonObject,
    instruction: string,
  ): ReturnType<typeof createIssuerFiles>['files'][number] => ({
    path,
    url: `${origin}/${path}`,
    mediaType,
    content,
    instruction,
  })
  const document = createDidDocument({ did, keys })
  const count = publishedKeys(keys).length
  return {
    did,
    profile,
    files: [
      file(
        documentPath,
        'application/did+json',
        document,
        `Serve it at ${origin}/${documentPath} over https, readable by everybody: verifiers look up ${count === 1 ? 'the key' : 'the keys'} there.`,
      ),
      file(
        '.well-known/jwks.json',
        'application/jwk-set+json',
        createJwks(keys),
        `Serve it at ${origin}/.well-known/jwks.json over https: verifiers of JWT badges look there; merge "keys" where such a file exists.`,
      ),
      file(
        profilePath,
        'application/json',
        profile,
        `Give it as the issuer of your badges; serving it at ${origin}/${profilePath} lets others quote it.`,
      ),
    ],
  }
}

const rules = {
  domain: needed('text'),
  path: 'text',
  key: needed({ either: ['object', 'objects'] }),
  name: needed('some text'),
  url: 'http url',
  description: 'text',
  email: 'text',
  image: 'text',
} as const

/** The class Profile of Open Badges 3.0, appendix B. */
function issuerProfile(did: string, origin: string, options: Parameters<typeof createIssuerFiles>[0]): JsonObject {
  const { name, description, email, image, url = `${origin}/` } = options
  if (typeof name !== 'string' || isBlank(name)) throw argumentInvalid('The issuer needs a name.')
  if (typeof url !== 'string' || !isHttpUrl(url)) throw argumentInvalid('"url" is an http or https URL.')
  if (image !== undefined && !isPictureUrl(image)) {
    throw argumentInvalid('"image" is an http, https or data URL of a picture.')
  }
  return {
    id: did,
    type: ['Profile'],
    name,
    url,
    ...defined({ description, email }),
    ...(image === undefined ? {} : { image: { id: image, type: 'Image' } }),
  }
}
