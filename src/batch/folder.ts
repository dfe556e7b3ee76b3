import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { opendir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { BadgeError, isBadgeError } from '../errors.js'
import { isJsonObject, parseJson } from '../internal/json.js'
import { makeFolder } from '../internal/make-folder.js'
import { systemReason } from '../internal/system-reason.js'
import type { Files } from './issue-row.js'

/** Names of the files of earlier runs, by the digest of their row. */
export type Finished = Map<string, string[]>

const BADGE_FILE = /^(\d{6,}-([0-9a-f]{16}))\.(json|png|svg)$/

/**
 * Where files are written before they get their place, a folder for each thread: in one folder of a hundred thousand
 * files, threads would wait for each other with every file they make.
 */
const UNFINISHED = '.badgewright-unfinished'

/**
 * Readies the folder. What a run that was killed left half-written is removed. A folder that holds badges is refused
 * unless the batch is resumed, so that nothing is issued twice by accident.
 */
export async function openFolder(folder: string, resume: boolean, dryRun: boolean): Promise<Finished> {
  const finished: Finished = new Map()
  try {
    if (!dryRun) await makeFolder(folder)
    for await (const { name } of await opendir(folder)) {
      const [, stem = '', digest = '', extension] = BADGE_FILE.exec(name) ?? []
      if (stem === '') continue
      if (!resume) {
        throw new BadgeError(
          'ERR_FILE_EXISTS',
          `${folder} holds badges already; resume that batch, or take another folder.`,
        )
      }
      if (extension === 'json') finished.set(digest, [...(finished.get(digest) ?? []), stem])
    }
    if (!dryRun) await removeUnfinished(folder)
  } catch (cause) {
    if (isBadgeError(cause)) throw cause
    if (dryRun && (cause as NodeJS.ErrnoException).code === 'ENOENT') return finished
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${folder} cannot be written to: ${systemReason(cause)}.`, { cause })
  }
  return finished
}

const removeUnfinished = (folder: string): Promise<void> =>
  rm(join(folder, UNFINISHED), { recursive: true, force: true })

/** Leaves nothing but badges behind. What cannot be removed is in nobody's way. */
export const closeFolder = (folder: string): Promise<void> => removeUnfinished(folder).catch(() => {})

/**
 * Files in a folder, each whole or not there. Synchronous: next to signing, four short system calls cost less than the
 * same through the thread pool.
 */
export function filesIn(folder: string): Files {
  const own = join(folder, UNFINISHED, String(threadId))
  let isThere = false
  return {
    write(name, content) {
      const [path, unfinished] = [join(folder, name), join(own, name)]
      try {
        if (!isThere) mkdirSync(own, { recursive: true })
        isThere = true
        writeFileSync(unfinished, content)
        renameSync(unfinished, path)
      } catch (cause) {
        rmSync(unfinished, { force: true })
        throw new BadgeError('ERR_FILE_UNWRITABLE', `${path} could not be written: ${systemReason(cause)}.`, { cause })
      }
    },
    finished(json, image) {
      try {
        // After a power failure a file may be there without its content.
        if (image !== undefined && statSync(join(folder, image)).size === 0) return undefined
        const badge = parseJson(new Uint8Array(readFileSync(join(folder, json))))
        return isJsonObject(badge) && typeof badge.id === 'string' ? badge.id : undefined
      } catch {
        return undefined
      }
    },
  }
}
