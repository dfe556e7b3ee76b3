import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { resendOffer } from '../badges/resend.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import { findPage, read } from '../core/store.js'
import type { BatchSteps } from './types.js'

/** Mails a new link to those of a batch who have not answered; so many at once, and where to go on. */
export async function resendBatch(
  context: ServiceContext,
  { batchId, cursor }: Parameters<BatchSteps['resend']>[0],
): Promise<{ resent: number; cursor?: string }> {
  if ((await read(context.storage, 'batches', batchId)) === undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such batch.')
  }
  const by = { index: 'batch', value: batchId }
  const page = await findPage(context.storage, 'badges', by, { cursor, limit: limits.resentAtOnce })
  let resent = 0
  for (const { value: badge } of page.records) {
    if (isTombstone(badge) || badge.unreleased === true || badge.suspended) continue
    // The first mail is still on its way.
    if (stageNow(context, badge) !== 'offered' || badge.mail === 'queued') continue
    try {
      await resendOffer(context, { badgeId: badge.id })
      resent += 1
    } catch (error) {
      // Answered, or erased, in the meantime.
      if (!isBadgeError(error, 'ERR_STAGE_INVALID') && !isBadgeError(error, 'ERR_RECORD_NOT_FOUND')) throw error
    }
  }
  return { resent, ...defined({ cursor: page.cursor }) }
}
