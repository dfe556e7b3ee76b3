import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { askedLocale } from '../../texts/index.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { idIn, subjectOf } from '../core/ids.js'
import type { Authentication, StaffRecord, TokenRecord } from '../core/records/index.js'
import { commitQuietly, retrying, type Stored } from '../core/store.js'
import { HOUR } from '../core/time.js'
import { lookUpOpen, mint, openToken, use, voidAll } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { queueMessage } from '../outbox/messages.js'
import { madeBy, makersOf } from './api-tokens.js'
import { staffAt } from './members.js'
import { assertMayGive, commitStaff, findStaff, mayStillGive, requireStaff } from './plan.js'
import type { StaffSession } from './types.js'

/**
 * Nothing is looked up here: whether a member has the address is found out when the message is sent, so that neither the
 * answer nor the time it takes gives that away.
 */
export async function sendStaffLink(
  context: ServiceContext,
  { email, locale }: { email: string; locale?: string },
): Promise<void> {
  const address = normalizeAddress(email)
  const { changes } = await queueMessage(context, {
    kind: 'staff-link',
    to: address,
    locale: locale === undefined ? undefined : askedLocale(locale),
    token: {
      purpose: 'staff-sign-in',
      subject: subjectOf('address', await context.addressHash(address)),
      expiresAt: context.now() + limits.staffLinkHours * HOUR,
    },
    mailOnly: true,
  })
  await context.storage.commit(changes)
}

export async function createSignInLink(
  context: ServiceContext,
  { staffId, authenticated }: { staffId: string; authenticated?: Authentication },
): Promise<{ url: string; token: string; expiresAt: string }> {
  assertFresh(context, authenticated)
  return retrying(async () => {
    const stored = await requireStaff(context, staffId)
    const { value } = stored
    const fence = await assertMayGive(context, value.grants)
    if (value.subject !== undefined) {
      throw new BadgeError('ERR_STAGE_INVALID', 'This member signs in at the login of the host.')
    }
    const subject = subjectOf('staff', staffId)
    const earlier = await voidAll(context, 'staff-sign-in', subject)
    const { text, expiresAt, change } = await mint(context, {
      purpose: 'staff-sign-in',
      subject,
      expiresAt: context.now() + limits.staffLinkHours * HOUR,
      data: madeBy(context),
    })
    // Who makes a link could use it too, so the log says who did.
    await commitStaff(context, stored, {
      next: value,
      events: [{ type: 'staff-link-created' }],
      changes: [...earlier, change],
      fence,
    })
    return { url: context.baseUrl + pathOf('staffSignIn', text), token: text, expiresAt: expiresAt ?? '' }
  })
}

/** The member whom a link signs in, by their id or by the address that it was mailed to. */
async function staffOf(
  context: ServiceContext,
  { value: { data, subject } }: Stored<'tokens'>,
): Promise<Stored<'staff'> | undefined> {
  const hash = idIn('address', subject)
  const found = hash === undefined ? await findStaff(context, idIn('staff', subject)) : await staffAt(context, hash)
  return found !== undefined && (await isIn(context, found, data)) ? found : undefined
}

/** Whether a member is one still; so must be colleagues who made the link, who could have kept it for themselves. */
async function isIn(
  context: ServiceContext,
  { key, value }: Stored<'staff'>,
  data: TokenRecord['data'],
): Promise<boolean> {
  if (value.removedAt !== undefined) return false
  for (const maker of othersOf(key, data)) if (!(await mayStillGive(context, maker, value.grants))) return false
  return true
}

/** Those who made the link, but for the member themself. */
const othersOf = (staffId: string, data: TokenRecord['data']): string[] =>
  makersOf(data).filter((maker) => maker !== subjectOf('staff', staffId))

export async function lookAtStaffSignIn(context: ServiceContext, text: string): Promise<{ name: string } | null> {
  const token = await lookUpOpen(context, 'staff-sign-in', text)
  const staff = token && (await staffOf(context, token))
  return staff === undefined ? null : { name: staff.value.name }
}

export async function signInStaff(
  context: ServiceContext,
  { token: text }: { token: string },
): Promise<{ staff: StaffRecord; token: string; expiresAt: string }> {
  return retrying(async () => {
    const link = await openToken(context, 'staff-sign-in', text)
    const stored = await staffOf(context, link)
    if (stored === undefined) throw new BadgeError('ERR_TOKEN_INVALID', 'This link is not known here.')
    const subject = subjectOf('staff', stored.key)
    const session = await mint(context, {
      purpose: 'staff-session',
      subject,
      expiresAt: context.now() + limits.staffSessionHours * HOUR,
      data: defined({ createdBy: link.value.data.createdBy, through: link.value.data.through }),
    })
    const own = { ...context, actors: { ...context.actors, issuer: subject } }
    const staff = await commitStaff(own, stored, {
      next: stored.value,
      events: [{ type: 'staff-signed-in' }],
      changes: [use(context, link), session.change],
    })
    return { staff, token: session.text, expiresAt: session.expiresAt ?? '' }
  })
}

export async function staffSessionOf(context: ServiceContext, text: string): Promise<StaffSession | null> {
  const token = await lookUpOpen(context, 'staff-session', text)
  const staff = token && (await findStaff(context, idIn('staff', token.value.subject)))
  if (token === undefined || staff === undefined || !(await isIn(context, staff, token.value.data))) return null
  const { id, name, grants } = staff.value
  // A session begins with its sign-in, by a link that was mailed or handed over.
  const authenticated: Authentication = { by: 'link', at: token.value.createdAt }
  const through = othersOf(id, token.value.data)
  return {
    staffId: id,
    name,
    grants,
    expiresAt: token.value.expiresAt ?? '',
    authenticated,
    ...(through.length === 0 ? {} : { through }),
  }
}

export async function endStaffSession(context: ServiceContext, text: string): Promise<void> {
  const token = await lookUpOpen(context, 'staff-session', text)
  if (token !== undefined) await commitQuietly(context.storage, [use(context, token)])
}
