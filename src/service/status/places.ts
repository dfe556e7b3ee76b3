import { isBadgeError } from '../../errors.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import {
  allocateStatusIndex,
  createAllocationKey,
  createStatusEntry,
  createStatusList,
  MIN_STATUS_LIST_LENGTH,
} from '../../status/index.js'
import type { BitstringStatusListEntry } from '../../types/status.js'
import type { FillingList, ServiceContext } from '../core/context.js'
import type { StatusListRecord, StatusPlace } from '../core/records/index.js'
import { put, read, retrying } from '../core/store.js'
import { pathOf } from '../core/urls.js'
import { pack } from './bits.js'

/** Key of the setting that a restore writes. */
export const LIST_GENERATION = 'status-generation'

/**
 * Numbers that a process reserves at once: few at first, twice as many every time that it needs more. Those it has not used
 * when it ends are lost, and nothing else is.
 */
const [FIRST_RESERVE, LARGEST_RESERVE] = [32, 256]

/** The entry of a place that is not known yet: what an entry of this purpose looks like, at a number that nobody has. */
export function provisionalEntry(context: ServiceContext, purpose: StatusPlace['purpose']): BitstringStatusListEntry {
  const shape = { purpose, length: lengthOf(context), statusSize: 1 }
  return createStatusEntry(shape, 0, { statusListCredential: urlOf(context, idOf(context, purpose, '', 1)) })
}

/** A place in a status list that no badge has had, and the entry that goes into the badge. */
export async function allocatePlace(
  context: ServiceContext,
  purpose: StatusPlace['purpose'],
): Promise<{ place: StatusPlace; entry: BitstringStatusListEntry }> {
  for (;;) {
    const opened =
      context.filling.get(purpose) ?? open(context, purpose, (generation) => newest(context, purpose, generation))
    const filling = await opened
    const { list, number } = filling
    const counter = await takeNumber(context, filling)
    if (counter === undefined) {
      // Of several who find it full, the first goes on to the next one.
      if (context.filling.get(purpose) === opened) void open(context, purpose, async () => number + 1)
      continue
    }
    const index = await allocateStatusIndex(list, {
      key: base64urlDecode(list.allocationKey),
      allocate: () => counter,
    })
    const place = { listId: list.id, index, purpose }
    const shape = { purpose, length: list.length, statusSize: 1 }
    return { place, entry: createStatusEntry(shape, index, { statusListCredential: list.url }) }
  }
}

/** After a restore, lists have names that none had before: badges that the backup does not know may point to those. */
const idOf = (
  { issuerId }: ServiceContext,
  purpose: StatusPlace['purpose'],
  generation: string,
  number: number,
): string =>
  [purpose, quickSha256Hex(issuerId).slice(0, 8), ...(generation === '' ? [] : [generation]), number].join('-')

const generationOf = async ({ storage }: ServiceContext): Promise<string> =>
  (await read(storage, 'settings', LIST_GENERATION))?.value.value ?? ''

const urlOf = ({ baseUrl }: ServiceContext, id: string): string => baseUrl + pathOf('statusList', id)

const lengthOf = ({ options }: ServiceContext): number => options.statusListLength ?? MIN_STATUS_LIST_LENGTH

/** The number of the newest list, in as many looks as its number has bits; 1 where there is none. */
async function newest(context: ServiceContext, purpose: StatusPlace['purpose'], generation: string): Promise<number> {
  const isThere = async (number: number): Promise<boolean> =>
    (await read(context.storage, 'status-lists', idOf(context, purpose, generation, number))) !== undefined
  let above = 2
  while (await isThere(above)) above *= 2
  let there = above / 2
  while (above - there > 1) {
    const middle = (there + above) / 2
    if (await isThere(middle)) there = middle
    else above = middle
  }
  return there
}

/** Makes the list of this number the one that is filled, for all who ask meanwhile; after a failure it is tried again. */
function open(
  context: ServiceContext,
  purpose: StatusPlace['purpose'],
  numberOf: (generation: string) => Promise<number>,
): Promise<FillingList> {
  const opened = (async () => {
    const generation = await generationOf(context)
    const number = await numberOf(generation)
    return {
      list: await ensureList(context, purpose, generation, number),
      number,
      reserved: [],
      reserving: undefined,
      atOnce: FIRST_RESERVE,
    }
  })()
  context.filling.set(purpose, opened)
  opened.catch(() => {
    if (context.filling.get(purpose) === opened) context.filling.delete(purpose)
  })
  return opened
}

async function ensureList(
  context: ServiceContext,
  purpose: StatusPlace['purpose'],
  generation: string,
  number: number,
): Promise<StatusListRecord> {
  const id = idOf(context, purpose, generation, number)
  const found = await read(context.storage, 'status-lists', id)
  if (found !== undefined) return found.value
  const { bits, length } = createStatusList({ purpose, length: lengthOf(context) })
  const list: StatusListRecord = {
    schemaVersion: 1,
    id,
    url: urlOf(context, id),
    issuerId: context.issuerId,
    purpose,
    length,
    allocationKey: base64urlEncode(createAllocationKey()),
    bits: await pack(bits),
    revision: 1,
  }
  try {
    await context.storage.commit([put('status-lists', id, undefined, list)])
    return list
  } catch (error) {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
    return ensureList(context, purpose, generation, number)
  }
}

/** The next number of a list, to this caller only; `undefined` when all are taken. */
async function takeNumber(context: ServiceContext, filling: FillingList): Promise<number | undefined> {
  for (;;) {
    const number = filling.reserved.shift()
    if (number !== undefined) return number
    filling.reserving ??= reserve(context, filling).finally(() => {
      filling.reserving = undefined
    })
    if (!(await filling.reserving)) return undefined
  }
}

/** Reserves the next numbers for this process; whether there were any. */
function reserve(context: ServiceContext, filling: FillingList): Promise<boolean> {
  const { list, reserved, atOnce } = filling
  return retrying(async () => {
    const counter = await read(context.storage, 'status-counters', list.id)
    const next = counter?.value.next ?? 0
    if (next >= list.length) return false
    // Stored before the first of them is used: after a crash none is handed out again.
    const change = put('status-counters', list.id, counter, { schemaVersion: 1, next: next + atOnce })
    await context.storage.commit([change])
    for (let number = next; number < Math.min(next + atOnce, list.length); number++) reserved.push(number)
    filling.atOnce = Math.min(atOnce * 2, LARGEST_RESERVE)
    return true
  })
}
