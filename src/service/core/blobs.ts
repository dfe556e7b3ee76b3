import { isBadgeError } from '../../errors.js'
import { base64Decode, base64Encode } from '../../internal/encoding.js'
import type { BlobStore, StorageAdapter } from './ports/index.js'
import { put, read } from './store.js'

/** Files among the records, for hosts without a blob store; good enough for pictures of badges. */
export function storageBlobs(storage: StorageAdapter): BlobStore {
  return {
    async put(key, { bytes, mediaType }) {
      if ((await read(storage, 'blobs', key)) !== undefined) return false
      try {
        await storage.commit([
          put('blobs', key, undefined, { schemaVersion: 1, mediaType, base64: base64Encode(bytes) }),
        ])
        return true
      } catch (error) {
        if (isBadgeError(error, 'ERR_STORAGE_CONFLICT')) return false
        throw error
      }
    },
    async get(key) {
      const found = await read(storage, 'blobs', key)
      return found && { bytes: base64Decode(found.value.base64), mediaType: found.value.mediaType }
    },
    async delete(key) {
      const found = await read(storage, 'blobs', key)
      if (found !== undefined) await storage.commit([put('blobs', key, found, null)])
    },
  }
}
