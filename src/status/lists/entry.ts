import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { checkOptions, checkShape, needed, number } from '../../internal/options.js'
import type { BitstringStatusListEntry, StatusList } from '../../types/status.js'
import { assertIndex } from './list.js'

/**
 * The `credentialStatus` of a draft: where its holder's entry in the list is. Give every credential an index of its
 * own, in an order that reveals nothing (`allocateStatusIndex`).
 *
 * @throws BadgeError `ERR_STATUS_INDEX`, or `ERR_ARGUMENT_INVALID` for a wrong URL or number of messages
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
 *
 * @example
 * import { createCredential } from 'badgewright'
 * import { createStatusEntry, createStatusList } from 'badgewright/status'
 *
 * const list = createStatusList({ purpose: 'revocation' })
 * const credentialStatus = createStatusEntry(list, 94567, { statusListCredential: 'https://acme.example/status/1' })
 * const credential = createCredential({
 *   issuer: { id: 'https://acme.example/issuer', name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { email: 'kim@example.org' },
 *   credentialStatus,
 * })
 * console.log(credential.credentialStatus)
 */
export function createStatusEntry(
  list: Pick<StatusList, 'purpose' | 'length' | 'statusSize'>,
  index: number,
  options: {
    /** The URL where the signed list is published: the `id` of its credential. */
    readonly statusListCredential: string
    /** One message for each value, in order: two for a `statusSize` of 1, four for 2, and so on. */
    readonly statusMessage?: readonly string[]
    /** A page that explains the messages. */
    readonly statusReference?: string
  },
): BitstringStatusListEntry {
  checkShape('list', list, { purpose: needed('text'), length: needed(number()), statusSize: needed(number(1)) })
  checkOptions(options, { statusListCredential: needed('http url'), statusMessage: 'texts', statusReference: 'text' })
  const { statusListCredential, statusMessage, statusReference } = options
  assertIndex(list, index)
  const messages = statusMessage?.map(toMessage)
  if (messages?.length !== 2 ** list.statusSize && (messages !== undefined || list.statusSize > 1)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `\`statusMessage\` must say what each of the ${2 ** list.statusSize} values means.`,
    )
  }
  return {
    id: `${statusListCredential}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: list.purpose,
    statusListIndex: String(index),
    statusListCredential,
    ...(list.statusSize === 1 ? {} : { statusSize: list.statusSize }),
    ...defined({ statusMessage: messages, statusReference }),
  }
}

const toMessage = (message: string, value: number): { status: string; message: string } => ({
  status: `0x${value.toString(16)}`,
  message,
})
