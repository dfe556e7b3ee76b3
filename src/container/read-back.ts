import { BadgeError } from '../errors.js'
import type { OpenContainer } from './shared/format.js'

/** What every baked image is held against before it is handed out. */
export async function assertHolds({ slots }: OpenContainer, text: string): Promise<void> {
  if (slots.length !== 1 || (await slots[0]?.read()) !== text) {
    throw new BadgeError(
      'ERR_BAKE_MISMATCH',
      'The image does not hold the credential as it was baked; please report this image.',
    )
  }
}
