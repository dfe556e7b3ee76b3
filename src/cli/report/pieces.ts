import type { FileResult, ReportContext } from './index.js'
import type { Counts } from './judge.js'

/** What a report says of one file, and what of it counts for the whole. It goes from thread to thread. */
export interface Part {
  readonly items: readonly string[]
  readonly outcome: FileResult['outcome']
  readonly isUntrusted: boolean
  /** Only where a report counts checks. */
  readonly counts?: Counts
}

/** What parts add up to. */
export interface Totals {
  readonly outcomes: Readonly<Record<FileResult['outcome'], number>>
  readonly untrusted: number
  readonly counts: Counts
}

/** A form of report: what it says of each file, and what is around and between. */
export interface ReportForm {
  readonly partOf: (result: FileResult, context: ReportContext) => Pick<Part, 'items' | 'counts'>
  /** Comes first; `undefined` where it says what only the end knows, and all has to wait for it. */
  readonly head?: string
  readonly headOf?: (totals: Totals) => string
  readonly before: string
  readonly between: string
  readonly tailOf: (totals: Totals, isEmpty: boolean) => string
}

export const partOf = (form: ReportForm, result: FileResult, context: ReportContext): Part => ({
  ...form.partOf(result, context),
  outcome: result.outcome,
  isUntrusted: result.verified && !result.trusted,
})

/** Writes a report as its parts come; nothing of them is kept, unless the head has to wait. */
export function startReport(form: ReportForm, write: (text: string) => Promise<void>) {
  const outcomes = { verified: 0, failed: 0, indeterminate: 0 }
  const counts = { tests: 0, failures: 0, errors: 0, skipped: 0 }
  const waiting: string[] = []
  let untrusted = 0
  let isEmpty = true
  let isOpen = false

  const give = async (text: string): Promise<void> => {
    if (form.head === undefined) waiting.push(text)
    else {
      await write(isOpen ? text : form.head + text)
      isOpen = true
    }
  }
  return {
    async add(part: Part): Promise<void> {
      outcomes[part.outcome] += 1
      if (part.isUntrusted) untrusted += 1
      for (const name of ['tests', 'failures', 'errors', 'skipped'] as const) counts[name] += part.counts?.[name] ?? 0
      if (part.items.length === 0) return
      const text = part.items.join(form.between)
      await give(isEmpty ? form.before + text : form.between + text)
      isEmpty = false
    },
    async end(): Promise<Totals> {
      const totals = { outcomes, untrusted, counts }
      const head = isOpen ? '' : (form.head ?? form.headOf?.(totals) ?? '')
      await write(head + waiting.join('') + form.tailOf(totals, isEmpty))
      return totals
    },
  }
}

/** A document of JSON, as `formatJson` writes it, with a list in it that is written item by item. */
export function listInJson(format: (list: readonly string[]) => string) {
  const marker = '\u0000'
  const quoted = JSON.stringify(marker)
  const [head = '', tail = ''] = format([marker]).split(quoted)
  const before = /\n *$/.exec(head)?.[0] ?? ''
  return {
    head: head.slice(0, head.length - before.length),
    before,
    between: `,${before}`,
    item: (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', before),
    tail: (isEmpty: boolean): string => (isEmpty ? tail.replace(/^\n */, '') : tail),
  }
}
