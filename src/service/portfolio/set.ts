import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { limits } from '../../internal/limits.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import { planRelease, portfolioKey, portfolioOf } from '../core/portfolios.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Portfolio } from '../core/records/index.js'
import { put, read } from '../core/store.js'
import { iso } from '../core/time.js'
import { changePerson } from '../people/plan.js'
import { shownBadges, viewOf } from './look.js'
import type { PortfolioInput, PortfolioView } from './types.js'

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

/** What somebody may call their page. One that is as long as those that nobody can guess could be taken for one. */
const ADDRESS = /^(?!.*--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])$/

function assertAddress(address: string): void {
  if (address.length >= 3 && address.length <= limits.pageAddress && ADDRESS.test(address)) return
  throw wrong(
    `The address of a page has 3 to ${limits.pageAddress} small letters from a to z, digits and single hyphens, and begins and ends with a letter or digit.`,
  )
}

/** Text without what would turn or hide the rest of the page. */
const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (c) => (c === '\n' ? c : ' ')).trim()

function readTexts({ title = '', text = '' }: Pick<PortfolioInput, 'title' | 'text'>): { title: string; text: string } {
  const read = { title: plain(title.replaceAll(/\s+/g, ' ')), text: plain(text.replaceAll(/\r\n?/g, '\n')) }
  if (read.title.length > limits.pageTitle) throw wrong(`A title has at most ${limits.pageTitle} characters.`)
  if (read.text.length > limits.pageText) throw wrong(`A text has at most ${limits.pageText} characters.`)
  return read
}

/** Sets the page of a person, in one commit with their record, so that of two who set it at once one comes after the other. */
export async function setPortfolio(context: ServiceContext, input: PortfolioInput): Promise<PortfolioView> {
  const { personId } = input
  let next: Portfolio | undefined
  await changePerson(context, personId, async (person) => {
    const stored = await portfolioOf(context, personId)
    const before = stored?.value
    const { title, text } = readTexts({
      title: input.title ?? before?.title ?? '',
      text: input.text ?? before?.text ?? '',
    })
    const open = input.open ?? before?.open ?? false
    if (open && isBlank(title)) throw wrong('A page that others can see has a title.')
    const consent = open ? await passing(context, 'publish', { person }) : []
    const badgeIds = await readBadges(context, input, before)
    const { address, named } = addressOf(context, input, before)
    next = {
      schemaVersion: 1,
      personId,
      address,
      named,
      open,
      title,
      text,
      badgeIds,
      changedAt: iso(context.now()),
    }
    const isMoved = before !== undefined && before.address !== address
    const taking =
      stored === undefined || isMoved ? await takeAddress(context, next) : put('portfolios', stored.key, stored, next)
    return {
      next: person,
      events: [{ type: 'page-changed', data: { open } }],
      changes: [...consent, ...(stored !== undefined && isMoved ? [planRelease(context, stored)] : []), taking],
    }
  })
  return viewOf(context, next as Portfolio)
}

/** Only what everybody may see can be chosen. What was chosen and is not public any more is left out silently. */
async function readBadges(
  context: ServiceContext,
  { personId, badgeIds }: PortfolioInput,
  before: Portfolio | undefined,
): Promise<readonly string[]> {
  const wanted = [...new Set(badgeIds ?? before?.badgeIds ?? [])]
  if (wanted.length > limits.pageBadges) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A page shows at most ${limits.pageBadges} badges.`)
  }
  const shown = (await shownBadges(context, personId, wanted)).map(({ badgeId }) => badgeId)
  if (badgeIds !== undefined && shown.length !== wanted.length) {
    throw new BadgeError('ERR_STAGE_INVALID', 'A page shows badges that are public alone.')
  }
  return shown
}

function addressOf(
  context: ServiceContext,
  { address }: PortfolioInput,
  before: Portfolio | undefined,
): Pick<Portfolio, 'address' | 'named'> {
  if (address === undefined && before !== undefined) return before
  if (address === undefined || address === '') return { address: newId(context.now()), named: false }
  if (address !== before?.address) assertAddress(address)
  return { address, named: before?.address === address ? before.named : true }
}

async function takeAddress(context: ServiceContext, page: Portfolio): Promise<StorageChange> {
  const key = portfolioKey(page.address)
  const there = await read(context.storage, 'portfolios', key)
  if (there !== undefined) {
    throw new BadgeError('ERR_ROW_DUPLICATE', 'Somebody has this address, or had it a short while ago.')
  }
  return put('portfolios', key, undefined, page)
}
