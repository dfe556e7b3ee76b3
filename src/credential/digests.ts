import { concatBytes, equalBytes, hexDecode, hexEncode, startsWithBytes, utf8Encode } from '../internal/bytes.js'
import { documentLimits } from '../internal/document-limits.js'
import { base64Decode, base64urlDecode, base64urlEncode, multibaseDecode } from '../internal/encoding.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerGet } from '../internal/pointer.js'
import { sha2 } from '../internal/sha256.js'
import { isHttpUrl } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'

const DATA_URL = /^data:[a-z]+\/[a-z0-9.+-]+;base64,([A-Za-z0-9+/]+={0,2})$/

/** The bytes in a `data:` URL; `null` for what is one and cannot be read, `undefined` for anything else. */
export function bytesInside(url: JsonValue | undefined): Uint8Array | null | undefined {
  const [, data] = (typeof url === 'string' && DATA_URL.exec(url)) || []
  return data === undefined ? undefined : (quietly(() => base64Decode(data)) ?? null)
}

/**
 * What was handed over for a URL among the documents, where its bytes can be told: a `data:` URL, or, unless it is a
 * picture, text as it is served. `null` for what has none, such as JSON that was parsed; `undefined` where nothing was
 * handed over.
 */
export function bytesGiven(
  documents: Readonly<Record<string, JsonValue>>,
  id: JsonValue | undefined,
  isPicture: boolean,
): Uint8Array | null | undefined {
  if (typeof id !== 'string') return undefined
  const names = isHttpUrl(id) ? [id, new URL(id).href] : [id]
  const name = names.find((each) => Object.hasOwn(documents, each))
  if (name === undefined) return undefined
  const given = documents[name]
  if (typeof given !== 'string') return null
  const inside = bytesInside(given)
  return inside === undefined && !isPicture ? utf8Encode(given) : (inside ?? null)
}

/** The address of the badge's picture, or the picture itself as a `data:` URL. */
export function imageIdOf(document: JsonObject): string | undefined {
  const image = pointerGet(document, '/credentialSubject/achievement/image')
  const id = isJsonObject(image) ? image.id : image
  return typeof id === 'string' ? id : undefined
}

/**
 * VCDM 2.0 §5.3: `digestSRI` (W3C Subresource Integrity, of which any of the strongest kind may match) and
 * `digestMultibase` (a multihash). `undefined` when there is none of a known kind.
 */
export const compareDigests = (entry: JsonObject, bytes: Uint8Array): boolean | undefined =>
  compareHashes(entry, (kind) => sha2[kind](bytes))

export type HashKind = 'sha256' | 'sha384' | 'sha512'

/** The same for a text of which only the hashes are known. */
export function compareHashes(entry: JsonObject, hash: (kind: HashKind) => Uint8Array): boolean | undefined {
  const verdicts = [compareSri(entry.digestSRI, hash), compareMultihash(entry.digestMultibase, hash)]
  if (verdicts.includes(false)) return false
  return verdicts.includes(true) ? true : undefined
}

const texts = (value: JsonValue | undefined): readonly string[] =>
  asArray<JsonValue>(value).filter((each) => typeof each === 'string')

/** Base64 in the alphabet of URLs, without padding. */
const inUrls = (text: string): string => text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const strongestFirst = ['sha512', 'sha384', 'sha256'] as const

/** In the alphabet of base64 or of URLs, with padding or without; in hex too, which has another length. */
function compareSri(value: JsonValue | undefined, hash: (kind: HashKind) => Uint8Array): boolean | undefined {
  const digests = texts(value)
    .flatMap((text) => text.split(/\s+/))
    .map((item) => /^(sha256|sha384|sha512)-([\w+/=-]{1,200})(?:\?.*)?$/i.exec(item))
    .map((found) => ({ name: found?.[1]?.toLowerCase(), digest: found?.[2] ?? '' }))
  const strongest = strongestFirst.find((known) => digests.some(({ name }) => name === known))
  if (strongest === undefined) return undefined
  const digestOf = hash(strongest)
  const expected = base64urlEncode(digestOf)
  return digests.some(({ name, digest }) => {
    if (name !== strongest) return false
    return inUrls(digest) === expected || digest.toLowerCase() === hexEncode(digestOf)
  })
}

/** Multihash headers: the code of the hash function, then the length of the digest. */
const multihashes = [
  { header: new Uint8Array([0x12, 0x20]), hash: 'sha256' },
  { header: new Uint8Array([0x20, 0x30]), hash: 'sha384' },
  { header: new Uint8Array([0x13, 0x40]), hash: 'sha512' },
] as const

function compareMultihash(value: JsonValue | undefined, hash: (kind: HashKind) => Uint8Array): boolean | undefined {
  const verdicts = texts(value).map((text) => {
    const digest = quietly(() => multihashOf(text))
    const kind = multihashes.find(({ header }) => digest !== undefined && startsWithBytes(digest, header))
    if (digest === undefined || kind === undefined) return undefined
    return equalBytes(digest, concatBytes(kind.header, hash(kind.hash)))
  })
  return verdicts.includes(true) ? true : verdicts.find((verdict) => verdict !== undefined)
}

/** A digest that lacks the header of a multihash, as drafts of the data model had it. */
export function bareDigest(value: JsonValue | undefined): Uint8Array | undefined {
  const digest = typeof value === 'string' ? quietly(() => multihashOf(value)) : undefined
  return digest?.length === 32 ? digest : undefined
}

/** Multibase in the bases that digests are written in: 58, 64 of either alphabet, padded or not, and 16. */
function multihashOf(text: string): Uint8Array {
  const [base = '', ...rest] = text.length > documentLimits.multibaseText ? '' : text
  const digits = rest.join('')
  if (/[mMU]/.test(base)) return base64urlDecode(inUrls(digits))
  return /[fF]/.test(base) ? hexDecode(digits.toLowerCase()) : multibaseDecode(text)
}

/** Subresource Integrity §3.5: a name, a hyphen and a digest, or several of them; the names need not be known. */
export const isSri = (text: string): boolean =>
  /^\s*(?:[a-z][a-z0-9]*-[\w+/=-]+(?:\?\S*)?)(?:\s+[a-z][a-z0-9]*-[\w+/=-]+(?:\?\S*)?)*\s*$/i.test(text)

/** Multibase in a base that is read, or in another one of the registry: what it is of is not asked. */
export const isMultibaseDigest = (text: string): boolean =>
  /^[mMuUfFz]/.test(text)
    ? (quietly(() => multihashOf(text))?.length ?? 0) > 0
    : /^[079bBcCtTvVhkKZpP][\w+/=-]+$/.test(text)

function quietly<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}
