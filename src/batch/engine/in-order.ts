import { BadgeError } from '../../errors.js'

export interface InOrderOptions<T, R> {
  /** Items that are handed over at once, when they come fast enough. */
  readonly chunk: number
  /** Chunks that may be under way. Nothing is read ahead beyond that, however slow the reader of the results is. */
  readonly width: number
  readonly run: (items: readonly T[]) => Promise<R>
  readonly signal: AbortSignal | undefined
}

/** How long an item may wait for others to fill its chunk. */
const PATIENCE_MS = 20

/**
 * Runs items in chunks, several at a time, and yields the results in the order of the items. When the source fails, the
 * items before are finished first. A failed chunk and an abort end it at once.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  { chunk, width, run, signal }: InOrderOptions<T, R>,
): AsyncGenerator<Awaited<R>, void, undefined> {
  // One function wakes the loop, whatever happened; races of promises would pile up on those that live long.
  let wake = (): void => {}
  const sleep = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  const onAbort = () => wake()
  const reader = readerOf(items, () => wake())
  const underWay: { readonly result: Promise<R>; isSettled: boolean }[] = []
  let gathered: T[] = []
  let isLate = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const handOver = (): void => {
    clearTimeout(timer)
    isLate = false
    const entry = { result: run(gathered), isSettled: false }
    const settle = (): void => {
      entry.isSettled = true
      wake()
    }
    // A failure is met when it is this chunk's turn; that nobody listens before must not end the process.
    entry.result.then(settle, settle)
    underWay.push(entry)
    gathered = []
  }
  const gather = (item: T): void => {
    if (gathered.length === 0) {
      timer = setTimeout(() => {
        isLate = true
        wake()
      }, PATIENCE_MS)
    }
    gathered.push(item)
  }

  signal?.addEventListener('abort', onAbort)
  try {
    for (;;) {
      if (signal?.aborted) throw new BadgeError('ERR_ABORTED', 'The batch was aborted.', { cause: signal.reason })
      const hasRoom = underWay.length < width
      const item = hasRoom ? reader.take() : undefined
      if (item !== undefined) gather(item.value)
      if (gathered.length === chunk || (gathered.length > 0 && (isLate || reader.hasEnded()))) handOver()
      const [head] = underWay
      if (item !== undefined) continue
      if (head?.isSettled) {
        yield await head.result
        underWay.shift()
      } else if (head === undefined && reader.hasEnded()) break
      else await sleep()
    }
    reader.assertSound()
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    await reader.close()
  }
}

/** Reads one item ahead. */
function readerOf<T>(items: AsyncIterable<T>, onChange: () => void) {
  const source = items[Symbol.asyncIterator]()
  let item: { readonly value: T } | undefined
  let isReading = false
  let end: { readonly error?: unknown } | undefined

  const arrived = (next: IteratorResult<T>): void => {
    if (next.done) end = {}
    else item = { value: next.value }
  }
  const failed = (error: unknown): void => {
    end = { error }
  }
  const read = (): void => {
    isReading = true
    const settled = (): void => {
      isReading = false
      onChange()
    }
    source.next().then(arrived, failed).then(settled)
  }
  return {
    /** The next item, if it is there already. */
    take(): { readonly value: T } | undefined {
      if (item === undefined && !isReading && end === undefined) read()
      const taken = item
      item = undefined
      return taken
    },
    hasEnded: () => end !== undefined,
    assertSound() {
      if (end !== undefined && 'error' in end) throw end.error
    },
    async close() {
      if (end !== undefined) return
      const closed = (async () => source.return?.())().catch(() => {})
      // A source that is being read answers `return` only after that read, which may be never.
      if (!isReading) await closed
    },
  }
}
