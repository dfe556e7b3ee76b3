import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { BadgeError } from '../../errors.js'
import { concatBytes } from '../../internal/bytes.js'
import { isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import { limits } from '../../internal/limits.js'
import { systemReason } from '../../internal/system-reason.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentMap } from '../../types/loader.js'
import { inCommandLineWords } from './advice.js'
import { cleanLines } from './clean.js'
import type { Surroundings } from './surroundings.js'

/** Bytes of a file, or of standard input for `-`. */
export async function readInputFile(path: string, around: Pick<Surroundings, 'stdin'>): Promise<Uint8Array> {
  try {
    return await readCapped(path === '-' ? around.stdin : createReadStream(path), describe(path))
  } catch (cause) {
    if (cause instanceof BadgeError) throw cause
    throw new BadgeError('ERR_FILE_UNREADABLE', `${describe(path)} could not be read: ${systemReason(cause)}.`, {
      cause,
    })
  }
}

/** The most that any input may have; what is larger is not even read to its end, which may be none. */
const MAX_BYTES = Math.max(limits.pngBytes, limits.jwtText)

async function readCapped(stream: Readable, what: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream) {
    chunks.push(chunk as Uint8Array)
    bytes += (chunk as Uint8Array).length
    if (bytes > MAX_BYTES) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `${what} has more than ${MAX_BYTES} bytes.`)
    }
  }
  return concatBytes(...chunks)
}

/** A file of text, as it is. */
export async function readTextFile(path: string, around: Surroundings): Promise<string> {
  const bytes = await readInputFile(path, around)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', `${describe(path)} is not UTF-8 text.`, { cause })
  }
}

/** A JSON file, read under the limits for foreign JSON. */
export async function readJsonFile(path: string, around: Surroundings): Promise<JsonValue> {
  const bytes = await readInputFile(path, around)
  const text = stripByteOrderMark(bytes)
  try {
    return parseJsonText(text)
  } catch (cause) {
    if (cause instanceof BadgeError) {
      throw new BadgeError(cause.code, `${describe(path)}: ${cause.message}`, { cause })
    }
    throw cause
  }
}

/** A JSON file that holds one object. */
export async function readJsonObjectFile(path: string, around: Surroundings): Promise<JsonObject> {
  const value = await readJsonFile(path, around)
  if (!isJsonObject(value)) throw new BadgeError('ERR_JSON_INVALID', `${describe(path)} must hold one JSON object.`)
  return value
}

/** What `--documents` names, as an option of the library. */
export const readDocuments = async (
  { documents }: { readonly documents?: string },
  around: Surroundings,
): Promise<{ documents?: DocumentMap }> =>
  documents === undefined ? {} : { documents: (await readJsonObjectFile(documents, around)) as DocumentMap }

/** Editors on Windows put a byte order mark before the JSON of people's own files. */
const stripByteOrderMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/**
 * Writes the whole file or nothing: a reader never sees half of it, also after a crash. Links are followed, and a file
 * that is there keeps its mode. What is not a regular file (a device, a pipe) is written to as it is.
 */
export async function writeOutputFile(path: string, content: Uint8Array | string): Promise<void> {
  try {
    const existing = await statOf(path)
    if (existing === undefined) return await replaceFile(path, content)
    if (existing.isFile()) return await replaceFile(await realpath(path), content, existing.mode & 0o7777)
    await writeFile(path, content)
  } catch (cause) {
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${path} could not be written: ${systemReason(cause)}.`, { cause })
  }
}

async function replaceFile(path: string, content: Uint8Array | string, mode?: number): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.part`
  try {
    await writeFile(temporary, content, mode === undefined ? {} : { mode: mode & 0o777 })
    if (mode !== undefined) await chmod(temporary, mode)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
}

const statOf = (path: string) => stat(path).catch(() => undefined)

/** Refuses to write over a file that the same command reads, such as the only copy of a key, by whatever name. */
export async function assertNoInput(out: string | undefined, inputs: readonly (string | undefined)[]): Promise<void> {
  const target = out === undefined || out === '-' ? undefined : await statOf(out)
  if (target === undefined || !target.isFile()) return
  for (const input of inputs) {
    const read = input === undefined || input === '-' ? undefined : await statOf(input)
    if (read?.ino === target.ino && read.dev === target.dev) {
      throw new BadgeError('ERR_FILE_EXISTS', `${out} is read by this command; write to another file.`)
    }
  }
}

/** Writes a file that holds a secret: readable by its owner alone, and never over another unless `force`. */
export async function writeSecretFile(path: string, content: string, force: boolean): Promise<void> {
  try {
    if (force) await rm(path, { force: true })
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(content)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new BadgeError('ERR_KEY_EXISTS', `${path} exists; a key is never overwritten without --force.`, { cause })
    }
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${path} could not be written: ${systemReason(cause)}.`, { cause })
  }
}

/** To the file, or to standard output where none is named. */
export async function writeResult(
  content: Uint8Array | string,
  out: string | undefined,
  { stdout }: Surroundings,
): Promise<void> {
  if (out !== undefined && out !== '-') return writeOutputFile(out, content)
  await new Promise<void>((resolve, reject) => {
    stdout.write(content, (cause) => {
      // A reader that goes away (`badgewright verify … | head`) is not a failure of ours, and changes no verdict.
      if (!cause || (cause as NodeJS.ErrnoException).code === 'EPIPE') return resolve()
      const message = `Standard output could not be written: ${systemReason(cause)}.`
      reject(new BadgeError('ERR_FILE_UNWRITABLE', message, { cause }))
    })
  })
}

export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** A message on standard error; its line feeds are ours. */
export const say = (message: string, { stderr }: Surroundings): void =>
  void stderr.write(`${cleanLines(inCommandLineWords(message))}\n`)

const describe = (path: string): string => (path === '-' ? 'Standard input' : path)
