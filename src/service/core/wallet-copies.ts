import type { ServiceContext } from './context.js'
import type { StorageChange } from './ports/index.js'
import type { BadgeRecord, StatusPlace, WalletCopyRecord } from './records/index.js'
import { findAll, put, type Stored } from './store.js'
import { iso } from './time.js'

type Copied = Pick<BadgeRecord, 'id' | 'inWallets'>

/** The copies of a badge in wallets, those that have ended included. Most badges have none, and cost no look. */
export async function storedCopies(
  { storage }: Pick<ServiceContext, 'storage'>,
  { id, inWallets }: Copied,
): Promise<Stored<'wallet-copies'>[]> {
  return inWallets === true ? findAll(storage, 'wallet-copies', { index: 'badge', value: id }) : []
}

export const copiesOf = async (context: Pick<ServiceContext, 'storage'>, badge: Copied): Promise<WalletCopyRecord[]> =>
  (await storedCopies(context, badge)).map(({ value }) => value)

const isHere = ({ value }: Stored<'wallet-copies'>): boolean => value.endedAt === undefined

/**
 * The places in status lists of a badge and of all its copies that have not ended: what becomes of the badge becomes of them. A
 * copy that has ended keeps its bit, also where a suspension of the badge ends.
 */
export async function placesOf(
  context: ServiceContext,
  badge: Copied & Pick<BadgeRecord, 'status'>,
): Promise<StatusPlace[]> {
  const copies = (await storedCopies(context, badge)).filter(isHere)
  return [badge.status, ...copies.map(({ value }) => value.status)]
}

/** The changes that end all copies of a badge, and the places whose bits go with them. */
export async function planEndOfCopies(
  context: ServiceContext,
  badge: Copied,
): Promise<{ changes: StorageChange[]; places: StatusPlace[] }> {
  const open = (await storedCopies(context, badge)).filter(isHere)
  return {
    changes: open.map((copy) =>
      put('wallet-copies', copy.key, copy, { ...copy.value, endedAt: iso(context.now()) }, copy.due),
    ),
    places: open.map(({ value }) => value.status),
  }
}
