import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { isSameMailbox } from '../../internal/mailbox.js'
import { randomBytes } from '../../internal/random.js'
import { sha256Hex } from '../../internal/sha256.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { idIn } from '../core/ids.js'
import type { Authentication, PersonRecord } from '../core/records/index.js'
import { put, read, retrying } from '../core/store.js'
import { mailAccount } from './account-mail.js'
import { codesDigest, mailProof, sinceOf, takeAddress } from './addresses.js'
import { changePerson, findPerson } from './plan.js'
import { waysBackOf } from './removed-addresses.js'

const RECOVERY_CODES = 10
/** Id of no person. */
const NOBODY = '0'.repeat(26)

/** Codes for the day the mailbox is lost. Only their hashes are stored; earlier ones are void. */
export async function createRecoveryCodes(
  context: ServiceContext,
  personId: string,
  authenticated?: Authentication,
): Promise<string[]> {
  assertFresh(context, authenticated)
  const codes = Array.from({ length: RECOVERY_CODES }, () => base64urlEncode(randomBytes(12)))
  await changePerson(context, personId, async (person) => ({
    next: { ...person, recoveryHashes: codes.map((code) => sha256Hex(`${personId} ${code}`)) },
    changes: await mailAccount(
      context,
      person,
      person.emails.map(({ email }) => email),
      'account-changed',
    ),
  }))
  return codes
}

/**
 * The way back for somebody who has lost their mailbox: with a code, a link is mailed to a new address, which makes it an
 * address of the account. The answer is the same whether account and code match or not. An address that was removed from
 * the account a short while ago finds it too.
 */
export async function recover(
  context: ServiceContext,
  { email, code, newEmail }: { email: string; code: string; newEmail: string },
): Promise<void> {
  const lost = normalizeAddress(email)
  const hash = await context.addressHash(lost)
  const address = normalizeAddress(newEmail)
  await retrying(async () => {
    // Without an account the same work is done, so that the time it takes does not give away who has one.
    const owner = await read(context.storage, 'addresses', hash)
    const [removed] = await waysBackOf(context, hash)
    const ids = [owner?.value.personId, removed && idIn('person', removed.value.subject)]
    for (const id of ids) {
      const stored = await findPerson(context, id ?? NOBODY)
      const used = sha256Hex(`${stored?.key ?? NOBODY} ${String(code).trim()}`)
      if (stored === undefined || !stored.value.recoveryHashes.includes(used)) continue
      const left = { ...stored.value, recoveryHashes: stored.value.recoveryHashes.filter((each) => each !== used) }
      const had = left.emails.find((each) => isSameMailbox(each.email, lost))
      // The new address takes the place of the lost one, also among those that came later.
      const since = had === undefined ? removed?.value.data.since : sinceOf(had)
      const data = defined({ since, codes: codesDigest(left) })
      const changes = await mailProof(context, stored.value, address, 'recovery', { data })
      await context.storage.commit([put('people', stored.key, stored, left), ...changes])
      return
    }
  })
}

export const confirmRecovery = (context: ServiceContext, { token }: { token: string }): Promise<PersonRecord> =>
  takeAddress(context, 'recovery', token, [{ type: 'email-verified' }, { type: 'account-recovered' }])
