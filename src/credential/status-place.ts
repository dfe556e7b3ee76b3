import { BadgeError } from '../errors.js'
import { deepFreeze, isJsonObject } from '../internal/json.js'
import type { UnsignedCredential } from '../types/credential.js'
import type { JsonObject } from '../types/json.js'
import type { BitstringStatusListEntry } from '../types/status.js'
import { isFrozen, isSound, rememberFrozen, rememberSound } from './lint-rules.js'
import { isSamePlaceElsewhere } from './status-entry.js'

/**
 * The same credential with the place that it got in a status list, in place of an entry that stood for it. What was found
 * of the credential holds for the copy too: nothing of it differs but the number, and the list that it is a number of.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an entry of another kind than the one that it takes the place of
 */
export function withStatusEntry(credential: UnsignedCredential, entry: BitstringStatusListEntry): UnsignedCredential {
  const { credentialStatus: before } = credential
  if (!isJsonObject(before) || !isSamePlaceElsewhere(before, entry as unknown as JsonObject)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'The status entry is not of the kind that the credential was made with.',
    )
  }
  if (isFrozen(credential as unknown as JsonObject)) {
    const frozen = Object.freeze({ ...credential, credentialStatus: deepFreeze({ ...entry }) })
    rememberFrozen(frozen as unknown as JsonObject)
    return frozen
  }
  const wasSound = isSound(credential as unknown as JsonObject)
  const placed = { ...credential, credentialStatus: entry } as UnsignedCredential
  if (wasSound) rememberSound(placed as unknown as JsonObject)
  return placed
}
