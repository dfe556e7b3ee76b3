/** Bits of each of red, green and blue by which colours are told apart. */
const BITS = 5
const LEVELS = 1 << BITS
const MOST = 256

interface Box {
  readonly cells: readonly number[]
  /** Pixels in it. */
  readonly weight: number
  readonly longest: { readonly channel: number; readonly span: number }
}

const partOf = (cell: number, channel: number): number => (cell >> (BITS * (2 - channel))) & (LEVELS - 1)

/**
 * The at most 256 colours that pixels come closest with, by cutting the space of colours in half where most pixels are
 * (median cut).
 *
 * @param pixels - red, green, blue and alpha of each, in turn; opaque
 */
export function indexed(pixels: Uint8Array): { readonly palette: Uint8Array; readonly indexes: Uint8Array } {
  const counts = new Uint32Array(LEVELS ** 3)
  const sums = [0, 1, 2].map(() => new Float64Array(LEVELS ** 3))
  const cells = new Uint16Array(pixels.length / 4)
  for (let i = 0; i < cells.length; i++) {
    const [r = 0, g = 0, b = 0] = [pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]]
    const drop = 8 - BITS
    const cell = ((r >> drop) << (2 * BITS)) | ((g >> drop) << BITS) | (b >> drop)
    cells[i] = cell
    counts[cell] = (counts[cell] ?? 0) + 1
    for (const [channel, value] of [r, g, b].entries()) {
      const sum = sums[channel] as Float64Array
      sum[cell] = (sum[cell] ?? 0) + value
    }
  }
  const weigh = (of: readonly number[]): Box => ({
    cells: of,
    weight: of.reduce((all, cell) => all + (counts[cell] ?? 0), 0),
    longest: longestOf(of),
  })
  const boxes = [weigh(Array.from(counts.keys()).filter((cell) => (counts[cell] ?? 0) > 0))]
  while (boxes.length < MOST) {
    const next = boxes.reduce((most, box) => (costOf(box) > costOf(most) ? box : most))
    if (costOf(next) === 0) break
    boxes.splice(boxes.indexOf(next), 1, ...halves(next, counts).map(weigh))
  }
  const palette = new Uint8Array(boxes.length * 3)
  const numbers = new Uint8Array(LEVELS ** 3)
  for (const [number, { cells: of, weight }] of boxes.entries()) {
    for (const cell of of) numbers[cell] = number
    for (const [channel, sum] of sums.entries()) {
      palette[3 * number + channel] = Math.round(of.reduce((all, cell) => all + (sum[cell] ?? 0), 0) / weight)
    }
  }
  return { palette, indexes: Uint8Array.from(cells, (cell) => numbers[cell] ?? 0) }
}

/** What one colour for all of a box would leave out; nothing for a box of one cell. */
const costOf = ({ weight, longest }: Box): number => Math.sqrt(weight) * longest.span

function longestOf(cells: readonly number[]): Box['longest'] {
  const spans = [0, 1, 2].map((channel) => {
    let [low, high] = [LEVELS, -1]
    for (const cell of cells) {
      const part = partOf(cell, channel)
      low = Math.min(low, part)
      high = Math.max(high, part)
    }
    return high - low
  })
  const span = Math.max(...spans)
  return { channel: spans.indexOf(span), span }
}

/** Of as many pixels each, as far as may be, and neither empty. */
function halves({ cells, weight, longest }: Box, counts: Uint32Array): readonly [number[], number[]] {
  const sorted = cells.toSorted((a, b) => partOf(a, longest.channel) - partOf(b, longest.channel))
  let [at, passed] = [0, 0]
  while (at < sorted.length - 1 && passed < weight / 2) passed += counts[sorted[at++] ?? 0] ?? 0
  return [sorted.slice(0, at), sorted.slice(at)]
}
