/** Open Badges 3.0 §8.4 compares ids after decoding percent signs and trimming blanks. */
export function comparableId(id: string): string {
  try {
    return decodeURIComponent(id).trim()
  } catch {
    return id.trim()
  }
}
