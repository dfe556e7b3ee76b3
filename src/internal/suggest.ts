/** A name that long is not a slip of the finger, and comparing it takes time. */
export const LONGEST_NAME = 40

/** How many letters of a name may be wrong. */
export const slips = (name: string): number => (name.length < 5 ? 1 : 2)

/** The known name that was probably meant, if any is close enough. */
export const closest = (name: string, known: readonly string[]): string | undefined =>
  name.length > LONGEST_NAME
    ? undefined
    : nearest(name.toLowerCase(), known, slips(name), (known) => known.toLowerCase())

/** The one candidate that is at most so many letters away; `undefined` where none is. */
export function nearest(
  text: string,
  candidates: readonly string[],
  most: number,
  form: (candidate: string) => string = (candidate) => candidate,
): string | undefined {
  let best: string | undefined
  let least = most + 1
  for (const candidate of candidates) {
    const compared = form(candidate)
    if (Math.abs(compared.length - text.length) >= least) continue
    const steps = distance(text, compared)
    if (steps < least) {
      best = candidate
      least = steps
    }
  }
  return best
}

/** How many letters are added, left out, changed, or changed places with their neighbour. */
function distance(a: string, b: string): number {
  const from = [...a]
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of from.entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const isSame = b[j - 1] === letter
      const isSwapped = i > 0 && j > 1 && b[j - 2] === letter && b[j - 1] === from[i - 1]
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = row
    row = next
  }
  return row.at(-1) ?? 0
}
