import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { askedLocale } from '../../texts/index.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, StaffRecord } from '../core/records/index.js'
import type { Grant } from '../core/roles/index.js'
import { staffAddressKey } from '../core/staff-key.js'
import { put, read, retrying, type Stored } from '../core/store.js'
import { HOUR, iso } from '../core/time.js'
import { voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import {
  assertMayGive,
  changeStaff,
  commitStaff,
  endStaffSessions,
  endTokensBeyond,
  findStaff,
  keepAnOwner,
  newStaff,
  readGrants,
  readStaffName,
  rolesText,
  staffNow,
  wrong,
} from './plan.js'
import type { NewStaff } from './types.js'

/** What a member is found by. */
const subjectKey = (subject: string): string => `subject:${sha256Hex(subject)}`
const OPERATOR = 'operator'

export async function addStaff(context: ServiceContext, input: NewStaff): Promise<StaffRecord> {
  assertFresh(context, input.authenticated)
  const email = normalizeAddress(input.email)
  const [name, grants] = [readStaffName(input.name), readGrants(input.grants)]
  const locale = input.locale === undefined ? undefined : askedLocale(input.locale)
  const hash = await context.addressHash(email)
  return retrying(async () => {
    const fence = await assertMayGive(context, grants)
    const taken = await read(context.storage, 'staff-keys', staffAddressKey(hash))
    if (taken !== undefined) {
      throw new BadgeError('ERR_STAGE_INVALID', 'A member of staff has this address already.')
    }
    await assertRoom(context)
    const fresh = newStaff(context, { name, email, grants, ...defined({ locale }) })
    const invitation = input.invite === false ? [] : await mailLink(context, fresh, email)
    return commitStaff(context, fresh, {
      next: fresh.value,
      events: [{ type: 'staff-added', data: { roles: rolesText(grants) } }],
      changes: [keyOf(staffAddressKey(hash), fresh), ...invitation],
      fence,
    })
  })
}

const keyOf = (key: string, { key: staffId }: Stored<'staff'>): StorageChange =>
  put('staff-keys', key, undefined, { schemaVersion: 1, staffId })

async function assertRoom(context: ServiceContext): Promise<void> {
  if ((await staffNow(context)).length < limits.staffMembers) return
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `There can be ${limits.staffMembers} members of staff.`)
}

async function mailLink(
  context: ServiceContext,
  { key, value }: Stored<'staff'>,
  email: string,
): Promise<readonly StorageChange[]> {
  const { changes } = await queueMessage(context, {
    kind: 'staff-invitation',
    to: email,
    locale: value.locale,
    token: {
      purpose: 'staff-sign-in',
      subject: subjectOf('staff', key),
      expiresAt: context.now() + limits.staffInvitationHours * HOUR,
    },
    mailOnly: true,
  })
  return changes
}

export async function setRoles(
  context: ServiceContext,
  {
    staffId,
    grants: given,
    authenticated,
  }: { staffId: string; grants: readonly Grant[]; authenticated?: Authentication },
): Promise<StaffRecord> {
  assertFresh(context, authenticated)
  const grants = readGrants(given)
  return changeStaff(context, staffId, async ({ value }) => {
    if (value.subject !== undefined) {
      throw new BadgeError('ERR_STAGE_INVALID', 'The roles of this member come from the login of the host.')
    }
    const fence = await assertMayGive(context, value.grants, grants)
    if (rolesText(grants) === rolesText(value.grants)) return { next: value }
    const tokens = await endTokensBeyond(context, staffId, grants)
    return {
      next: { ...value, grants },
      events: [{ type: 'staff-changed', data: { roles: rolesText(grants) } }],
      changes: [
        ...(await keepAnOwner(context, value, grants)),
        ...(await endStaffSessions(context, staffId)),
        ...tokens.changes,
      ],
      others: tokens.events,
      fence,
    }
  })
}

export async function removeStaff(
  context: ServiceContext,
  { staffId, authenticated }: { staffId: string; authenticated?: Authentication },
): Promise<StaffRecord> {
  assertFresh(context, authenticated)
  return changeStaff(context, staffId, async ({ value }) => {
    const fence = await assertMayGive(context, value.grants)
    const { email, locale: _, ...rest } = value
    const key = email === undefined ? undefined : staffAddressKey(await context.addressHash(email))
    const found = key === undefined ? undefined : await read(context.storage, 'staff-keys', key)
    const tokens = await endTokensBeyond(context, staffId, [])
    return {
      next: { ...rest, grants: [], removedAt: iso(context.now()) },
      events: [{ type: 'staff-removed' }],
      changes: [
        ...(await keepAnOwner(context, value, undefined)),
        ...(await endStaffSessions(context, staffId)),
        ...(await voidAll(context, 'staff-sign-in', subjectOf('staff', staffId))),
        ...(key === undefined || found === undefined ? [] : [put('staff-keys', key, found, null)]),
        ...tokens.changes,
      ],
      others: tokens.events,
      fence,
    }
  })
}

export const listStaff = async (context: ServiceContext): Promise<StaffRecord[]> =>
  (await staffNow(context)).sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1))

export const getStaff = async (context: ServiceContext, staffId: string): Promise<StaffRecord | null> =>
  (await findStaff(context, staffId))?.value ?? null

/** The member with this address; `undefined` if nobody has it. */
export async function staffAt(context: ServiceContext, hash: string): Promise<Stored<'staff'> | undefined> {
  return byKey(context, staffAddressKey(hash))
}

async function byKey(context: ServiceContext, key: string): Promise<Stored<'staff'> | undefined> {
  const found = await read(context.storage, 'staff-keys', key)
  return found === undefined ? undefined : findStaff(context, found.value.staffId)
}

/** The roles are those that the login says now; they are kept for the list of members. */
export async function staffFromSession(
  context: ServiceContext,
  input: { subject: string; name: string; grants: readonly Grant[] },
): Promise<StaffRecord | null> {
  const { subject } = input
  if (subject === '' || subject.length > limits.hostSubject) {
    throw wrong('`subject` is the unchanging name of the account at the host.')
  }
  const [name, grants] = [readStaffName(input.name), readGrants(input.grants)]
  return retrying(async () => {
    const stored = await byKey(context, subjectKey(subject))
    if (stored !== undefined) {
      const { value } = stored
      if (value.removedAt !== undefined) return null
      const isSame = rolesText(value.grants) === rolesText(grants)
      if (isSame && value.name === name) return value
      const tokens = isSame ? undefined : await endTokensBeyond(context, value.id, grants)
      return commitStaff(context, stored, {
        next: { ...value, name, grants },
        events: isSame ? [] : [{ type: 'staff-changed', data: { roles: rolesText(grants) } }],
        ...(tokens === undefined ? {} : { changes: tokens.changes, others: tokens.events }),
      })
    }
    await assertRoom(context)
    const fresh = newStaff(context, { name, subject: sha256Hex(subject), grants })
    return commitStaff(context, fresh, {
      next: fresh.value,
      events: [{ type: 'staff-added', data: { roles: rolesText(grants) } }],
      changes: [keyOf(subjectKey(subject), fresh)],
    })
  })
}

export async function operatorOf(context: ServiceContext): Promise<StaffRecord | null> {
  return retrying(async () => {
    const stored = await byKey(context, OPERATOR)
    if (stored !== undefined) return stored.value.removedAt === undefined ? stored.value : null
    const grants: readonly Grant[] = [{ role: 'owner' }]
    const fresh = newStaff(context, { name: 'Operator', grants })
    return commitStaff(context, fresh, {
      next: fresh.value,
      events: [{ type: 'staff-added', data: { roles: rolesText(grants) } }],
      changes: [keyOf(OPERATOR, fresh)],
    })
  })
}
