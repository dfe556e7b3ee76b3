// Contenders take turns, so that whatever else the machine does hits all of them alike.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)]
}

/**
 * Milliseconds for one run of each contender: the median over the rounds.
 *
 * @param contenders - by name, `{ prepare(round, count), run(input) }`: what `prepare` makes is not timed
 * @param options - `count` runs of each contender in a round; the first `warmUp` rounds are not counted
 */
export async function compare(contenders, { rounds, warmUp = 2, count, counts = {} }) {
  const names = Object.keys(contenders)
  const times = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < warmUp + rounds; round++) {
    // Whoever comes second finds a warmer or fuller heap: the order turns.
    const order = names.map((_, i) => names[(i + round) % names.length])
    for (const name of order) {
      const contender = contenders[name]
      const inputs = await contender.prepare(round, counts[name] ?? count)
      globalThis.gc?.()
      const started = performance.now()
      for (const input of inputs) await contender.run(input)
      const elapsed = (performance.now() - started) / inputs.length
      if (round >= warmUp) times[name].push(elapsed)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])]))
}
