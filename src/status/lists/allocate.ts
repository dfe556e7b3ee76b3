import { BadgeError } from '../../errors.js'
import { checkOptions, checkShape, needed, number } from '../../internal/options.js'
import { randomBytes } from '../../internal/random.js'
import type { StatusList } from '../../types/status.js'
import { permute } from './permutation.js'

const KEY_BYTES = 32

/**
 * An index of the list that nobody has had before, and that says nothing about when or to whom it was given: the
 * counter of `allocate`, through a secret permutation of the whole list. No list of used indexes is needed.
 *
 * @throws BadgeError `ERR_STATUS_LIST_FULL` after the last index, `ERR_ARGUMENT_INVALID` for a key of another length or
 * a counter that is not a whole number
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#correlation-concerns
 *
 * @example
 * import { allocateStatusIndex, createAllocationKey, createStatusList } from 'badgewright/status'
 *
 * const list = createStatusList({ purpose: 'revocation' })
 * const key = createAllocationKey() // keep it with the list, secret
 * let counter = 0 // keep it in your database
 * console.log(await allocateStatusIndex(list, { key, allocate: () => counter++ }))
 */
export async function allocateStatusIndex(
  list: Pick<StatusList, 'length'>,
  options: {
    /** 32 secret bytes, one key for one list, from {@link createAllocationKey}. With another key, indexes repeat. */
    readonly key: Uint8Array
    /**
     * Hands out 0, 1, 2, … for this list, each number to one caller only, also when the process crashes in between or
     * several run at once: increase the counter and make that last (a row in a database, a file that is synced) *before*
     * returning it. A number that is lost in a crash only leaves its index unused.
     */
    readonly allocate: () => number | Promise<number>
  },
): Promise<number> {
  checkShape('list', list, { length: needed(number()) })
  checkOptions(options, { key: needed('bytes'), allocate: needed('function') })
  const { key, allocate } = options
  if (key.length !== KEY_BYTES) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `The key of a status list must be ${KEY_BYTES} bytes.`)
  }
  const counter = await allocate()
  if (!Number.isSafeInteger(counter) || counter < 0) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`allocate` must hand out the whole numbers from 0 on.')
  }
  if (counter >= list.length) {
    throw new BadgeError('ERR_STATUS_LIST_FULL', `All ${list.length} indexes are taken; begin another list.`)
  }
  return permute(counter, list.length, key)
}

/**
 * A new secret for `allocateStatusIndex`: 32 random bytes. Keep it as long as the list is in use.
 *
 * @example
 * import { createAllocationKey } from 'badgewright/status'
 *
 * console.log(createAllocationKey().length) // 32
 */
export const createAllocationKey = (): Uint8Array => randomBytes(KEY_BYTES)
