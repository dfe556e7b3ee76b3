import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { type Figure, figureIndex, figures } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { find } from '../core/store.js'
import type { BadgeFigures, BadgeSteps } from './types.js'

/**
 * How many badges came how far: looks at indexes that every write of a badge keeps, each of which stops at a limit, so that
 * it costs the same however much is stored.
 */
export async function badgeFigures(
  context: ServiceContext,
  { batchId, savedId }: NonNullable<Parameters<BadgeSteps['figures']>[0]> = {},
): Promise<BadgeFigures> {
  if (batchId !== undefined && savedId !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'Figures are of a batch or of a badge of the library, not of both.')
  }
  const rows = await Promise.all(
    figures.map(async (figure) => [figure, await countOf(context, figureIndex(figure, { batchId, savedId }))] as const),
  )
  const counts = Object.fromEntries(rows) as Record<Figure, number>
  return { ...counts, isMore: Object.values(counts).includes(limits.backlogRecords) }
}

async function countOf({ storage }: ServiceContext, by: ReturnType<typeof figureIndex>): Promise<number> {
  const limit = limits.backlogRecords
  if (storage.count !== undefined) return (await storage.count({ collection: 'badges', ...by, limit })).count
  let count = 0
  let cursor: string | undefined
  do {
    const page = await find(storage, 'badges', by, { cursor, limit: limits.storagePage })
    count += page.records.length
    cursor = page.cursor
  } while (cursor !== undefined && count < limit)
  return Math.min(count, limit)
}
