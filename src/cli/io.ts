import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { BadgeError } from '../errors.js'
import { concatBytes } from '../internal/bytes.js'
import { isJsonObject, parseJson } from '../internal/json.js'
import { systemReason } from '../internal/system-reason.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** Bytes of a file, or of standard input for `-`. */
export async function readInputFile(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(path === '-' ? await readStandardInput() : await readFile(path))
  } catch (cause) {
    throw new BadgeError('ERR_FILE_UNREADABLE', `${describe(path)} could not be read: ${systemReason(cause)}.`, {
      cause,
    })
  }
}

/** A JSON file, read under the limits for foreign JSON. */
export async function readJsonFile(path: string): Promise<JsonValue> {
  const bytes = await readInputFile(path)
  const text = stripByteOrderMark(bytes)
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof BadgeError) {
      throw new BadgeError(cause.code, `${describe(path)}: ${cause.message}`, { cause })
    }
    throw cause
  }
}

/** A JSON file that holds one object. */
export async function readJsonObjectFile(path: string): Promise<JsonObject> {
  const value = await readJsonFile(path)
  if (!isJsonObject(value)) throw new BadgeError('ERR_JSON_INVALID', `${describe(path)} must hold one JSON object.`)
  return value
}

/** Editors on Windows put a byte order mark before the JSON of people's own files. */
const stripByteOrderMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/** Writes the whole file or nothing: a reader never sees half of it, also after a crash. */
export async function writeOutputFile(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.part`
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${path} could not be written: ${systemReason(cause)}.`, { cause })
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
export async function writeResult(content: Uint8Array | string, out: string | undefined): Promise<void> {
  if (out !== undefined && out !== '-') return writeOutputFile(out, content)
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(content, (error) => (error ? reject(error) : resolve()))
  })
}

export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const say = (message: string): void => void process.stderr.write(`${message}\n`)

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return concatBytes(...chunks)
}

const describe = (path: string): string => (path === '-' ? 'Standard input' : path)
