import { type Framed, recordFramer } from './records.js'

/** The cells of a record, without blanks around them, or why it has none. */
export type Cells = readonly string[] | { readonly fault: string }

const DISPUTED = 'The row is not valid CSV: quote the cells that hold quotes or separators.'

/** Cuts text into records, and those into cells. */
export async function cellReader(separator: string): Promise<{
  push(text: string): Iterable<Cells>
  end(): Iterable<Cells>
}> {
  // The build for browsers: the other one needs what only Node has.
  const { parse } = await import('csv-parse/browser/esm/sync')
  const framer = recordFramer(separator)
  const parsed = (records: readonly string[]): string[][] =>
    parse(records.join('\n'), {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
    })

  function* cellsOf(framed: readonly Framed[]): Generator<Cells> {
    let whole: { readonly text: string; readonly cells: number }[] = []
    function* flush(): Generator<Cells> {
      if (whole.length === 0) return
      const together = parsed(whole.map(({ text }) => text))
      for (const [i, { text, cells }] of whole.entries()) {
        // Where a record is read in two ways, neither is taken.
        const [found, ...others] = together.length === whole.length ? [together[i]] : parsed([text])
        const isSure = found?.length === cells && others.length === 0
        yield isSure ? found.map((cell) => cell.trim()) : { fault: DISPUTED }
      }
      whole = []
    }
    for (const record of framed) {
      if (record.fault === undefined) whole.push(record)
      else {
        yield* flush()
        yield record
      }
    }
    yield* flush()
  }
  return { push: (text) => cellsOf(framer.push(text)), end: () => cellsOf(framer.end()) }
}
