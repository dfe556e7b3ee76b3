import type { ServiceContext } from '../core/context.js'
import { put, read } from '../core/store.js'
import { askForAddress } from './addresses.js'
import { newPerson, type PersonChange, planPerson, requirePerson, withAddress } from './plan.js'

interface OwnerInput {
  /** Who is signed in, if anybody. */
  readonly personId: string | undefined
  readonly address: string
  readonly badgeId: string
  /** Whether it is proven that the mailbox is theirs. */
  readonly isProven: boolean
  readonly name: string | undefined
  readonly locale: string | undefined
}

/**
 * The person a badge goes to: who is signed in, else who has the address, else a new person. A link can be forwarded, so
 * it gives the badge to an account that is signed in, and never the address.
 */
export async function planOwner(context: ServiceContext, input: OwnerInput): Promise<PersonChange> {
  const { personId, address, badgeId, isProven, name, locale } = input
  const hash = await context.addressHash(address)
  const owner = await read(context.storage, 'addresses', hash)
  const known = personId ?? owner?.value.personId
  if (known !== undefined) {
    const { value: person } = await requirePerson(context, known)
    const asks = isProven && owner === undefined
    return { person, changes: asks ? await askForAddress(context, person, { address, badgeId }) : [], events: [] }
  }
  const fresh = newPerson(context, { name, locale })
  if (!isProven) return planPerson(context, fresh, fresh.value, [])
  return planPerson(
    context,
    fresh,
    withAddress(context, fresh.value, address),
    [{ type: 'email-verified' }],
    [put('addresses', hash, undefined, { schemaVersion: 1, personId: fresh.key })],
  )
}
