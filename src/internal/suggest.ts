/** The known name that was probably meant, if any is close enough. */
export function closest(name: string, known: readonly string[]): string | undefined {
  // A name that long is not a slip of the finger, and comparing it takes time.
  if (name.length > 40) return undefined
  const most = name.length < 5 ? 1 : 2
  let best: string | undefined
  let least = most + 1
  for (const candidate of known) {
    const steps = distance(name.toLowerCase(), candidate.toLowerCase())
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
