import { isBlank } from '../../internal/blank.js'
import { limits } from '../../internal/limits.js'
import { isTombstone } from '../core/collections.js'
import { mayProceed } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { isId } from '../core/ids.js'
import { portfolioKey, portfolioOf } from '../core/portfolios.js'
import type { Portfolio } from '../core/records/index.js'
import { read, readMany } from '../core/store.js'
import { pathOf } from '../core/urls.js'
import { hashesOf, outsideOf, shownOutside } from '../outside/outside.js'
import { findPerson } from '../people/plan.js'
import { viewAsAnybody } from '../sharing/view.js'
import type { PortfolioView, ShownPortfolio } from './types.js'

export const viewOf = (
  { baseUrl }: ServiceContext,
  { address, named, open, title, text, badgeIds }: Portfolio,
): PortfolioView => ({ address, named, open, title, text, badgeIds, url: baseUrl + pathOf('portfolio', address) })

export async function getPortfolio(context: ServiceContext, personId: string): Promise<PortfolioView | null> {
  const stored = await portfolioOf(context, personId)
  return stored === undefined ? null : viewOf(context, stored.value)
}

/** The page as everybody sees it: it opens no badge that is not open to everybody itself. */
export async function lookAtPortfolio(
  context: ServiceContext,
  { address }: { address: string },
): Promise<ShownPortfolio | null> {
  if (isBlank(address) || address.length > limits.pageAddress) return null
  const record = (await read(context.storage, 'portfolios', portfolioKey(address)))?.value
  if (record === undefined || 'released' in record || !record.open) return null
  const person = (await findPerson(context, record.personId))?.value
  if (person === undefined || !(await mayProceed(context, 'page', { person }))) return null
  const { title, text, named, badgeIds } = record
  const hashes = await hashesOf(context, person)
  const outside = (await outsideOf(context, person.id)).map((each) => shownOutside(each, hashes))
  return {
    address,
    title,
    text,
    listed: named,
    badges: await shownBadges(context, record.personId, badgeIds),
    outside: outside.filter(({ isPublic }) => isPublic),
  }
}

/** Those of the badges that everybody may see, and that are still this person's. */
export async function shownBadges(
  context: ServiceContext,
  personId: string,
  badgeIds: readonly string[],
): Promise<ShownPortfolio['badges']> {
  const stored = await readMany(context.storage, 'badges', badgeIds.filter(isId))
  const owned = await Promise.all(
    stored.map(async (badge) => {
      if (badge === undefined || isTombstone(badge.value) || badge.value.personId !== personId) return null
      // What its owner may not see themself, under age, nobody else does either.
      if (!(await mayProceed(context, 'own', { badge: badge.value }))) return null
      return viewAsAnybody(context, badge.value)
    }),
  )
  return owned.filter((badge) => badge !== null)
}
