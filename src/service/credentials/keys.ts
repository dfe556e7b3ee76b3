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
