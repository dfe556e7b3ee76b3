import { BadgeError } from '../../errors.js'
import { utf8Encode } from '../../internal/bytes.js'
import { defined } from '../../internal/defined.js'
import { base64Encode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import type { CollectionName } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageSnapshot } from '../core/ports/index.js'
import { iso } from '../core/time.js'
import { type BackupLine, collectionNames, MANIFEST, PartWriter } from './format.js'
import type { BackupManifest, BackupPart } from './types.js'

/** The snapshot is taken before this returns: what is committed afterwards is not in the backup. */
export async function readBackup(context: ServiceContext): Promise<AsyncIterable<BackupPart>> {
  const snapshot = await context.storage.snapshot?.()
  if (snapshot === undefined) {
    throw new BadgeError('ERR_STORAGE_FAILED', 'This storage adapter gives no snapshot; back it up by its own means.')
  }
  return partsOf(context, snapshot)
}

async function* partsOf(context: ServiceContext, snapshot: StorageSnapshot): AsyncGenerator<BackupPart> {
  try {
    const createdAt = iso(context.now())
    const counts: Record<string, number> = {}
    const records = new PartWriter('records')
    for (const collection of await knownCollections(snapshot)) {
      for await (const { key, value, due, indexes } of recordsOf(snapshot, collection)) {
        counts[collection] = (counts[collection] ?? 0) + 1
        const part = records.add({ collection, key, value, indexes, ...defined({ due }) })
        if (part !== undefined) yield part
      }
    }
    const last = records.end()
    if (last !== undefined) yield last
    const blobs = new PartWriter('blobs')
    let count = 0
    // After the records: a picture that they name was stored before they were.
    for await (const blob of blobsOf(context, snapshot)) {
      count += 1
      const part = blobs.add(blob)
      if (part !== undefined) yield part
    }
    const rest = blobs.end()
    if (rest !== undefined) yield rest
    const manifest: BackupManifest = {
      format: 'badgewright backup',
      version: 1,
      createdAt,
      baseUrl: context.baseUrl,
      issuerId: context.issuerId,
      records: counts,
      blobs: count,
      parts: [...records.written, ...blobs.written],
    }
    yield { name: MANIFEST, bytes: utf8Encode(`${JSON.stringify(manifest, null, 2)}\n`) }
  } finally {
    await snapshot.close()
  }
}

/** Other collections are not the service's: somebody keeps more in the same storage. */
async function knownCollections(snapshot: StorageSnapshot): Promise<CollectionName[]> {
  const present = new Set(await snapshot.collections())
  return collectionNames.filter((name) => present.has(name))
}

async function* recordsOf(snapshot: StorageSnapshot, collection: CollectionName) {
  // A picture among the records may have megabytes.
  const limit = collection === 'blobs' ? 2 : limits.backupPage
  let cursor: string | undefined
  do {
    const page = await snapshot.page(collection, { limit, ...defined({ cursor }) })
    yield* page.records
    cursor = page.cursor
  } while (cursor !== undefined)
}

async function* blobsOf(context: ServiceContext, snapshot: StorageSnapshot): AsyncGenerator<BackupLine> {
  if (context.options.blobs === undefined) return
  const done = new Set<string>()
  for (const collection of ['badges', 'forms', 'batch-jobs', 'saved-badge-versions'] as const) {
    for await (const { value } of recordsOf(snapshot, collection)) {
      const { picture } = value
      if (typeof picture !== 'string' || done.has(picture)) continue
      done.add(picture)
      const found = await context.blobs.get(picture)
      // Its last badge may have been erased since the snapshot was taken.
      if (found === undefined) continue
      yield { blob: picture, mediaType: found.mediaType, base64: base64Encode(found.bytes) }
    }
  }
}
