import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { ConsentRecord } from '../core/records/index.js'
import { findAll, put } from '../core/store.js'
import { iso } from '../core/time.js'
import { findPerson } from './plan.js'
import type { NewConsent } from './types.js'

/** The change that adds what a guardian decided for a child to the consent log. */
export function planGuardianConsent(
  context: ServiceContext,
  { purpose, textVersion, given, guardian }: GuardianConsent,
): StorageChange[] {
  assertTexts(purpose, textVersion)
  const now = context.now()
  const consent: ConsentRecord = { schemaVersion: 1, purpose, textVersion, given, at: iso(now), guardian }
  return [put('consents', newId(now), undefined, consent)]
}

interface GuardianConsent extends Pick<ConsentRecord, 'purpose' | 'textVersion' | 'given'> {
  readonly guardian: NonNullable<ConsentRecord['guardian']>
}

/** The change that adds an entry to the consent log. */
export function planConsent(context: ServiceContext, input: NewConsent): StorageChange[] {
  const { personId, purpose, textVersion, given, badgeId } = input
  assertTexts(purpose, textVersion)
  const now = context.now()
  const consent: ConsentRecord = {
    schemaVersion: 1,
    personId,
    purpose,
    textVersion,
    given,
    at: iso(now),
    ...defined({ badgeId }),
  }
  return [put('consents', newId(now), undefined, consent)]
}

function assertTexts(...texts: readonly string[]): void {
  for (const text of texts) {
    if (typeof text !== 'string' || text === '' || text.length > limits.consentText) {
      throw new BadgeError(
        'ERR_ARGUMENT_INVALID',
        `A consent needs its purpose and the version of its text, each of 1 to ${limits.consentText} characters.`,
      )
    }
  }
}

export const recordConsent = (context: ServiceContext, input: NewConsent): Promise<void> =>
  context.storage.commit(planConsent(context, input))

/** The consents of a person, and those of a guardian for any of their addresses. */
export async function consentsOf(context: ServiceContext, personId: string): Promise<ConsentRecord[]> {
  const emails = (await findPerson(context, personId))?.value.emails ?? []
  const hashes = await Promise.all(emails.map(({ email }) => context.addressHash(email)))
  const found = await Promise.all([
    findAll(context.storage, 'consents', { index: 'person', value: personId }),
    ...hashes.map((value) => findAll(context.storage, 'consents', { index: 'child', value })),
  ])
  const all = found.flat().sort((a, b) => (a.key < b.key ? -1 : 1))
  return all.map(({ value }) => value)
}
