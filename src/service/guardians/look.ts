import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { maskAddress, normalizeAddress } from '../core/address.js'
import { isTombstone } from '../core/collections.js'
import { allows, doors, isOfAge } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { isKnown } from '../core/due.js'
import { idIn, isId, subjectOf } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import { readRecipient } from '../core/recipient.js'
import type { BadgeRecord } from '../core/records/index.js'
import { findAll, readMany, retrying, type Stored } from '../core/store.js'
import { lookUp, mint, stateOf } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { guardianshipOf, guardianToken, nameGuardian, putGuardianship } from '../people/guardians.js'
import type { Guardian, GuardianView } from '../people/types.js'

/** Badges of a child that the page of the guardian lists. */
const LISTED = 50

/** Names a guardian without issuing a badge. */
export const nameGuardianOf = (
  context: ServiceContext,
  { email, name, guardian }: { email: string; name?: string; guardian: Guardian },
): Promise<void> => nameGuardian(context, readRecipient({ email, ...defined({ name }) }), guardian)

/** Who decides for a child at this moment. */
export async function getGuardian(
  context: ServiceContext,
  { email }: { email: string },
): Promise<(GuardianView & { readonly guardian: Guardian }) | null> {
  const stored = await guardianshipOf(context, await context.addressHash(normalizeAddress(email)))
  if (stored === undefined || isOfAge(context, stored.value)) return null
  const { guardian, until } = stored.value
  return { ...(await viewOf(context, stored)), guardian: { ...guardian, until } }
}

/** What a guardian holds back among these badges. Offers alone: nobody waits for a badge that is over. */
export async function heldBack(
  context: ServiceContext,
  { badgeIds }: { badgeIds: readonly string[] },
): Promise<{ badgeId: string; refused: boolean }[]> {
  if (badgeIds.length > limits.apiPage) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `\`badgeIds\` may name at most ${limits.apiPage} badges.`)
  }
  const badges = await readMany(context.storage, 'badges', [...new Set(badgeIds)].filter(isId))
  const open = badges.flatMap((found) =>
    found !== undefined && !isTombstone(found.value) && ['offered', 'accepted'].includes(found.value.stage)
      ? found.value
      : [],
  )
  const hashes = [...new Set(open.map(({ recipientHash }) => recipientHash))]
  const found = await readMany(context.storage, 'guardianships', hashes)
  const guardianships = new Map(hashes.map((hash, i) => [hash, found[i]?.value]))
  return open.flatMap(({ id, recipientHash }) => {
    const found = guardianships.get(recipientHash)
    if (found === undefined || allows(context, found, doors.offer)) return []
    return { badgeId: id, refused: found.answers.badges?.given === false }
  })
}

/** A link to hand out. It proves nothing about the mailbox of the guardian, and the consent says so. */
export async function createGuardianLink(
  context: ServiceContext,
  { email }: { email: string },
): Promise<{ url: string; token: string; expiresAt: string }> {
  const childHash = await context.addressHash(normalizeAddress(email))
  return retrying(async () => {
    const stored = await guardianshipOf(context, childHash)
    if (stored === undefined || isOfAge(context, stored.value) || stored.value.guardianHash === '') {
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'Nobody decides for the owner of this address.')
    }
    const { guardianHash, until, events } = stored.value
    const token = guardianToken(childHash, guardianHash, until)
    const { text, change } = await mint(context, { ...token, data: { ...token.data, via: 'hand' } })
    // Who makes a link could decide by it too, so the log says who did.
    const made = [{ type: 'guardian-link-created' }] as const
    const log = logEntries(context, subjectOf('address', childHash), events, 'issuer', made)
    const next = { ...stored.value, events: events + made.length }
    await context.storage.commit([putGuardianship(context, childHash, stored, next), change, ...log.changes])
    context.emit(log.events)
    return { url: context.baseUrl + pathOf('guardian', text), token: text, expiresAt: until }
  })
}

/** The guardianship that the link opens; `gone` where it no longer decides anything. */
export async function opened(
  context: ServiceContext,
  text: string,
): Promise<{ token: Stored<'tokens'>; stored: Stored<'guardianships'> } | 'gone' | null> {
  const token = await lookUp(context, 'guardian', text)
  if (token === undefined) return null
  const stored = await guardianshipOf(context, idIn('address', token.value.subject) ?? '')
  const isOpen =
    stateOf(context, token.value) === 'open' &&
    stored !== undefined &&
    !isOfAge(context, stored.value) &&
    stored.value.guardianHash !== '' &&
    stored.value.guardianHash === token.value.data.guardianHash
  return isOpen ? { token, stored } : 'gone'
}

export async function lookAtGuardian(context: ServiceContext, text: string): Promise<GuardianView | 'gone' | null> {
  const found = await opened(context, text)
  return found === null || found === 'gone' ? found : viewOf(context, found.stored)
}

/** The badges that were given to this address, the newest first. */
export async function badgesFor(
  context: ServiceContext,
  childHash: string,
): Promise<(Stored<'badges'> & { value: BadgeRecord })[]> {
  const badges = await findAll(context.storage, 'badges', { index: 'recipient', value: childHash }, true)
  return badges.flatMap((stored) => (isTombstone(stored.value) ? [] : [{ ...stored, value: stored.value }]))
}

export async function viewOf(context: ServiceContext, { key, value }: Stored<'guardianships'>): Promise<GuardianView> {
  const badges = (await badgesFor(context, key)).map(({ value: badge }) => badge).filter(isKnown)
  const { answers, guardian, maskedEmail, name, until } = value
  return {
    child: name ?? maskedEmail,
    maskedGuardian: guardian.email === '' ? '' : maskAddress(guardian.email),
    until,
    issuers: [...new Set(badges.map(({ issuerName }) => issuerName))],
    badges: badges.slice(0, LISTED).map(({ achievementName, issuerName }) => ({ name: achievementName, issuerName })),
    answers,
  }
}
