import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { ConsentRecord } from '../core/records/index.js'
import { findAll, put } from '../core/store.js'
import { iso } from '../core/time.js'
import type { NewConsent } from './types.js'

/** The change that adds an entry to the consent log. */
export function planConsent(context: ServiceContext, input: NewConsent): StorageChange[] {
  const { personId, purpose, textVersion, given, badgeId } = input
  for (const text of [purpose, textVersion]) {
    if (typeof text !== 'string' || text === '' || text.length > limits.consentText) {
      throw new BadgeError(
        'ERR_ARGUMENT_INVALID',
        `A consent needs its purpose and the version of its text, each of 1 to ${limits.consentText} characters.`,
      )
    }
  }
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

export const recordConsent = (context: ServiceContext, input: NewConsent): Promise<void> =>
  context.storage.commit(planConsent(context, input))

export const consentsOf = async (context: ServiceContext, personId: string): Promise<ConsentRecord[]> =>
  (await findAll(context.storage, 'consents', { index: 'person', value: personId })).map(({ value }) => value)
