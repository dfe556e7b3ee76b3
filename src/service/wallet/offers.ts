import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { isFresh } from '../../internal/fresh.js'
import { limits } from '../../internal/limits.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { randomBytes } from '../../internal/random.js'
import type { JsonObject } from '../../types/json.js'
import { interactionUrl } from '../../wallet/index.js'
import {
  configurationsFor,
  credentialOffer,
  learnerWalletLink,
  offerByValue,
  offerLink,
} from '../../wallet/issuing/index.js'
import { changeBadge, findBadge } from '../core/change.js'
import { mayProceed, passing } from '../core/consent.js'
import { derive, type ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import { subjectOf } from '../core/ids.js'
import type { BadgeRecord, WalletOfferRecord } from '../core/records/index.js'
import { accountOf, actsFor, type Viewer } from '../core/shown.js'
import { findAll, put, read, type Stored } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { codeText, mint, tokenText } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { copiesOf } from '../core/wallet-copies.js'
import type { HandOver, HandOverView, WalletSteps } from './types.js'

type OfferInput = Parameters<WalletSteps['createOffer']>[0] & { readonly viewer?: Viewer }

/** 128 random bits: what is in the address of a hand-over. */
const ADDRESS = /^[\w-]{22}$/

/** Holds a badge out to a wallet. What is in its address is stored nowhere; the code of the offer follows from it. */
export async function createWalletOffer(context: ServiceContext, input: OfferInput): Promise<HandOver> {
  const { badgeId, viewer, bound = true, code: asksCode = false } = input
  const text = base64urlEncode(randomBytes(16))
  const key = keyOf(text)
  const expiresAt = context.now() + limits.walletOfferMinutes * 60_000
  const code = await mint(context, {
    purpose: 'wallet-code',
    subject: subjectOf('badge', badgeId),
    expiresAt,
    nonce: text,
    data: { offer: key },
  })
  await changeBadge(context, badgeId, async (badge) => {
    // The same as for a badge that does not exist: ids of other people's badges are not confirmed.
    if (viewer !== undefined && !actsFor(viewer, badge)) throw notFound()
    const fresh = isFreshly(context, viewer)
    const consent = await passing(context, 'own', { badge })
    const { personId } = assertHeld(context, badge)
    const copies = await copiesOf(context, badge)
    const here = copies.filter(({ endedAt }) => endedAt === undefined)
    if (here.length >= limits.walletCopies || (await waiting(context, badgeId)) >= limits.walletOffers) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', 'This badge is in too many wallets, or waits for too many.')
    }
    // One that was ended counts: else an old session would end it, and take its place.
    if (bound && copies.length > 0 && !fresh) {
      throw new BadgeError(
        'ERR_AUTHENTICATION_NEEDED',
        'This badge went into a wallet before: sign in again for another.',
      )
    }
    const offer: WalletOfferRecord = {
      schemaVersion: 1,
      badgeId,
      personId,
      configurationIds: configurationsFor(badge.credential, bound),
      bound,
      isFresh: fresh,
      asksCode,
      tries: 0,
      stage: 'open',
      createdAt: iso(context.now()),
      expiresAt: iso(expiresAt),
    }
    return {
      by: viewer === undefined ? 'issuer' : 'learner',
      events: [{ type: 'wallet-offered' }],
      changes: [...consent, code.change, put('wallet-offers', key, undefined, offer, expiresAt + DAY)],
    }
  })
  return {
    url: interactionUrl(pageOf(context, text)),
    offerLink: offerLink(`${pageOf(context, text)}/offer`),
    offerByValue: offerByValue((await offerBehind(context, text)) ?? {}),
    ...defined({ code: asksCode ? await txCodeOf(context, key) : undefined }),
    expiresAt: iso(expiresAt),
  }
}

const notFound = (): BadgeError => new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no badge with this id.')

/** The session of one badge does not count as signed in, and the issuer is not the learner. */
function isFreshly(context: ServiceContext, viewer: Viewer | undefined): boolean {
  if (accountOf(viewer) === undefined) return false
  return viewer?.authenticated === undefined || isFresh(viewer.authenticated, context.now())
}

/** A badge that can be in a wallet: claimed, and in force. */
export function assertHeld<B extends BadgeRecord>(context: ServiceContext, badge: B): B & { personId: string } {
  const { personId } = badge
  if (personId !== undefined && !badge.suspended && stageNow(context, badge) === 'claimed')
    return { ...badge, personId }
  throw new BadgeError('ERR_STAGE_INVALID', 'A badge goes into a wallet once it was claimed, and while it is in force.')
}

async function waiting(context: ServiceContext, badgeId: string): Promise<number> {
  const offers = await findAll(context.storage, 'wallet-offers', { index: 'badge', value: badgeId })
  return offers.filter(({ value }) => value.stage === 'open' && !isOver(context, value)).length
}

export const isOver = (context: ServiceContext, { expiresAt }: WalletOfferRecord): boolean =>
  Date.parse(expiresAt) <= context.now()

export const keyOf = (text: string): string => quickSha256Hex(`hand-over ${text}`)

export const pageOf = ({ baseUrl }: ServiceContext, text: string): string => baseUrl + pathOf('wallet', text)

/** The transaction code of an offer: it follows from the name of its record and the secret of the service. */
export const txCodeOf = (context: ServiceContext, key: string): Promise<string> => codeText(context, `wallet ${key}`)

/** What is signed in the exchange of an offer. */
export const challengeOf = (context: ServiceContext, text: string): Promise<string> =>
  derive(context, 'wallet challenge', text)

/** The hand-over at an address, in any state. */
export async function findOffer(context: ServiceContext, text: unknown): Promise<Stored<'wallet-offers'> | undefined> {
  if (typeof text !== 'string' || !ADDRESS.test(text)) return undefined
  return read(context.storage, 'wallet-offers', keyOf(text))
}

export async function lookAtHandOver(
  context: ServiceContext,
  { token: text, viewer }: Parameters<WalletSteps['look']>[0],
): Promise<HandOverView | null> {
  const found = await findOffer(context, text)
  const badge = found && (await findBadge(context, found.value.badgeId))?.value
  if (found === undefined || badge === undefined) return null
  // For a child a guardian decides first, and who opens the address learns nothing.
  if (!(await mayProceed(context, 'own', { badge }))) return null
  const { stage, bound, asksCode, expiresAt, copyId, personId, badgeId } = found.value
  // What was revoked or given back is not held out any more.
  const isHeld = badge.personId === personId && !badge.suspended && stageNow(context, badge) === 'claimed'
  const over = isOver(context, found.value) || !isHeld
  const copy = copyId === undefined ? undefined : (await read(context.storage, 'wallet-copies', copyId))?.value
  const isOpen = stage === 'open' && !over
  return {
    badgeId,
    achievementName: badge.achievementName,
    issuerName: badge.issuerName,
    stage,
    isOver: over,
    bound,
    asksCode,
    expiresAt,
    ...defined({
      holder: copy?.holder,
      links: isOpen ? await linksOf(context, text, found.value) : undefined,
      code: isOpen && asksCode && viewer && actsFor(viewer, badge) ? await txCodeOf(context, found.key) : undefined,
    }),
  }
}

/** An exchange has no place for a transaction code, and shows who the wallet is: neither goes with the other kinds of offer. */
export const hasExchange = ({ bound, asksCode }: WalletOfferRecord): boolean => bound && !asksCode

async function linksOf(
  context: ServiceContext,
  text: string,
  offer: WalletOfferRecord,
): Promise<NonNullable<HandOverView['links']>> {
  const page = pageOf(context, text)
  if (!hasExchange(offer)) return { offer: offerLink(`${page}/offer`) }
  const exchange = `${page}/exchange`
  const challenge = await challengeOf(context, text)
  return {
    offer: offerLink(`${page}/offer`),
    exchange,
    learnerWallet: learnerWalletLink({ issuerId: context.issuerId, challenge, exchangeUrl: exchange }),
  }
}

export async function offerBehind(context: ServiceContext, text: string): Promise<JsonObject | null> {
  const view = await lookAtHandOver(context, { token: text })
  const found = await findOffer(context, text)
  if (view?.links === undefined || found === undefined) return null
  return credentialOffer({
    issuer: context.baseUrl,
    configurationIds: found.value.configurationIds,
    code: await tokenText(context, 'wallet-code', text),
    txCode: found.value.asksCode ? 'The six digits that you were given with the link' : undefined,
  })
}
