import { quickSha256Hex } from '../../internal/quick-sha256.js'
import type { ServiceContext } from './context.js'
import type { StorageChange } from './ports/index.js'
import type { Portfolio } from './records/index.js'
import { find, put, type Stored } from './store.js'
import { DAY, iso } from './time.js'

/** Under which key the page of an address is kept: what is left of an address that was given up names nobody. */
export const portfolioKey = (address: string): string => quickSha256Hex(`portfolio ${address}`)

/** The page of a person. */
export async function portfolioOf(
  context: ServiceContext,
  personId: string,
): Promise<(Stored<'portfolios'> & { readonly value: Portfolio }) | undefined> {
  const { records } = await find(context.storage, 'portfolios', { index: 'person', value: personId }, { limit: 1 })
  const [stored] = records
  return stored === undefined || 'released' in stored.value ? undefined : { ...stored, value: stored.value }
}

/** Days for which nobody can take an address that was given up. */
const RESTING_DAYS = 180

/** The change that gives an address up. */
export function planRelease(context: ServiceContext, stored: Stored<'portfolios'>): StorageChange {
  const now = context.now()
  return put('portfolios', stored.key, stored, { schemaVersion: 1, released: iso(now) }, now + RESTING_DAYS * DAY)
}

/** The change that ends the page of a person, where there is one. */
export async function endPortfolio(context: ServiceContext, personId: string): Promise<StorageChange[]> {
  const stored = await portfolioOf(context, personId)
  return stored === undefined ? [] : [planRelease(context, stored)]
}
