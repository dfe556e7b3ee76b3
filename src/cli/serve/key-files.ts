import { createHash } from 'node:crypto'
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { hexEncode } from '../../internal/bytes.js'
import { randomBytes } from '../../internal/random.js'
import { systemReason } from '../../internal/system-reason.js'
import { generateKeyPair } from '../../keys/index.js'
import type { KeyPair } from '../../types/keys.js'
import { formatJson } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'

/** The first key is `key.json`; those that took its place are in this folder of the data folder. */
const FOLDER = 'keys'
/** How often key files are listed again, of which one was gone when it was read. */
const LOOKS = 3
/** A key that was made and does not sign yet. */
const NEXT = 'next.json'

const keyFolder = (data: string): string => join(data, FOLDER)

/** Paths of all key files, the first key at the front. */
export async function keyFiles(data: string): Promise<string[]> {
  const names = await readdir(keyFolder(data)).catch((): string[] => [])
  const later = names.filter((name) => name.endsWith('.json')).sort()
  const first = (await readdir(data).catch((): string[] => [])).includes('key.json') ? [join(data, 'key.json')] : []
  return [...first, ...later.map((name) => join(keyFolder(data), name))]
}

/** Gives the key of a verification method, for a server that runs while another process rotates its keys. */
export const keysIn =
  (data: string, around: Surroundings) =>
  async (id: string): Promise<KeyPair | undefined> => {
    // A file that gets its own name after it was listed is there under that name, when they are listed again.
    for (let look = 0; ; look++) {
      const files = await keyFiles(data)
      const keys = await Promise.all(files.map((file) => readUnlessGone(file, around)))
      const found = keys.find((key) => key?.id === id)
      if (found !== undefined || !keys.includes(undefined) || look === LOOKS) return found
    }
  }

async function readUnlessGone(file: string, around: Surroundings): Promise<KeyPair | undefined> {
  try {
    return await readKeyFile(file, around)
  } catch (error) {
    const there = await stat(file).catch((cause: NodeJS.ErrnoException) => cause.code !== 'ENOENT')
    if (there === false) return undefined
    throw error
  }
}

/**
 * The key that is to sign next: the one that an earlier run has made, if it did not get to its end, or a new one. It is on
 * the disk before anything is signed by it. `undefined` where another run, which came to its end meanwhile, had made it.
 *
 * @throws BadgeError `ERR_SIGN_ISSUER_MISMATCH` where the issuer has no other name than its key; `ERR_FILE_UNWRITABLE`
 */
export async function nextKey(data: string, like: KeyPair, around: Surroundings): Promise<KeyPair | undefined> {
  if (like.controller === like.did) {
    throw new BadgeError(
      'ERR_SIGN_ISSUER_MISMATCH',
      'This issuer is its key (did:key), as on a server without an https address: a new key would be another issuer.',
    )
  }
  const file = join(keyFolder(data), NEXT)
  try {
    await mkdir(keyFolder(data), { recursive: true, mode: 0o700 })
    const part = join(keyFolder(data), `.${hexEncode(randomBytes(8))}.part`)
    const fresh = await generateKeyPair({ type: like.type, controller: like.controller })
    try {
      await writeDurably(part, formatJson(await fresh.exportSecret(like.type === 'RSA' ? 'jwk' : 'multikey')))
      // Of two that start at once, one makes the file, and both go on with its key.
      await link(part, file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
    } finally {
      await rm(part, { force: true })
    }
    await syncFolder(keyFolder(data))
  } catch (cause) {
    throw unwritable(file, cause)
  }
  return readUnlessGone(file, around)
}

/** Forgets the key that was to sign next and does not. */
export const dropNextKey = (data: string): Promise<void> => rm(join(keyFolder(data), NEXT), { force: true })

/** Gives the file of the key that signs now its own name; does nothing where that has happened. */
export async function keepNextKey(data: string, { id }: KeyPair): Promise<void> {
  const fragment = id.slice(id.indexOf('#') + 1)
  const name = /^[\w-]{8,120}$/.test(fragment) ? fragment : createHash('sha256').update(id).digest('hex').slice(0, 40)
  const file = join(keyFolder(data), NEXT)
  try {
    await rename(file, join(keyFolder(data), `${name}.json`))
    await syncFolder(keyFolder(data))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(file, cause)
  }
}

/** A secret, for its owner alone, that is on the disk when this has ended. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes names in a folder durable, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

const unwritable = (file: string, cause: unknown): BadgeError =>
  new BadgeError('ERR_FILE_UNWRITABLE', `${dirname(file)} cannot be written to: ${systemReason(cause)}.`, { cause })
