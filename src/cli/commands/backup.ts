import { createWriteStream } from 'node:fs'
import { link, lstat, mkdir, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { memoryStorage, withPeers } from '../../adapters/embedded/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { hexEncode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { systemReason } from '../../internal/system-reason.js'
import { generateKeyPair } from '../../keys/index.js'
import { type BackupManifest, createBadgeService } from '../../service/index.js'
import { entriesOf, type Found, partsIn, SECRET_FILE } from '../backup/archive.js'
import { seal } from '../backup/seal.js'
import { type Entry, tarOf } from '../backup/tar.js'
import { readTextFile, say, writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { syncFolder, writeDurably } from '../serve/key-files.js'
import { type DataOptions, withData } from '../serve/open-data.js'
import { type DatabaseSettings, openStorage, readDatabase } from '../serve/open-storage.js'
import { readSecrets } from '../serve/secrets.js'

interface Passphrase {
  readonly passphraseFile?: string
}

/** Writes everything that a server keeps into one file, while it may go on working. */
export async function backup(
  options: DataOptions & Passphrase & { readonly out: string; readonly force?: boolean },
  around: Surroundings,
): Promise<void> {
  const passphrase = await readPassphrase(options, around)
  const { out } = options
  if (options.force !== true && (await isThere(out))) {
    throw new BadgeError('ERR_FILE_EXISTS', `${out} exists; --force writes over it.`)
  }
  const part = join(dirname(out), `.${basename(out)}.${hexEncode(randomBytes(6))}.part`)
  try {
    await withData(options, around, async ({ data, service }) => {
      // Keys after the snapshot: the one that it says signs is there by then.
      const parts = await service.backup.read()
      const tar = tarOf(entriesOf(await secretFiles(data), parts))
      const sink = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
      const packed = Readable.from(tar, { objectMode: false })
      if (passphrase === undefined) await pipeline(packed, createGzip(), sink)
      else await pipeline(packed, createGzip(), (source: AsyncIterable<Uint8Array>) => seal(source, passphrase), sink)
    })
    if (options.force === true) await rename(part, out)
    else await link(part, out)
    await syncFolder(dirname(out))
  } catch (cause) {
    if (isBadgeError(cause)) throw cause
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${out} could not be written: ${systemReason(cause)}.`, { cause })
  } finally {
    await rm(part, { force: true })
  }
  await writeResult(`${out}\n`, undefined, around)
  if (passphrase === undefined)
    say('It holds keys and personal data in plain text; --passphrase-file encrypts it.', around)
}

/** Makes the data folder of a server of a backup. The folder is there whole, or not at all. */
export async function restore(
  archive: string,
  options: Passphrase & {
    readonly data: string
    readonly storage?: string
    readonly replace?: boolean
    readonly sendWaiting?: boolean
  },
  around: Surroundings,
): Promise<void> {
  around.umask(0o077)
  const passphrase = await readPassphrase(options, around)
  const storage = readDatabase(options.storage)
  const sendWaiting = options.sendWaiting === true
  const target = await realpath(options.data).catch(() => resolve(options.data))
  const before = await readdir(target).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${target} cannot be used: ${systemReason(error)}.`, { cause: error })
  })
  if (before.length > 0 && options.replace !== true) {
    throw new BadgeError('ERR_FILE_EXISTS', `${target} is not empty; --replace moves it aside.`)
  }
  const found: Found = { files: [], manifest: '' }
  // Read to its end before anything is written.
  const manifest = await checked(archive, passphrase, found)
  const folder = join(dirname(target), `.${basename(target)}.${hexEncode(randomBytes(6))}.restoring`)
  try {
    const held = await fill(folder, archive, passphrase, { found, manifest, storage, sendWaiting }, around)
    if (before.length > 0) {
      const aside = `${target}.before-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`
      await rename(target, aside)
      say(`What was there is in ${aside}.`, around)
    }
    await rename(folder, target)
    await syncFolder(dirname(target))
    await report(target, manifest, { held, sendWaiting }, around)
  } catch (cause) {
    if (isBadgeError(cause)) throw cause
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${target} could not be written: ${systemReason(cause)}.`, { cause })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function checked(archive: string, passphrase: string | undefined, found: Found): Promise<BackupManifest> {
  const service = createBadgeService({
    signer: await generateKeyPair(),
    storage: memoryStorage(),
    baseUrl: 'http://localhost',
  })
  const parts = partsIn(archive, passphrase, found)
  const manifest = await service.backup.check({ parts })
  const names = found.files.map(({ name }) => name)
  if (names.includes('secrets.json') && names.some((name) => name === 'key.json' || name.startsWith('keys/')))
    return manifest
  throw new BadgeError('ERR_BACKUP_INVALID', 'The backup lacks the keys of the server.')
}

interface Restoring {
  readonly found: Found
  readonly manifest: BackupManifest
  readonly storage: DatabaseSettings | undefined
  readonly sendWaiting: boolean
}

/** Writes everything into a new folder. */
async function fill(
  folder: string,
  archive: string,
  passphrase: string | undefined,
  { found, manifest, storage: database, sendWaiting }: Restoring,
  around: Surroundings,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const { name, bytes } of found.files) {
    await mkdir(dirname(join(folder, name)), { recursive: true, mode: 0o700 })
    await writeDurably(join(folder, name), bytes)
  }
  const { key, stored } = await readSecrets(folder, manifest.baseUrl, around)
  const [storage] = await withPeers(openStorage({ storage: database, data: folder }))
  try {
    const service = createBadgeService({ signer: key, storage, baseUrl: manifest.baseUrl, secret: stored.secret })
    const again: Found = { files: [], manifest: '' }
    const { held } = await service.backup.restore({ parts: partsIn(archive, passphrase, again), sendWaiting })
    if (again.manifest !== found.manifest) {
      throw new BadgeError('ERR_BACKUP_INVALID', 'The backup was changed while it was read.')
    }
    return held
  } finally {
    await storage.close()
  }
}

async function report(
  target: string,
  manifest: BackupManifest,
  { held, sendWaiting }: { readonly held: number; readonly sendWaiting: boolean },
  around: Surroundings,
): Promise<void> {
  const { createdAt, records, baseUrl } = manifest
  await writeResult(
    `${target} is as it was at ${createdAt}: ${records.badges ?? 0} badges of ${baseUrl}.\n`,
    undefined,
    around,
  )
  say(
    `What was done after ${createdAt} is not known here. Do again what was taken away since: revoked badges, erased people, ` +
      'consents of guardians, what learners made private, members of staff, tokens of the API.' +
      (sendWaiting ? '' : ' Everybody signs in again.'),
    around,
  )
  if (held === 0) return
  say(
    `${held} messages waited at that time. They may have been sent since, and are not sent by themselves: the issuer finds ` +
      'them among those that were given up.',
    around,
  )
}

/** The files that hold secrets, as they are: no links, and nothing that is not a file. */
async function secretFiles(data: string): Promise<Entry[]> {
  const issuers = await readdir(join(data, 'issuers'), { withFileTypes: true }).catch(() => [])
  const folders = issuers.filter((each) => each.isDirectory()).map(({ name }) => `issuers/${name}/`)
  const names = await readdir(data)
  for (const folder of ['keys/', ...folders, ...folders.map((each) => `${each}keys/`)]) {
    const isLink = (await lstat(join(data, folder.slice(0, -1))).catch(() => undefined))?.isSymbolicLink()
    const within = isLink ? [] : await readdir(join(data, folder)).catch((): string[] => [])
    names.push(...within.map((name) => folder + name))
  }
  const entries: Entry[] = []
  for (const name of names.filter((each) => SECRET_FILE.test(each)).sort()) {
    const path = join(data, name)
    if (!(await lstat(path)).isFile()) continue
    const bytes = await readFile(path)
    if (bytes.length <= limits.keyText) entries.push({ name, bytes })
  }
  return entries
}

async function readPassphrase({ passphraseFile }: Passphrase, around: Surroundings): Promise<string | undefined> {
  if (passphraseFile === undefined) return undefined
  const passphrase = (await readTextFile(passphraseFile, around)).replace(/\r?\n$/, '')
  if (passphrase.length >= limits.passphrase && !/[\r\n\0]/.test(passphrase)) return passphrase
  throw new BadgeError('ERR_USAGE', `The passphrase must be one line of at least ${limits.passphrase} characters.`)
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )
