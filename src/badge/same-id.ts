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
