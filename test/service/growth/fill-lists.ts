import type { StorageAdapter } from '../../../src/service/index.js'

/** Makes lists up to this number of which every place is taken. */
export async function fillLists(storage: StorageAdapter, upTo: number): Promise<void> {
  const [first] = (await storage.query({ collection: 'status-lists', limit: 1 })).records
  const value = first?.value as { id: string; url: string; length: number; purpose: string }
  for (let number = 1; number <= upTo; number++) {
    const renamed = (text: string): string => text.replace(/-1$/, `-${number}`)
    const id = renamed(value.id)
    const counter = await storage.get('status-counters', id)
    await storage.commit([
      ...(number === 1
        ? []
        : [
            {
              collection: 'status-lists',
              key: id,
              expectedVersion: 0,
              value: { ...value, id, url: renamed(value.url) },
              indexes: { purpose: value.purpose },
            },
          ]),
      {
        collection: 'status-counters',
        key: id,
        expectedVersion: counter?.version ?? 0,
        value: { schemaVersion: 1, next: value.length },
      },
    ])
  }
}
