import type { Output } from '../core/surroundings.js'

/** Told of every finished row. */
export interface Progress {
  step(isRefused: boolean): void
  /** A line for the reader, without spoiling the bar. */
  note(line: string): void
  end(): void
}

const BAR_WIDTH = 24
const REDRAW_MS = 100
/** Away from a terminal, a line for so many rows. */
const LINE_EVERY = 1000

/** A bar with rate and time left on a terminal, plain lines elsewhere. */
export function startProgress(total: number | undefined, output: Output, clock = () => performance.now()): Progress {
  const started = clock()
  let done = 0
  let refusals = 0
  let drawn = Number.NEGATIVE_INFINITY
  const line = (): string => {
    const rate = done / Math.max((clock() - started) / 1000, 0.001)
    // The total counts line ends, so cells with several lines make it too large: it is never shown as too small.
    const all = total === undefined ? undefined : Math.max(total, done)
    const left = all === undefined || all === done || done === 0 ? '' : `, ${formatSeconds((all - done) / rate)} left`
    return `${done}${all === undefined ? '' : ` of ${all}`} rows, ${refusals} refused, ${Math.round(rate)} a second${left}`
  }
  const draw = (): void => {
    drawn = clock()
    const filled = total === undefined ? 0 : Math.min(BAR_WIDTH, Math.round((BAR_WIDTH * done) / Math.max(total, 1)))
    const bar = total === undefined ? '' : `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] `
    output.write(`\r\x1b[2K${bar}${line()}`)
  }
  return {
    step(isRefused) {
      done += 1
      if (isRefused) refusals += 1
      if (output.isTTY) {
        if (clock() - drawn > REDRAW_MS) draw()
      } else if (done % LINE_EVERY === 0) output.write(`${line()}\n`)
    },
    note(text) {
      output.write(output.isTTY ? `\r\x1b[2K${text}\n` : `${text}\n`)
      if (output.isTTY) draw()
    },
    end() {
      if (output.isTTY) draw()
      output.write(output.isTTY ? '\n' : `${line()}\n`)
    },
  }
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
