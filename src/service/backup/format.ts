import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { CollectionName } from '../core/collections.js'
import type { BackupManifest, BackupPart } from './types.js'

export const MANIFEST = 'manifest.json'

/** What a line of a part holds: a record, or a file of the blob store. */
export type BackupLine =
  | {
      readonly collection: CollectionName
      readonly key: string
      readonly value: JsonObject
      readonly indexes?: Readonly<Record<string, readonly string[]>>
      readonly due?: number
    }
  | { readonly blob: string; readonly mediaType: string; readonly base64: string }

/** Every collection, so that one of a newer version is noticed. */
const collections: Readonly<Record<CollectionName, true>> = {
  badges: true,
  events: true,
  tokens: true,
  outbox: true,
  deliveries: true,
  suppressions: true,
  people: true,
  addresses: true,
  passkeys: true,
  consents: true,
  guardianships: true,
  staff: true,
  'staff-keys': true,
  shares: true,
  'wallet-offers': true,
  'wallet-copies': true,
  notices: true,
  portfolios: true,
  displays: true,
  forms: true,
  applications: true,
  asked: true,
  batches: true,
  'batch-jobs': true,
  'batch-rows': true,
  'batch-refusals': true,
  'status-lists': true,
  'status-changes': true,
  'status-counters': true,
  'published-lists': true,
  'issuer-keys': true,
  issued: true,
  issuers: true,
  brands: true,
  'saved-badges': true,
  'saved-badge-versions': true,
  'skill-frameworks': true,
  'skill-parts': true,
  settings: true,
  taken: true,
  counters: true,
  blobs: true,
}

export const collectionNames = Object.keys(collections) as readonly CollectionName[]

export const invalid = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_BACKUP_INVALID', message, cause === undefined ? {} : { cause })

/** Gathers lines into parts. */
export class PartWriter {
  readonly written: { name: string; bytes: number; sha256: string }[] = []
  #lines: Uint8Array[] = []
  #bytes = 0

  constructor(readonly folder: string) {}

  /** The part that this line fills, where it fills one. */
  add(line: BackupLine): BackupPart | undefined {
    const bytes = utf8Encode(`${JSON.stringify(line)}\n`)
    this.#lines.push(bytes)
    this.#bytes += bytes.length
    return this.#bytes < limits.backupPartFill ? undefined : this.end()
  }

  end(): BackupPart | undefined {
    if (this.#lines.length === 0) return undefined
    const bytes = new Uint8Array(this.#bytes)
    let at = 0
    for (const line of this.#lines) {
      bytes.set(line, at)
      at += line.length
    }
    this.#lines = []
    this.#bytes = 0
    const name = `${this.folder}/${String(this.written.length + 1).padStart(6, '0')}.ndjson`
    this.written.push({ name, bytes: bytes.length, sha256: sha256Hex(bytes) })
    return { name, bytes }
  }
}

/** The lines of a part; throws `ERR_BACKUP_INVALID` for whatever is not one. */
export function* linesOf({ name, bytes }: BackupPart): Generator<BackupLine> {
  let text: string
  try {
    text = utf8Decode(bytes)
  } catch (cause) {
    throw invalid(`${name} is not UTF-8 text.`, cause)
  }
  if (!text.endsWith('\n')) throw invalid(`${name} ends in the middle of a line.`)
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    yield lineOf(name, text.slice(at, end))
    at = end + 1
  }
}

function lineOf(name: string, text: string): BackupLine {
  let line: JsonValue
  try {
    line = JSON.parse(text) as JsonValue
  } catch {
    // The parser's message may quote what is stored, addresses and all.
    throw invalid(`${name} has a line that is not JSON.`)
  }
  if (isJsonObject(line) && (name.startsWith('blobs/') ? isBlob(line) : isRecord(line)))
    return line as unknown as BackupLine
  throw invalid(`${name} has a line that is not a record, or is of a newer badgewright.`)
}

const isBlob = ({ blob, mediaType, base64 }: JsonObject): boolean =>
  typeof blob === 'string' && typeof mediaType === 'string' && typeof base64 === 'string'

const isRecord = ({ collection, key, value, indexes = {}, due = 0 }: JsonObject): boolean =>
  typeof collection === 'string' &&
  Object.hasOwn(collections, collection) &&
  typeof key === 'string' &&
  isJsonObject(value) &&
  isJsonObject(indexes) &&
  Object.values(indexes).every((values) => Array.isArray(values) && values.every((each) => typeof each === 'string')) &&
  Number.isSafeInteger(due)

/** Holds the parts that went by against what the manifest says. */
export class PartReader {
  readonly #seen: { name: string; bytes: number; sha256: string }[] = []
  readonly #counts: Record<string, number> = {}
  #blobs = 0
  #manifest: BackupManifest | undefined;

  /** The lines of the part. */
  *take(part: BackupPart): Generator<BackupLine> {
    const { name, bytes } = part
    if (this.#manifest !== undefined) throw invalid('Something follows the manifest.')
    if (bytes.length > limits.backupPartBytes) throw invalid(`${name} is larger than any part.`)
    if (name === MANIFEST) {
      this.#manifest = manifestOf(bytes)
      return
    }
    if (!/^(records|blobs)\/\d{6}\.ndjson$/.test(name)) throw invalid('A part has a name that none has.')
    this.#seen.push({ name, bytes: bytes.length, sha256: sha256Hex(bytes) })
    for (const line of linesOf(part)) {
      if ('blob' in line) this.#blobs += 1
      else this.#counts[line.collection] = (this.#counts[line.collection] ?? 0) + 1
      yield line
    }
  }

  end(): BackupManifest {
    const manifest = this.#manifest
    if (manifest === undefined) throw invalid('The backup is cut off: it has no manifest.')
    const { parts, records, blobs } = manifest
    const same =
      parts.length === this.#seen.length &&
      this.#seen.every((seen, i) => {
        const said = parts[i]
        return said?.name === seen.name && said.bytes === seen.bytes && said.sha256 === seen.sha256
      })
    if (!same) throw invalid('The parts are not those that the manifest names.')
    const names = new Set([...Object.keys(records), ...Object.keys(this.#counts)])
    if (blobs !== this.#blobs || [...names].some((name) => records[name] !== this.#counts[name])) {
      throw invalid('There are not as many records as the manifest says.')
    }
    return manifest
  }
}

function manifestOf(bytes: Uint8Array): BackupManifest {
  let manifest: JsonValue
  try {
    manifest = JSON.parse(utf8Decode(bytes)) as JsonValue
  } catch (cause) {
    throw invalid('The manifest is not JSON.', cause)
  }
  if (!isJsonObject(manifest) || manifest.format !== 'badgewright backup') throw invalid('This is not a backup.')
  if (manifest.version !== 1) throw invalid('A newer badgewright has made this backup; use that one.')
  const { createdAt, baseUrl, issuerId, records, blobs, parts } = manifest
  const texts = [createdAt, baseUrl, issuerId].every((each) => typeof each === 'string')
  if (
    !texts ||
    !isJsonObject(records) ||
    typeof blobs !== 'number' ||
    !Array.isArray(parts) ||
    !parts.every(isJsonObject)
  ) {
    throw invalid('The manifest is not complete.')
  }
  return manifest as unknown as BackupManifest
}
