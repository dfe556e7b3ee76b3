import { BadgeError } from '../../errors.js'
import type { CollectionName, Collections } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import { keysOf } from '../core/signing.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import type { IssuerSteps } from './types.js'

/** Records that one commit removes. */
const AT_ONCE = 200

/**
 * What others ask for goes first, and the record of the issuer last, with an entry in the log: a run that breaks off is
 * finished by the next.
 */
export async function removeIssuer(
  context: ServiceContext,
  { name }: Parameters<IssuerSteps['remove']>[0],
): ReturnType<IssuerSteps['remove']> {
  const found = await read(context.storage, 'issuers', name)
  // The issuer of the service itself has no name.
  if (found?.value.name === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such issuer here.')
  const { issuerId } = found.value
  const issued = (await findAll(context.storage, 'issued', undefined)).filter(
    ({ value }) => value.issuerId === issuerId,
  )
  const lists = (await findAll(context.storage, 'status-lists', undefined)).filter(
    ({ value }) => value.issuerId === issuerId,
  )
  await removeAll(context, 'issued', issued)
  for (const { key } of lists) {
    await removeAll(context, 'published-lists', await there(context, 'published-lists', key))
    const changes = await findAll(context.storage, 'status-changes', { index: 'list', value: key })
    await removeAll(context, 'status-changes', changes)
    await removeAll(context, 'status-counters', await there(context, 'status-counters', key))
  }
  await removeAll(context, 'status-lists', lists)
  await removeAll(context, 'issuer-keys', await there(context, 'issuer-keys', keysOf({ issuerId })))
  const report = { credentials: issued.length, lists: lists.length }
  await retrying(async () => {
    const last = await read(context.storage, 'issuers', name)
    if (last === undefined) return
    const data = { issuerId, credentials: report.credentials }
    const log = await nextEntries(context, subjectOf('issuer', keysOf({ issuerId })), 'issuer', {
      type: 'issuer-removed',
      data,
    })
    await context.storage.commit([put('issuers', name, last, null), ...log.changes])
    context.emit(log.events)
  })
  return report
}

async function there<Name extends CollectionName>(
  { storage }: ServiceContext,
  collection: Name,
  key: string,
): Promise<readonly Stored<Name>[]> {
  const found = await read(storage, collection, key)
  return found === undefined ? [] : [found]
}

async function removeAll<Name extends CollectionName>(
  { storage }: ServiceContext,
  collection: Name,
  records: readonly Stored<Name>[],
): Promise<void> {
  for (let i = 0; i < records.length; i += AT_ONCE) {
    const some = records.slice(i, i + AT_ONCE)
    await storage.commit(some.map((one) => put<Name>(collection, one.key, one, null as Collections[Name] | null)))
  }
}
