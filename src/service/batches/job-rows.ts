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

/**
 * Takes somebody out of what waits, with the children whose guardian they were to be, who must not be without one: there are
 * few batches at a time, so all of it is looked through.
 */
export async function forgetWaitingRows(context: ServiceContext, address: string): Promise<void> {
  const { storage } = context
  const isTheirs = (each: BatchRowsRecord['rows'][number]): boolean =>
    each !== null &&
    'row' in each &&
    [each.row.email, (each.row.guardian as JsonObject | undefined)?.email].some((given) =>
      isSameAddress(given, address),
    )
  const waiting = await findAll(storage, 'batch-rows', undefined)
  for (const { key } of waiting.filter(({ value }) => value.rows.some(isTheirs))) {
    await retrying(async () => {
      const stored = await read(storage, 'batch-rows', key)
      if (stored === undefined) return
      const rows = stored.value.rows.map((each) => (isTheirs(each) ? null : each))
      await storage.commit([put('batch-rows', key, stored, { ...stored.value, rows }, stored.due)])
    })
  }
}

function isSameAddress(given: unknown, address: string): boolean {
  try {
    return normalizeAddress(String(given)).toLowerCase() === address.toLowerCase()
  } catch {
    return false
  }
}
