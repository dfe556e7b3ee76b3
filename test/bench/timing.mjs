import process from 'node:process'

// Contenders take turns, so that whatever else the machine does hits all of them alike.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)]
}

/**
 * Milliseconds for one run of each contender, on the clock and of processor time: medians over the rounds. Where others
 * use the machine too, only processor time says what something costs.
 *
 * @param contenders - by name, `{ prepare(round, count), run(input) }`: what `prepare` makes is not timed
 * @param options - `count` runs of each contender in a round; before that each runs for `warmUp` milliseconds
 */
export async function compare(contenders, { rounds, warmUp = 1500, count, counts = {} }) {
  const names = Object.keys(contenders)
  for (const name of names) {
    for (let spent = 0; spent < warmUp; ) {
      const inputs = await contenders[name].prepare(-1, counts[name] ?? count)
      const started = performance.now()
      for (const input of inputs) await contenders[name].run(input)
      spent += performance.now() - started
    }
  }
  const times = Object.fromEntries(names.map((name) => [name, { clock: [], processor: [] }]))
  for (let round = 0; round < rounds; round++) {
    // Whoever comes second finds a warmer or fuller heap: the order turns.
    const order = names.map((_, i) => names[(i + round) % names.length])
    for (const name of order) {
      const contender = contenders[name]
      const inputs = await contender.prepare(round, counts[name] ?? count)
      const before = process.cpuUsage()
      const started = performance.now()
      for (const input of inputs) await contender.run(input)
      const clock = (performance.now() - started) / inputs.length
      const { user, system } = process.cpuUsage(before)
      times[name].clock.push(clock)
      times[name].processor.push((user + system) / 1000 / inputs.length)
    }
  }
  const medians = (kind) => Object.fromEntries(names.map((name) => [name, median(times[name][kind])]))
  return { clock: medians('clock'), processor: medians('processor') }
}
