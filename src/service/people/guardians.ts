import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { isSameMailbox } from '../../internal/mailbox.js'
import { parseDateTime } from '../../internal/time.js'
import { endOfDay } from '../../internal/time-zone.js'
import { askedLocale } from '../../texts/index.js'
import { maskAddress, normalizeAddress } from '../core/address.js'
import { isOfAge } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { logEntries, nextNumber } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { EventRecord, GuardianshipRecord, MessageKind } from '../core/records/index.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import type { Guardian } from './types.js'

/** A guardianship that is to be written, once, together with what else the step changes. */
export interface Named {
  readonly childHash: string
  readonly before: Stored<'guardianships'> | undefined
  readonly next: GuardianshipRecord
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

/** Whom a badge is for, as far as a guardianship names them. */
interface Child {
  readonly email: string
  readonly name?: string | undefined
}

/** The guardian as it is given, checked. Throws `ERR_ADDRESS_INVALID` and `ERR_ARGUMENT_INVALID`. */
export function readGuardian(
  context: ServiceContext,
  { email, until, locale }: Guardian,
  child: Child,
): { email: string; until: string; locale?: string } {
  const address = normalizeAddress(email)
  if (isSameMailbox(address, normalizeAddress(child.email))) {
    throw wrong('A guardian must have another address than the child.')
  }
  const day = endOfDay(until, 'start', context.timeZone)
  const time = parseDateTime(day ?? until)
  const last = context.now() + limits.guardianYears * 366 * DAY
  if (time === null || time <= context.now() || time > last) {
    throw wrong(
      `\`guardian.until\` must be the date on which the learner comes of age: in the future, at most ${limits.guardianYears} years ahead. Leave \`guardian\` out for somebody who is of age.`,
    )
  }
  return {
    email: address,
    until: day ?? iso(time),
    ...defined({ locale: locale === undefined ? undefined : askedLocale(locale) }),
  }
}

export const guardianshipOf = (
  context: ServiceContext,
  childHash: string,
): Promise<Stored<'guardianships'> | undefined> => read(context.storage, 'guardianships', childHash)

/**
 * What naming a guardian changes. Another guardian than before decides on their own: earlier answers and links do not
 * count. The same one with another date keeps both.
 */
export async function planGuardian(context: ServiceContext, child: Child, given: Guardian): Promise<Named> {
  const { email, until, locale } = readGuardian(context, given, child)
  const childHash = await context.addressHash(normalizeAddress(child.email))
  const guardianHash = await context.addressHash(email)
  const before = await guardianshipOf(context, childHash)
  const known = before?.value
  // What the same guardian has decided, and may still decide.
  const kept =
    known !== undefined && known.guardianHash === guardianHash && !isOfAge(context, known) ? known : undefined
  const subject = subjectOf('address', childHash)
  const base: GuardianshipRecord = {
    schemaVersion: 1,
    ...defined({ name: child.name ?? known?.name }),
    maskedEmail: maskAddress(normalizeAddress(child.email)),
    guardian: { email, ...defined({ locale: given.locale === undefined ? kept?.guardian.locale : locale }) },
    guardianHash,
    until,
    answers: kept?.answers ?? {},
    ...defined({ askedAt: kept?.askedAt }),
    createdAt: known?.createdAt ?? iso(context.now()),
    events: known?.events ?? (await nextNumber(context, subject)),
  }
  const isOther = kept === undefined
  const log = logEntries(context, subject, base.events, 'issuer', isOther ? [{ type: 'guardian-named' }] : [])
  const links = isOther
    ? await voidAll(context, 'guardian', subject)
    : kept.until === until
      ? []
      : await moveEnds(context, subject, until)
  return {
    childHash,
    before,
    next: { ...base, events: base.events + log.events.length },
    changes: [...log.changes, ...links],
    events: log.events,
  }
}

/** Names a guardian in a commit of its own; where nobody may hear of the badge yet, nobody is asked about it. */
export async function nameGuardian(
  context: ServiceContext,
  child: Child,
  given: Guardian | undefined,
  { isQuiet = false }: { readonly isQuiet?: boolean } = {},
): Promise<void> {
  if (given === undefined) return
  await retrying(async () => {
    const named = await planGuardian(context, child, given)
    const { childHash, before, next } = named
    // What the child has already is closed until there is an answer.
    const asks = !isQuiet && next.askedAt === undefined && next.answers.badges === undefined
    await context.storage.commit([
      putGuardianship(context, childHash, before, asks ? { ...next, askedAt: iso(context.now()) } : next),
      ...named.changes,
      ...(asks ? await mailGuardian(context, 'guardian-request', childHash, next) : []),
    ])
    context.emit(named.events)
  })
}

/** The same child under another address: what was decided for them goes with them. */
export async function planMove(
  context: ServiceContext,
  child: Child,
  { value }: Stored<'guardianships'>,
): Promise<Named | undefined> {
  if (isOfAge(context, value)) return undefined
  const { email, locale } = value.guardian
  if (email === '') return movedWithout(context, child, value)
  const named = await planGuardian(context, child, { email, until: value.until, ...defined({ locale }) })
  if (named.before !== undefined) return named
  return { ...named, next: { ...named.next, answers: value.answers, ...defined({ askedAt: value.askedAt }) } }
}

/** A guardian whose data was erased: nobody can consent, until another one is named. */
async function movedWithout(context: ServiceContext, child: Child, value: GuardianshipRecord): Promise<Named> {
  const childHash = await context.addressHash(normalizeAddress(child.email))
  const before = await guardianshipOf(context, childHash)
  const next = before?.value ?? { ...value, maskedEmail: maskAddress(normalizeAddress(child.email)), answers: {} }
  return { childHash, before, next, changes: [], events: [] }
}

/** The changes that let open links work until another date. */
async function moveEnds(context: ServiceContext, subject: string, until: string): Promise<StorageChange[]> {
  const tokens = await findAll(context.storage, 'tokens', { index: 'subject', value: `guardian ${subject}` })
  return tokens
    .filter(({ value }) => value.usedAt === undefined && value.voidedAt === undefined)
    .map((token) => put('tokens', token.key, token, { ...token.value, expiresAt: until }, token.due))
}

/** The change that writes it. It goes when nothing needs it any more: a while after the learner came of age. */
export const putGuardianship = (
  context: ServiceContext,
  childHash: string,
  before: Stored<'guardianships'> | undefined,
  next: GuardianshipRecord,
): StorageChange =>
  put(
    'guardianships',
    childHash,
    before,
    next,
    Date.parse(next.until) + (context.options.retention?.tokenDays ?? 30) * DAY,
  )

/** The changes that mail a guardian, with the link to what concerns this child. */
export async function mailGuardian(
  context: ServiceContext,
  kind: Extract<MessageKind, 'guardian-request' | 'guardian-answer'>,
  childHash: string,
  { guardian, guardianHash, name, maskedEmail, until }: GuardianshipRecord,
  badgeId?: string,
): Promise<readonly StorageChange[]> {
  if (guardian.email === '') return []
  const { changes } = await queueMessage(context, {
    kind,
    to: guardian.email,
    locale: guardian.locale,
    ...defined({ badgeId }),
    data: { child: name ?? maskedEmail, childHash, until },
    token: guardianToken(childHash, guardianHash, until),
    mailOnly: true,
  })
  return changes
}

/** The link is good for one child and one guardian, as often as they want, until the learner comes of age. */
export const guardianToken = (childHash: string, guardianHash: string, until: string) =>
  ({
    purpose: 'guardian',
    subject: subjectOf('address', childHash),
    expiresAt: Date.parse(until),
    data: { guardianHash },
  }) as const

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
