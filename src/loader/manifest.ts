import manifestJson from '../../contexts/manifest.json' with { type: 'json' }
import { jcs } from '../internal/jcs.js'
import { checkValue, needed } from '../internal/options.js'
import { sha256Hex } from '../internal/sha256.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** `contexts/manifest.json`: the JSON-LD contexts that badgewright knows, where each comes from, and the digest of its RFC 8785 form. */
export const contextManifest: readonly {
  readonly url: string
  /** The npm package that carries it; `null` for one that is known by digest only and has to be supplied. */
  readonly package: string | null
  readonly version?: string
  /** The export of the package that maps URLs to contexts. */
  readonly export?: string
  /** SPDX identifier, where there is one. */
  readonly licence: string
  /** SHA-256 in hex of the RFC 8785 form of what the package carries. */
  readonly sha256: string
  /** One term that was added upstream after the package was released. */
  readonly overlay?: {
    /** Where the value goes. */
    readonly pointer: string
    readonly value: JsonObject
    readonly source: string
    /** SHA-256 in hex of the RFC 8785 form with the overlay. */
    readonly sha256: string
  }
}[] = manifestJson

const byUrl = new Map(contextManifest.map((entry) => [entry.url, entry]))

export function isBundledContext(url: string): boolean {
  if (typeof url !== 'string') checkValue('url', url, needed('text'))
  return typeof byUrl.get(url)?.package === 'string'
}

/** The digest that a context of this URL must have, or `undefined` for a context that the manifest does not name. */
export function expectedDigest(url: string): string | undefined {
  const entry = byUrl.get(url)
  return entry?.overlay?.sha256 ?? entry?.sha256
}

export const digestOf = (context: JsonValue): string => sha256Hex(jcs(context))
