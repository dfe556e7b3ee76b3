import { afterEach, describe, expect, test } from 'vitest'
import type { StorageAdapter } from '../../../src/service/index.js'
import { durableStorageCases, storageCases } from '../../../src/testing/index.js'
import { type FreshStorage, freshStorage, kinds, postgresReason, postgresUrl } from './storages.js'

describe.each(kinds)('storage: %s', (kind) => {
  const isSkipped = kind === 'postgres' && postgresUrl === ''
  let fresh: FreshStorage | undefined
  const opened: StorageAdapter[] = []
  const open = async (): Promise<StorageAdapter> => {
    fresh ??= await freshStorage(kind)
    const storage = await fresh.open()
    opened.push(storage)
    return storage
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((storage) => storage.close()))
    await fresh?.remove()
    fresh = undefined
  })

  test.skipIf(isSkipped).each(storageCases)('$name', ({ run }) => run({ open }))
  // Memory forgets, and PGlite is one database of the whole run.
  if (kind !== 'memory' && kind !== 'pglite') {
    test.skipIf(isSkipped).each(durableStorageCases)('$name', ({ run }) => run({ open }))
  }

  if (isSkipped) test.skip(postgresReason)

  test.skipIf(isSkipped)('says what it can do', async () => {
    const { capabilities } = await open()
    expect(capabilities).toEqual({
      durable: kind !== 'memory',
      sharedBy: { memory: 'process', sqlite: 'host', pglite: 'network', postgres: 'network' }[kind],
    })
  })
})
