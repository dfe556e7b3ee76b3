import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { opendir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BadgeError, isBadgeError } from '../../errors.js'
import { isJsonObject, parseJson } from '../../internal/json.js'
import { makeFolder } from '../../internal/make-folder.js'
import { systemReason } from '../../internal/system-reason.js'
import type { Files } from './issue-row.js'

/** Names of the files of earlier runs, by the digest of their row. */
export type Finished = Map<string, string[]>

const PART = '.part'
const BADGE_FILE = /^(\d{6,}-([0-9a-f]{16}))\.(json|png|svg)(\.part)?$/

/**
 * Readies the folder. What a run that was killed left half-written is removed. A folder that holds badges is refused
 * unless the batch is resumed, so that nothing is issued twice by accident.
 */
export async function openFolder(folder: string, resume: boolean, dryRun: boolean): Promise<Finished> {
  const finished: Finished = new Map()
  try {
    if (!dryRun) await makeFolder(folder)
    for await (const { name } of await opendir(folder)) {
      const [, stem = '', digest = '', extension, part] = BADGE_FILE.exec(name) ?? []
      if (stem === '') continue
      if (!resume) {
        throw new BadgeError(
          'ERR_FILE_EXISTS',
          `${folder} holds badges already; resume that batch, or take another folder.`,
        )
      }
      if (part !== undefined && !dryRun) await rm(join(folder, name), { force: true })
      if (part === undefined && extension === 'json') finished.set(digest, [...(finished.get(digest) ?? []), stem])
    }
  } catch (cause) {
    if (isBadgeError(cause)) throw cause
    if (dryRun && (cause as NodeJS.ErrnoException).code === 'ENOENT') return finished
    throw new BadgeError('ERR_FILE_UNWRITABLE', `${folder} cannot be written to: ${systemReason(cause)}.`, { cause })
  }
  return finished
}

/**
 * Files in a folder, each whole or not there. Synchronous: next to signing, four short system calls cost less than the
 * same through the thread pool.
 */
export function filesIn(folder: string): Files {
  return {
    write(name, content) {
      const path = join(folder, name)
      try {
        writeFileSync(path + PART, content)
        renameSync(path + PART, path)
      } catch (cause) {
        rmSync(path + PART, { force: true })
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
