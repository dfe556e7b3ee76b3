/** Told of every finished row. */
export interface Progress {
  step(refused: boolean): void
  end(): void
}

const BAR_WIDTH = 24
const REDRAW_MS = 100
/** Away from a terminal, a line for so many rows. */
const LINE_EVERY = 1000

/** A bar with rate and time left on a terminal, plain lines elsewhere. On standard error. */
export function startProgress(total: number | undefined, stream: NodeJS.WriteStream = process.stderr): Progress {
  const started = performance.now()
  let done = 0
  let refusals = 0
  let drawn = 0
  const line = (): string => {
    const rate = done / Math.max((performance.now() - started) / 1000, 0.001)
    const left = total === undefined ? '' : `, ${formatSeconds((total - done) / Math.max(rate, 0.001))} left`
    const of = total === undefined ? '' : ` of ${total}`
    return `${done}${of} rows, ${refusals} refused, ${Math.round(rate)} a second${left}`
  }
  const draw = (): void => {
    drawn = performance.now()
    const filled = total === undefined ? 0 : Math.round((BAR_WIDTH * done) / Math.max(total, 1))
    const bar = total === undefined ? '' : `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] `
    stream.write(`\r\x1b[2K${bar}${line()}`)
  }
  return {
    step(refused) {
      done += 1
      if (refused) refusals += 1
      if (stream.isTTY) {
        if (performance.now() - drawn > REDRAW_MS) draw()
      } else if (done % LINE_EVERY === 0) stream.write(`${line()}\n`)
    },
    end() {
      if (stream.isTTY) {
        draw()
        stream.write('\n')
      } else stream.write(`${line()}\n`)
    },
  }
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
