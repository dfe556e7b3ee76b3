import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { sha256Hex } from '../../internal/sha256.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import type { PersonRecord } from '../core/records/index.js'
import { put, read, retrying } from '../core/store.js'
import { mailProof, takeAddress } from './addresses.js'
import { changePerson, findPerson } from './plan.js'

const RECOVERY_CODES = 10
/** Id of no person. */
const NOBODY = '0'.repeat(26)

/** Codes for the day the mailbox is lost. Only their hashes are stored; earlier ones are void. */
export async function createRecoveryCodes(context: ServiceContext, personId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => base64urlEncode(randomBytes(12)))
  await changePerson(context, personId, (person) => ({
    next: { ...person, recoveryHashes: codes.map((code) => sha256Hex(`${personId} ${code}`)) },
  }))
  return codes
}

/**
 * The way back for somebody who has lost their mailbox: with a code, a link is mailed to a new address, which makes it an
 * address of the account. The answer is the same whether account and code match or not.
 */
export async function recover(
  context: ServiceContext,
  { email, code, newEmail }: { email: string; code: string; newEmail: string },
): Promise<void> {
  const hash = await context.addressHash(normalizeAddress(email))
  const address = normalizeAddress(newEmail)
  await retrying(async () => {
    const owner = await read(context.storage, 'addresses', hash)
    // Without an account the same work is done, so that the time it takes does not give away who has one.
    const stored = await findPerson(context, owner?.value.personId ?? NOBODY)
    const used = sha256Hex(`${stored?.key ?? NOBODY} ${String(code).trim()}`)
    if (stored === undefined || !stored.value.recoveryHashes.includes(used)) return
    const changes = await mailProof(context, stored.value, address, 'recovery')
    const left = { ...stored.value, recoveryHashes: stored.value.recoveryHashes.filter((each) => each !== used) }
    await context.storage.commit([put('people', stored.key, stored, left), ...changes])
  })
}

export const confirmRecovery = (context: ServiceContext, { token }: { token: string }): Promise<PersonRecord> =>
  takeAddress(context, 'recovery', token, [{ type: 'email-verified' }, { type: 'account-recovered' }])
