import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { checkOptions, checkShape, checkValue, needed, number, type OptionTable } from '../../internal/options.js'
import type { StatusList } from '../../types/status.js'
import { readBits, writeBits } from './bits.js'

/** Bitstring Status List 1.0 §3.1: the fewest entries of a list, so that a holder is one among many. */
export const MIN_STATUS_LIST_LENGTH = 131_072

/**
 * What a status list says of its entries, Bitstring Status List 1.0 §2.1: `revocation` is for good, `suspension` may be
 * lifted, `refresh` says that a newer copy is to be had, `message` says something that takes nothing away from the
 * credential.
 */
export const statusPurposes = ['revocation', 'suspension', 'refresh', 'message'] as const

/**
 * A status list with every entry 0: nobody revoked, nobody suspended.
 *
 * @throws BadgeError `ERR_STATUS_LIST_LENGTH` for fewer than 131,072 entries, by which a reader of the list could tell
 * holders apart; `ERR_ARGUMENT_INVALID` for other values that no list can have
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
 *
 * @example
 * import { createStatusList, getStatus, setStatus } from 'badgewright/status'
 *
 * const list = createStatusList({ purpose: 'revocation' })
 * const revoked = setStatus(list, 94567)
 * console.log(getStatus(list, 94567), getStatus(revoked, 94567)) // 0 1
 */
export function createStatusList(options: {
  readonly purpose: (typeof statusPurposes)[number]
  /** Number of entries, at least and by default 131,072; a multiple of 8. */
  readonly length?: number
  /** Bits of one entry, 1 to 8; by default 1. More than one is for `message` lists, see `createStatusEntry`. */
  readonly statusSize?: number
}): StatusList {
  checkOptions(options, {
    purpose: needed(statusPurposes),
    length: number(),
    statusSize: { from: 1, to: documentLimits.statusSize, whole: true },
  })
  const { purpose, length = MIN_STATUS_LIST_LENGTH, statusSize = 1 } = options
  if (!Number.isInteger(length) || length % 8 !== 0) throw wrong('`length` must be a multiple of 8.')
  if (length < MIN_STATUS_LIST_LENGTH) {
    throw new BadgeError(
      'ERR_STATUS_LIST_LENGTH',
      `A status list must have at least ${MIN_STATUS_LIST_LENGTH} entries, so that nobody stands out.`,
    )
  }
  if ((length / 8) * statusSize > documentLimits.statusListBytes) {
    throw wrong(`A status list may have at most ${documentLimits.statusListBytes} bytes; begin a second list.`)
  }
  return { purpose, length, statusSize, bits: new Uint8Array((length / 8) * statusSize) }
}

/**
 * A copy of the list with one entry, or several, set to a value. The list itself stays as it is.
 *
 * Publish the copy (`publishStatusList`) for verifiers to see it. By the standard a revocation is for good: one that is
 * taken back may have been seen already.
 *
 * @param index - from 0 to `length` - 1
 * @param value - `true` is 1, `false` 0; a number has to fit into `statusSize` bits
 * @throws BadgeError `ERR_STATUS_INDEX`, or `ERR_ARGUMENT_INVALID` for a value that does not fit
 *
 * @example
 * import { createStatusList, getStatus, setStatus } from 'badgewright/status'
 *
 * const list = setStatus(createStatusList({ purpose: 'suspension' }), [3, 5])
 * console.log(getStatus(setStatus(list, 3, false), 3)) // 0: the suspension is lifted
 */
export function setStatus(
  list: StatusList,
  index: number | readonly number[],
  value: number | boolean = true,
): StatusList {
  assertList(list)
  checkValue('index', index, needed({ either: ['number', { each: 'number' }] }))
  checkValue('value', value, { either: ['boolean', number()] })
  const written = Number(value)
  if (!Number.isInteger(written) || written < 0 || written >= 2 ** list.statusSize) {
    throw wrong(`A value of this list is a whole number from 0 to ${2 ** list.statusSize - 1}.`)
  }
  const bits = list.bits.slice()
  for (const each of typeof index === 'number' ? [index] : index) {
    assertIndex(list, each)
    writeBits(bits, each, list.statusSize, written)
  }
  return { ...list, bits }
}

/**
 * The value of one entry: 0 unless something was set.
 *
 * @throws BadgeError `ERR_STATUS_INDEX` for an index outside the list
 *
 * @example
 * import { createStatusList, getStatus } from 'badgewright/status'
 *
 * console.log(getStatus(createStatusList({ purpose: 'revocation' }), 0)) // 0
 */
export function getStatus(list: StatusList, index: number): number {
  assertList(list)
  assertIndex(list, index)
  return readBits(list.bits, index, list.statusSize)
}

const listRules = {
  purpose: needed('text'),
  length: needed(number()),
  statusSize: needed(number(1)),
  bits: needed('bytes'),
} as const satisfies OptionTable<StatusList>

/** Refuses what is not a status list. Throws `ERR_ARGUMENT_INVALID`. */
export const assertList = (list: StatusList): void => checkShape('list', list, listRules)

/** Throws `ERR_STATUS_INDEX` unless the list has this index. */
export function assertIndex(list: Pick<StatusList, 'length'>, index: number): void {
  if (Number.isInteger(index) && index >= 0 && index < list.length) return
  throw new BadgeError('ERR_STATUS_INDEX', `The list has the indexes 0 to ${list.length - 1}; ${index} is not one.`)
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
