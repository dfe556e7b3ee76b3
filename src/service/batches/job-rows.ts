import { mailboxKey } from '../../internal/mailbox.js'
import type { JsonObject } from '../../types/json.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import type { BatchRowsRecord } from '../core/records/index.js'
import { find, findAll, put, read, retrying } from '../core/store.js'

/** Rows of one record, which are issued before the next batch has its turn. */
export const CHUNK = 500

/** The key of a record with rows, or with what was refused of them: in the order of the rows. */
export const chunkKey = (upload: string, chunk: number): string => `${upload}.${String(chunk).padStart(6, '0')}`

/** Removes what waits of a batch: its rows, and what they were to be issued with. */
export async function forgetBatch(context: ServiceContext, batchId: string): Promise<void> {
  const { storage } = context
  await retrying(async () => {
    const job = await read(storage, 'batch-jobs', batchId)
    if (job === undefined) return
    await forgetRows(context, job.value.upload)
    await storage.commit([put('batch-jobs', batchId, job, null)])
  })
}

/** Removes rows that were written down. */
export async function forgetRows({ storage }: ServiceContext, upload: string): Promise<void> {
  await retrying(async () => {
    for (;;) {
      const { records } = await find(storage, 'batch-rows', rowsOf(upload), { limit: 100 })
      if (records.length === 0) return
      await storage.commit(records.map((record) => put('batch-rows', record.key, record, null)))
    }
  })
}

export const rowsOf = (upload: string) => ({ index: 'upload', value: upload })

/** Takes somebody out of what waits, with the children whose guardian they were to be, who must not be without one. */
export async function forgetWaitingRows(context: ServiceContext, address: string): Promise<void> {
  const { storage } = context
  const without = (each: Row): Row => {
    const { learner, guardian } = addressesIn(each)
    if (isSameAddress(learner, address)) return { gone: 'learner' }
    return isSameAddress(guardian, address) ? { gone: 'guardian' } : each
  }
  const hash = await context.addressHash(address)
  const waiting = await findAll(storage, 'batch-rows', { index: 'address', value: hash })
  for (const { key } of waiting) {
    await retrying(async () => {
      const stored = await read(storage, 'batch-rows', key)
      if (stored === undefined) return
      const rows = stored.value.rows.map(without)
      const addresses = await addressesOf(context, rows)
      await storage.commit([put('batch-rows', key, stored, { ...stored.value, rows, addresses }, stored.due)])
    })
  }
}

/** Keyed hashes of the addresses that rows name; what is not an address is nobody's. */
export async function addressesOf(context: ServiceContext, rows: readonly Row[]): Promise<string[]> {
  const named = rows.flatMap((each) => Object.values(addressesIn(each))).map(normalized)
  return Promise.all([...new Set(named.filter((each) => each !== undefined))].map(context.addressHash))
}

type Row = BatchRowsRecord['rows'][number]

/** Whom a row names. */
function addressesIn(each: Row): { learner?: unknown; guardian?: unknown } {
  if (!('row' in each)) return {}
  return { learner: each.row.email, guardian: (each.row.guardian as JsonObject | undefined)?.email }
}

/** The addresses that were erased while these rows were under way, of which there may be something again. */
export const erasedSince = (before: readonly Row[], now: readonly Row[]): string[] =>
  now.flatMap((each, i) => {
    const had = before[i]
    const address = 'gone' in each && had !== undefined ? addressesIn(had)[each.gone] : undefined
    return address === undefined ? [] : [String(address)]
  })

const isSameAddress = (given: unknown, address: string): boolean => normalized(given) === mailboxKey(address)

/** In the form in which it is compared; `undefined` for what is not an address. */
function normalized(given: unknown): string | undefined {
  try {
    return mailboxKey(normalizeAddress(String(given)))
  } catch {
    return undefined
  }
}
