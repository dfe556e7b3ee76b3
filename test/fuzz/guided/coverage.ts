/** Which parts of the bundle ran, as V8 counts them: the inspector of this process, and no instrumented code. */
import { readFileSync } from 'node:fs'
import { type Profiler, Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

/** The readers, by the folders of `src/` that they are. */
export const readers = {
  json: ['internal/json', 'container/read/'],
  jwt: ['proof/jwt/', 'badge/compact-jws'],
  png: ['container/png/'],
  svg: ['container/svg/', 'container/xml/'],
  pdf: ['container/pdf/'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Reader = keyof typeof readers

export interface Coverage {
  /** Counts what runs from now on. */
  reset(): void
  /** Parts that ran since the last reset: a block and how often, in powers of two. */
  parts(): string[]
  /** Blocks of each reader that have run at all, of those that V8 knows. */
  byReader(): Readonly<Record<Reader, { readonly seen: number; readonly known: number }>>
  close(): void
}

/** Of the readers alone: what happens behind them is the same for every input that is read. */
export function startCoverage(bundle: string): Coverage {
  const session = new Session()
  session.connect()
  const call = <T>(method: string, params?: object): T => {
    let answer: T | undefined
    session.post(method, params, (error: Error | null, result?: object) => {
      if (error !== null) throw error
      answer = result as T
    })
    return answer as T
  }
  const readerAt = readerOfOffset(readFileSync(fileURLToPath(bundle), 'utf8'))
  const seen = new Set<string>()
  const known = new Map<string, Reader>()
  call('Profiler.enable')
  call('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

  function take(): string[] {
    const { result } = call<Profiler.TakePreciseCoverageReturnType>('Profiler.takePreciseCoverage')
    const parts: string[] = []
    for (const { functions } of result.filter(({ url }) => url === bundle)) {
      for (const { ranges } of functions) {
        const reader = readerAt(ranges[0]?.startOffset ?? 0)
        if (reader === undefined) continue
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${startOffset}:${endOffset}`
          known.set(block, reader)
          if (count === 0) continue
          seen.add(block)
          parts.push(`${block}:${Math.floor(Math.log2(count))}`)
        }
      }
    }
    return parts
  }

  return {
    reset: () => void take(),
    parts: take,
    byReader() {
      const count = (reader: Reader, blocks: Iterable<string>): number =>
        [...blocks].filter((block) => known.get(block) === reader).length
      return Object.fromEntries(
        (Object.keys(readers) as Reader[]).map((reader) => [
          reader,
          { seen: count(reader, seen), known: count(reader, known.keys()) },
        ]),
      ) as ReturnType<Coverage['byReader']>
    },
    close: () => session.disconnect(),
  }
}

/** esbuild writes the name of each file before what came from it. */
function readerOfOffset(code: string): (offset: number) => Reader | undefined {
  const starts: { at: number; reader: Reader | undefined }[] = []
  for (const { index, 1: file = '' } of code.matchAll(/^\/\/ (\S+\.[cm]?[jt]s)$/gm)) {
    const path = file.replace(/^.*?src\//, '')
    const reader = (Object.keys(readers) as Reader[]).find((name) =>
      readers[name].some((start) => path.startsWith(start)),
    )
    starts.push({ at: index, reader: file.includes('src/') ? reader : undefined })
  }
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle]?.at ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return starts[low - 1]?.reader
  }
}
