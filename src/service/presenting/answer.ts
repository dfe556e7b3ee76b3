import { dateOf, issuerOf } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Presenting } from '../../wallet/present/index.js'
import { derive, type ServiceContext } from '../core/context.js'
import type { AskedRecord, KeptVerdict } from '../core/records/index.js'
import { put, retrying, type Stored } from '../core/store.js'
import { HOUR, iso } from '../core/time.js'
import { pathOf } from '../core/urls.js'
import { readAsked, requestFor, tie, viewOf, type Way } from './ask.js'
import type { AskedView, PresentingSteps } from './types.js'

export async function look(
  context: ServiceContext,
  { id, browser }: { id: string; browser?: string },
): Promise<AskedView | null> {
  const stored = await readAsked(context, id)
  if (stored?.value.browserHash !== (browser === undefined ? undefined : tie(browser)) || stored === undefined)
    return null
  const view = await viewOf(context, stored.value)
  const isProgram = browser === undefined && stored.value.answer !== undefined
  return isProgram ? { ...view, number: await numberOf(context, id) } : view
}

export async function lookAsked(
  context: ServiceContext,
  { id }: { id: string },
): ReturnType<PresentingSteps['lookAsked']> {
  const stored = await readAsked(context, id)
  if (stored === undefined) return null
  const { answer: _, ...open } = stored.value
  const { verdict: __, confirmed: ___, way: ____, ...view } = await viewOf(context, open)
  // That it was answered is for both to know; how, for the one who asked.
  return stored.value.answer === undefined ? view : { ...view, state: 'answered' }
}

/** The request if it can be answered. */
async function openAsked(context: ServiceContext, id: string): Promise<Stored<'asked'>> {
  const stored = await readAsked(context, id)
  if (stored === undefined) throw new BadgeError('ERR_TOKEN_INVALID', 'This request is not known here.')
  const { answer, expiresAt } = stored.value
  if (answer !== undefined) throw new BadgeError('ERR_TOKEN_USED', 'This request was answered before.')
  if (Date.parse(expiresAt) > context.now()) return stored
  throw new BadgeError('ERR_TOKEN_EXPIRED', 'This request is too old; ask for another one.')
}

export async function request(
  context: ServiceContext,
  { id, way }: { id: string; way: 'here' | 'there' },
): Promise<string> {
  const { value } = await openAsked(context, id)
  const { jwt } = await requestFor(context, value, way)
  if (jwt === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'Requests are not signed here.')
  return jwt
}

export async function open(
  context: ServiceContext,
  { id, state }: { id: string; state?: string },
): ReturnType<PresentingSteps['open']> {
  const { value } = await openAsked(context, id)
  for (const way of state === undefined ? (['exchange'] as const) : (['there', 'here'] as const)) {
    const { asked, exchange } = await requestFor(context, value, way)
    if (state === undefined || state === asked.state) return { way, asked, exchange }
  }
  throw new BadgeError('ERR_TOKEN_INVALID', 'This is the answer to another request.')
}

export async function settle(
  context: ServiceContext,
  { id, way, verdict }: { id: string; way: Way; verdict: Presenting.Verdict },
): Promise<{ returnTo: string }> {
  const hasBrowser = await retrying(async () => {
    const stored = await openAsked(context, id)
    const at = context.now()
    const answer = {
      at: iso(at),
      way,
      verdict: keptOf(verdict),
      tries: 0,
      ...defined({ badgeHash: badgeHashOf(verdict.credential) }),
      // A refusal shows nothing of anybody, and a program compares the number itself.
      ...(verdict.outcome === 'shown' && stored.value.browserHash !== undefined
        ? {}
        : { confirmed: 'skipped' as const }),
    }
    await context.storage.commit([put('asked', id, stored, { ...stored.value, answer }, keptUntil(at))])
    return stored.value.browserHash !== undefined
  })
  const code = await codeOf(context, id)
  return {
    returnTo: `${context.baseUrl}${pathOf('asked', id)}/${way === 'here' && hasBrowser ? 'back' : 'number'}?code=${code}`,
  }
}

const keptUntil = (at: number): number => at + limits.presentHours * HOUR

/** By what requests are found that a badge has answered, without the badge's id, which may be an address. */
export const badgeHashOf = (credential: JsonObject | undefined): string | undefined =>
  typeof credential?.id === 'string' ? sha256Hex(`badgewright shown ${credential.id}`).slice(0, 40) : undefined

/** What the wallet brings back to the browser. */
const codeOf = (context: ServiceContext, id: string): Promise<string> => derive(context, 'asked', 'code', id)

async function numberOf(context: ServiceContext, id: string): Promise<string> {
  const text = sha256Hex(await derive(context, 'asked', 'number', id))
  return String(Number.parseInt(text.slice(0, 12), 16) % 10_000).padStart(4, '0')
}

export async function number(
  context: ServiceContext,
  { id, code }: { id: string; code: string },
): Promise<string | null> {
  const stored = await readAsked(context, id)
  if (stored?.value.answer === undefined || code !== (await codeOf(context, id))) return null
  return numberOf(context, id)
}

export async function confirm(
  context: ServiceContext,
  given: Parameters<PresentingSteps['confirm']>[0],
): Promise<AskedView> {
  const { id, browser, code, skip } = given
  const [rightCode, rightNumber] = await Promise.all([codeOf(context, id), numberOf(context, id)])
  const step = await retrying(async () => {
    const stored = await readAsked(context, id)
    const answer = stored?.value.answer
    if (stored === undefined || answer === undefined || stored.value.browserHash !== tie(browser)) {
      throw new BadgeError('ERR_ACCESS_DENIED', 'Another browser has asked, or nobody has answered yet.')
    }
    if (answer.confirmed !== undefined) return { record: stored.value, isWrong: false }
    const isHere = answer.way === 'here'
    const isRight = isHere ? code === rightCode : given.number?.trim() === rightNumber
    const isSkipped = !isHere && skip === true
    const tries = answer.tries + (isRight || isSkipped ? 0 : 1)
    const next: AskedRecord['answer'] = isRight
      ? { ...answer, confirmed: isHere ? 'browser' : 'number' }
      : isSkipped
        ? { ...answer, confirmed: 'skipped' }
        : tries < limits.presentTries
          ? { ...answer, tries }
          : { ...withoutBadge(answer), tries, confirmed: 'skipped', verdict: stranger }
    const record: AskedRecord = { ...stored.value, answer: next }
    await context.storage.commit([put('asked', id, stored, record, keptUntil(Date.parse(answer.at)))])
    return { record, isWrong: !isRight && !isSkipped }
  })
  if (step.isWrong) throw new BadgeError('ERR_ACCESS_DENIED', 'Somebody else has answered than the one who was asked.')
  return viewOf(context, step.record)
}

/** Somebody has answered who is not the one who was asked. */
const stranger: KeptVerdict = { outcome: 'refused', code: 'ERR_ACCESS_DENIED' }

const withoutBadge = ({ badgeHash: _, ...answer }: NonNullable<AskedRecord['answer']>) => answer

/** What of a badge is kept: what the page shows, and no more. */
function keptOf({ outcome, code, holder, credential }: Presenting.Verdict): KeptVerdict {
  if (credential === undefined) return { outcome, ...defined({ code, holder }) }
  const subject = asArray<JsonValue>(credential.credentialSubject).find(isJsonObject) ?? {}
  const achievement = asArray<JsonValue>(subject.achievement).find(isJsonObject) ?? {}
  const { id: issuerId, name: issuerName } = issuerOf(credential) ?? {}
  return {
    outcome,
    ...defined({
      code,
      holder,
      achievementName: short(achievement.name),
      issuerId,
      issuerName: short(issuerName),
      recipientName: short(nameIn(subject)),
      validFrom: short(dateOf(credential, 'begin')),
      validUntil: short(dateOf(credential, 'end')),
    }),
  }
}

const short = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, limits.personName) : undefined

/** The name in an identifier of the subject, unless it is a hash. */
function nameIn({ identifier }: JsonObject): string | undefined {
  const found = asArray<JsonValue>(identifier)
    .filter(isJsonObject)
    .find(({ identityType, hashed }) => identityType === 'name' && hashed !== true)
  return typeof found?.identityHash === 'string' ? found.identityHash : undefined
}
