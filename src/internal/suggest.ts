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

/** Levenshtein distance: how many letters are added, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    let diagonal = i
    row = row.reduce<number[]>((next, above, j) => {
      const cost =
        j === 0 ? i + 1 : Math.min(above + 1, (next[j - 1] ?? 0) + 1, diagonal + (b[j - 1] === letter ? 0 : 1))
      diagonal = above
      next.push(cost)
      return next
    }, [])
  }
  return row.at(-1) ?? 0
}
