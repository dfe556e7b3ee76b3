import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { ServiceContext } from '../core/context.js'
import type { StatusPlace } from '../core/records/index.js'

const keyOf = (...parts: readonly string[]): string => sha256Hex(JSON.stringify(parts)).slice(0, 40)

/** Key of what an issuer keeps of the credential with this id. The id itself, which may say who it is about, is not kept. */
export const keyOfId = ({ issuerId }: Pick<ServiceContext, 'issuerId'>, credentialId: string): string =>
  keyOf('id', issuerId, credentialId)

/** Of a stored presentation: another name than that of a credential with the same id. */
export const keyOfPresentation = ({ issuerId }: Pick<ServiceContext, 'issuerId'>, presentationId: string): string =>
  keyOf('presentation', issuerId, presentationId)

/** Of one without an id: its place in a status list is its name. */
export const keyOfPlace = ({ listId, index }: StatusPlace): string => keyOf('place', listId, String(index))

/**
 * What is kept is read and removed under an address that its id is a segment of (`GET /credentials/{id}`): an id that no
 * address can hold would be kept for good. `.` and `..` are taken out of addresses before anybody reads them.
 */
export function assertAddressable(id: string, pointer: string): void {
  if (id !== '.' && id !== '..' && encodeURIComponent(id.toWellFormed()).length <= limits.addressedId) return
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    `What is stored has an id that fits an address: at most ${limits.addressedId} characters once it is percent-encoded, and not "." or "..".`,
    { pointer },
  )
}
