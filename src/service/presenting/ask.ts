import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { sha256Hex } from '../../internal/sha256.js'
import { interactionUrl } from '../../wallet/index.js'
import type { Presenting } from '../../wallet/present/index.js'
import { derive, type ServiceContext } from '../core/context.js'
import { isId, newId } from '../core/ids.js'
import type { AskedRecord } from '../core/records/index.js'
import { put, read, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { pathOf } from '../core/urls.js'
import { requestKey } from './request-key.js'
import type { AskedView, NewAsking, PresentingSteps } from './types.js'

export type Way = 'here' | 'there' | 'exchange'

export async function ask(context: ServiceContext, given: NewAsking): ReturnType<PresentingSteps['ask']> {
  const { achievementIds, achievementName, issuerIds = [context.issuerId], holder } = given
  if (new URL(context.baseUrl).protocol !== 'https:') {
    throw wrong('Wallets answer to https addresses alone: `baseUrl` is not one.')
  }
  for (const ids of [achievementIds, issuerIds]) {
    if (ids.length > limits.askedIds) throw wrong(`A request names at most ${limits.askedIds} of each.`)
  }
  const now = context.now()
  const browser = given.forBrowser === true ? base64urlEncode(randomBytes(32)) : undefined
  const record: AskedRecord = {
    schemaVersion: 1,
    id: newId(now),
    name: given.name ?? context.brand?.name ?? new URL(context.baseUrl).host,
    achievementIds: [...achievementIds],
    issuerIds: [...issuerIds],
    ...defined({ achievementName, holder, browserHash: browser && tie(browser) }),
    createdAt: iso(now),
    expiresAt: iso(now + limits.presentMinutes * 60_000),
  }
  // What no request can be made of is refused before anything is kept.
  const view = await viewOf(context, record)
  await context.storage.commit([put('asked', record.id, undefined, record, Date.parse(record.expiresAt))])
  return { ...view, ...defined({ browser }) }
}

/** Of what ties a request to its browser, that is what is kept. */
export const tie = (browser: string): string => sha256Hex(`badgewright asked ${browser}`)

export const readAsked = async (context: ServiceContext, id: string): Promise<Stored<'asked'> | undefined> =>
  isId(id) ? read(context.storage, 'asked', id) : undefined

/** Nonce and state follow from the secret, and are kept nowhere: one of each for every way of answering. */
export async function requestFor(
  context: ServiceContext,
  record: AskedRecord,
  way: Way,
): Promise<Presenting.PresentationRequest> {
  const { createPresentationRequest } = await import('../../wallet/present/index.js')
  const { id, achievementIds, issuerIds, name, holder, createdAt } = record
  const place = (path: string): string => `${context.baseUrl}${pathOf('asked', id)}${path}`
  const signer = await requestKey(context)
  return createPresentationRequest({
    achievement: achievementIds,
    issuers: issuerIds,
    name,
    responseUri: place('/answer'),
    nonce: await derive(context, 'asked', 'nonce', way, id),
    state: await derive(context, 'asked', 'state', way, id),
    now: createdAt,
    ...defined({ holder, signer, requestUri: signer === undefined ? undefined : place(`/request/${way}`) }),
  })
}

export async function viewOf(context: ServiceContext, record: AskedRecord): Promise<AskedView> {
  const { id, name, achievementIds, achievementName, issuerIds, createdAt, expiresAt, answer } = record
  const [there, here] = await Promise.all([requestFor(context, record, 'there'), requestFor(context, record, 'here')])
  const isDecided = answer?.confirmed !== undefined
  return {
    id,
    name,
    achievementIds,
    issuerIds,
    createdAt,
    expiresAt,
    state: stateOf(context, record),
    page: interactionUrl(`${context.baseUrl}${pathOf('asked', id)}/show`),
    links: { there: there.link, here: here.link },
    signed: there.jwt !== undefined,
    ...defined({
      achievementName,
      way: answer?.way,
      verdict: isDecided ? answer?.verdict : undefined,
      confirmed: answer?.confirmed,
    }),
  }
}

function stateOf(context: ServiceContext, { answer, expiresAt }: AskedRecord): AskedView['state'] {
  if (answer !== undefined) return answer.confirmed === undefined ? 'answered' : 'decided'
  return Date.parse(expiresAt) <= context.now() ? 'expired' : 'open'
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
