/**
 * Pictures in a folder. For Node.
 *
 * @module badgewright/blobs/folder
 */

import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { hexEncode } from '../../internal/bytes.js'
import { checkOptions, needed } from '../../internal/options.js'
import { randomBytes } from '../../internal/random.js'
import { systemReason } from '../../internal/system-reason.js'
import type { BlobStore } from '../../service/index.js'
import { checkBlobKey, mediaTypeOf } from './keys.js'

/**
 * A blob store in a folder, one file for each picture.
 *
 * @throws BadgeError `ERR_FILE_UNREADABLE`, `ERR_FILE_UNWRITABLE`, and `ERR_ARGUMENT_INVALID` for a key that is not a path
 *
 * @example
 * import { folderBlobs } from 'badgewright/blobs/folder'
 *
 * const blobs = folderBlobs({ folder: 'pictures' })
 * await blobs.put('notes/first.png', { bytes: new Uint8Array([1, 2, 3]), mediaType: 'image/png' })
 * console.log((await blobs.get('notes/first.png'))?.mediaType) // image/png
 */
export function folderBlobs(options: { readonly folder: string }): BlobStore {
  checkOptions(options, { folder: needed('some text') })
  const { folder } = options
  const pathOf = (key: string): string => join(folder, ...checkBlobKey(key).split('/'))
  const exists = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    )
  return {
    async put(key, { bytes }) {
      const path = pathOf(key)
      if (await exists(path)) return false
      const part = `${path}.${hexEncode(randomBytes(6))}.part`
      try {
        await mkdir(dirname(path), { recursive: true })
        await writeFile(part, bytes)
        await rename(part, path)
        return true
      } catch (cause) {
        await rm(part, { force: true }).catch(() => undefined)
        throw new BadgeError('ERR_FILE_UNWRITABLE', `A picture could not be written: ${systemReason(cause)}.`, {
          cause,
        })
      }
    },
    async get(key) {
      try {
        return { bytes: new Uint8Array(await readFile(pathOf(key))), mediaType: mediaTypeOf(key) }
      } catch (cause) {
        if ((cause as { code?: string }).code === 'ENOENT') return undefined
        if (cause instanceof BadgeError) throw cause
        throw new BadgeError('ERR_FILE_UNREADABLE', `A picture could not be read: ${systemReason(cause)}.`, { cause })
      }
    },
    async delete(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}
