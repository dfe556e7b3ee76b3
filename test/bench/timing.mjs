import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'

// Contenders take turns, so that whatever else the machine does hits all of them alike.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)]
}

/** Runs of a contender in a turn, whatever its speed. */
const [FEWEST, MOST] = [10, 20_000]

/**
 * Milliseconds for one run of each contender, on the clock and of processor time: medians over the rounds. Where others
 * use the machine too, only processor time says what something costs.
 *
 * Each has a turn of the same length in a round, so that each is as warm as the others: after garbage was collected the
 * engine compiles some of the code anew, which would weigh on a short turn and not on a long one.
 *
 * @param contenders - by name, `{ prepare(round, count), run(input) }`: what `prepare` makes is not timed
 * @param options - `turn` and `warmUp` in milliseconds of processor time
 */
export async function compare(contenders, { rounds, warmUp = 3000, turn = 1000 }) {
  const names = Object.keys(contenders)
  const counts = {}
  for (const name of names) counts[name] = await warm(contenders[name], { warmUp, turn })
  const times = Object.fromEntries(names.map((name) => [name, { clock: [], processor: [] }]))
  for (let round = 0; round < rounds; round++) {
    // Whoever comes second finds a warmer or fuller heap: the order turns.
    const order = names.map((_, i) => names[(i + round) % names.length])
    for (const name of order) {
      const inputs = await contenders[name].prepare(round, counts[name])
      // Nobody pays for the garbage of whoever came before. (The engine must not drop compiled code on the occasion.)
      globalThis.gc?.()
      const { clock, processor } = await timed(contenders[name], inputs)
      times[name].clock.push(clock)
      times[name].processor.push(processor)
    }
  }
  const medians = (kind) => Object.fromEntries(names.map((name) => [name, median(times[name][kind])]))
  return { clock: medians('clock'), processor: medians('processor') }
}

/** Milliseconds for one run: by the clock, of this thread, and of all threads of the process. */
export async function timed({ run }, inputs) {
  const before = process.cpuUsage()
  const [started, mainBefore] = [performance.now(), mainThread()]
  for (const input of inputs) await run(input)
  const main = (mainThread() - mainBefore) / inputs.length
  const clock = (performance.now() - started) / inputs.length
  const { user, system } = process.cpuUsage(before)
  return { clock, main, processor: (user + system) / 1000 / inputs.length }
}

const SCHEDULED = `/proc/self/task/${process.pid}/schedstat`

/** Milliseconds of processor time that the main thread has had; of all threads where the system does not tell. */
function mainThread() {
  if (existsSync(SCHEDULED)) return Number(readFileSync(SCHEDULED, 'utf8').split(' ')[0]) / 1e6
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** @returns how many runs make a turn, by those at the end of the warm-up */
async function warm(contender, { warmUp, turn }) {
  const bounded = (count) => Math.round(Math.min(Math.max(count, FEWEST), MOST))
  let count = FEWEST
  for (let spent = 0; spent < warmUp; ) {
    const inputs = await contender.prepare(-1, count)
    const { processor } = await timed(contender, inputs)
    spent += processor * inputs.length
    count = bounded(Math.min(turn / processor, 4 * count))
  }
  return count
}
