import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { BadgeError, isBadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { systemReason } from '../../internal/system-reason.js'
import type { BackupPart } from '../../service/index.js'
import { formatJson } from '../core/io.js'
import { isSealed, unseal } from './seal.js'
import { type Entry, untar } from './tar.js'

/**
 * Secrets of a data folder that a backup has: `key.json`, `secrets.json` and their like, the keys that came later, and the same
 * of each issuer beside that of the server.
 */
export const SECRET_FILE = /^(issuers\/[a-z0-9][a-z0-9-]{0,62}\/)?(keys\/)?[A-Za-z0-9][\w-]{0,130}\.json$/

const FILES = 'files/'
const DATABASE = 'database/'
/** The last entry: what else there is. */
const LIST = 'archive.json'

/** The entries of an archive: secrets, the parts of the database, and a list with a digest of each secret. */
export async function* entriesOf(files: readonly Entry[], parts: AsyncIterable<BackupPart>): AsyncGenerator<Entry> {
  for (const { name, bytes } of files) yield { name: FILES + name, bytes }
  let manifest: Uint8Array = new Uint8Array()
  for await (const { name, bytes } of parts) {
    yield { name: DATABASE + name, bytes }
    if (name === 'manifest.json') manifest = bytes
  }
  const list = {
    format: 'badgewright archive',
    version: 1,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Hex(bytes) })),
    manifest: sha256Hex(manifest),
  }
  yield { name: LIST, bytes: utf8Encode(formatJson(list)) }
}

/** What one reading of an archive found beside the parts of the database. */
export interface Found {
  readonly files: Entry[]
  /** Digest of the manifest; empty until the archive was read to its end. */
  manifest: string
}

/** The parts of the database of an archive; the rest goes into `found`. Throws `ERR_BACKUP_INVALID`. */
export async function* partsIn(path: string, passphrase: string | undefined, found: Found): AsyncGenerator<BackupPart> {
  let manifest: Uint8Array | undefined
  let isEnded = false
  for await (const { name, bytes } of untar(await opened(path, passphrase))) {
    if (isEnded) throw invalid('Something follows the end of the backup.')
    if (name.startsWith(FILES)) {
      addFile(found, { name: name.slice(FILES.length), bytes })
    } else if (name.startsWith(DATABASE)) {
      const part = { name: name.slice(DATABASE.length), bytes }
      if (part.name === 'manifest.json') manifest = bytes
      yield part
    } else if (name === LIST) {
      found.manifest = checkList(bytes, found.files, manifest)
      isEnded = true
    } else {
      throw invalid('The archive holds something that no backup has.')
    }
  }
  if (!isEnded) throw invalid('The backup is cut off.')
}

function addFile({ files }: Found, file: Entry): void {
  const isAllowed = SECRET_FILE.test(file.name) && file.bytes.length <= limits.keyText
  if (!isAllowed || files.length > limits.backupFiles || files.some(({ name }) => name === file.name)) {
    throw invalid('The archive holds a file that no backup has.')
  }
  files.push(file)
}

function checkList(bytes: Uint8Array, files: readonly Entry[], manifest: Uint8Array | undefined): string {
  let list: unknown
  try {
    list = JSON.parse(utf8Decode(bytes))
  } catch {
    list = undefined
  }
  if (!isJsonObject(list) || list.format !== 'badgewright archive') throw invalid('This is not a backup.')
  if (list.version !== 1) throw invalid('A newer badgewright has made this backup; use that one.')
  const said = Array.isArray(list.files) ? list.files : []
  const same = files.map(({ name, bytes: content }) => ({ name, bytes: content.length, sha256: sha256Hex(content) }))
  const digest = manifest === undefined ? '' : sha256Hex(manifest)
  if (JSON.stringify(said) !== JSON.stringify(same) || list.manifest !== digest) {
    throw invalid('The files are not those that the backup names.')
  }
  return digest
}

async function opened(path: string, passphrase: string | undefined): Promise<AsyncIterable<Uint8Array>> {
  const sealed = isSealed(await startOf(path))
  if (sealed && passphrase === undefined)
    throw invalid('The backup is encrypted; give its passphrase with --passphrase-file.')
  // Somebody may have put another in the place of the one that was meant.
  if (!sealed && passphrase !== undefined) throw invalid('The backup is not encrypted, and a passphrase was given.')
  const packed: AsyncIterable<Uint8Array> = createReadStream(path)
  return unpacked(passphrase === undefined ? packed : unseal(packed, passphrase))
}

async function startOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(16), 0, 16, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new BadgeError('ERR_FILE_UNREADABLE', `${path} could not be read: ${systemReason(cause)}.`, { cause })
  }
}

/** A packed stream; one that grows beyond reason is refused. */
async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable, pipeline } = await import('node:stream')
  let packed = 0
  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      packed += chunk.length
      yield chunk
    }
  }
  const gunzip = createGunzip()
  pipeline(Readable.from(counted(), { objectMode: false }), gunzip, () => {})
  try {
    for await (const chunk of gunzip) {
      bytes += (chunk as Uint8Array).length
      if (bytes > limits.backupPartBytes + packed * limits.backupRatio)
        throw invalid('The archive unpacks to more than any backup.')
      yield chunk as Uint8Array
    }
  } catch (cause) {
    if (isBadgeError(cause)) throw cause
    throw invalid('The archive is damaged, cut off, or not a backup.', cause)
  }
}

const invalid = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_BACKUP_INVALID', message, cause === undefined ? {} : { cause })
