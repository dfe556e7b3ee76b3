import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { logEntries, type NewEvent, nextNumber } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { IssuerKeysRecord } from '../core/records/index.js'
import { forgetKeys, keysOf } from '../core/signing.js'
import { put, type Stored } from '../core/store.js'

/** Writes the record of the keys with its log, and hands out the events. */
export async function commitKeys(
  context: ServiceContext,
  stored: Stored<'issuer-keys'> | undefined,
  next: IssuerKeysRecord,
  events: readonly NewEvent[],
  changes: readonly StorageChange[] = [],
): Promise<void> {
  const key = keysOf(context)
  const subject = subjectOf('issuer', key)
  // An issuer that was removed and came back goes on in the same log.
  const first = stored?.value.events ?? (await nextNumber(context, subject))
  const log = logEntries(context, subject, first, 'issuer', events)
  const record: IssuerKeysRecord = { ...next, events: first + events.length }
  await context.storage.commit([put('issuer-keys', key, stored, record), ...log.changes, ...changes])
  forgetKeys(context)
  context.emit(log.events)
}
