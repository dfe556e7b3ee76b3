/** Open Badges 3.0 §8.4 compares ids after decoding percent signs and trimming blanks. */
export function comparableId(id: string): string {
  try {
    return decodeURIComponent(id).trim()
  } catch {
    return id.trim()
  }
}

/** Whether two ids name the same. What is not text names nothing, and so is never the same. */
export const isSameId = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' && comparableId(one) === comparableId(other)

/**
 * An id of an issuer or holder in the form in which it is compared: blanks trimmed and percent signs decoded, but for what
 * separates the parts of a URL. DIDs stay as they are: `%3A` in a `did:web` is a port, `:` a path, and what they name
 * belongs to different people.
 */
export function partyId(id: string): string {
  const trimmed = id.trim()
  try {
    return /^did:/i.test(trimmed) ? trimmed : decodeURI(trimmed)
  } catch {
    return trimmed
  }
}

/** Whether two ids name the same issuer or holder. */
export const isSameParty = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' && partyId(one) === partyId(other)
