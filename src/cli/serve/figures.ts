import { isBadgeError } from '../../errors.js'
import type { BadgeService, StorageAdapter } from '../../service/index.js'

type Labels = Readonly<Record<string, string>>
type Report = Awaited<ReturnType<BadgeService['tick']>>
type Backlog = Awaited<ReturnType<BadgeService['backlog']>>

/** Upper ends of the classes of duration, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What this process has done, counted as it happens. */
export interface Figures {
  /** A run of what is due; without a report it failed. */
  ran(report?: Report): void
  /** Answers a request. */
  timed(answer: () => Promise<Response>): Promise<Response>
  /** The same storage; what fails in it is counted. */
  watch(storage: StorageAdapter): StorageAdapter
  /** As counted so far. */
  readonly lines: () => readonly string[]
}

/** Counters of one process: a number of them that is fixed, whatever is asked of it. */
export function createFigures(): Figures {
  const counts = new Map<string, number>()
  const add = (name: string, n = 1): void => void counts.set(name, (counts.get(name) ?? 0) + n)
  const get = (name: string): number => counts.get(name) ?? 0
  const classes = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const
  const durations = new Map(
    classes.map((status) => [status as string, { buckets: BUCKETS.map(() => 0), count: 0, sum: 0 }]),
  )
  const codes = ['ERR_STORAGE_FAILED', 'ERR_STORAGE_CONFLICT', 'other'] as const
  const outcomes = ['sent', 'later', 'ended'] as const
  const answered = (status: number, seconds: number): void => {
    const known = durations.get(`${Math.floor(status / 100)}xx`)
    if (known === undefined) return
    known.count += 1
    known.sum += seconds
    for (const [i, end] of BUCKETS.entries()) if (seconds <= end) known.buckets[i] = (known.buckets[i] ?? 0) + 1
  }
  return {
    ran(report) {
      if (report === undefined) return add('failed')
      for (const outcome of outcomes) {
        add(`messages ${outcome}`, report.mail[outcome])
        add(`webhooks ${outcome}`, report.webhooks[outcome])
      }
      add('rows', report.rows)
      add('expired', report.expired)
      add('reminders', report.reminders)
    },
    async timed(answer) {
      const began = performance.now()
      let status = 500
      try {
        const response = await answer()
        status = response.status
        return response
      } finally {
        answered(status, (performance.now() - began) / 1000)
      }
    },
    watch(storage) {
      const failed = (error: unknown): never => {
        add(`storage ${codes.find((code) => code !== 'other' && isBadgeError(error, code)) ?? 'other'}`)
        throw error
      }
      const { getMany, queryMany, count } = storage
      return {
        ...storage,
        get: (...given) => storage.get(...given).catch(failed),
        query: (...given) => storage.query(...given).catch(failed),
        commit: (...given) => storage.commit(...given).catch(failed),
        lease: (...given) => storage.lease(...given).catch(failed),
        ...(getMany && { getMany: (...given) => getMany(...given).catch(failed) }),
        ...(queryMany && { queryMany: (...given) => queryMany(...given).catch(failed) }),
        ...(count && { count: (...given) => count(...given).catch(failed) }),
      }
    },
    lines: () => [
      ...family(
        'messages_total',
        'counter',
        'Messages by what became of a try: sent, later, or ended (refused, given up, not wanted).',
        outcomes.map((outcome) => [{ outcome }, get(`messages ${outcome}`)]),
      ),
      ...family(
        'webhooks_total',
        'counter',
        'Posts to webhooks by what became of a try: sent, later, or ended (given up, not wanted).',
        outcomes.map((outcome) => [{ outcome }, get(`webhooks ${outcome}`)]),
      ),
      ...family('batch_rows_total', 'counter', 'Rows of batches in the background that were issued or refused.', [
        [{}, get('rows')],
      ]),
      ...family('badges_expired_total', 'counter', 'Badges that expired.', [[{}, get('expired')]]),
      ...family('reminders_total', 'counter', 'Reminders that were queued.', [[{}, get('reminders')]]),
      ...family('runs_failed_total', 'counter', 'Runs of what is due that failed as a whole.', [[{}, get('failed')]]),
      ...family(
        'storage_errors_total',
        'counter',
        'What the storage could not do, by the code of the error; conflicts are repeated.',
        codes.map((code) => [{ code }, get(`storage ${code}`)]),
      ),
      ...histogram(
        'http_request_duration_seconds',
        'Requests by class of their status, and how long answering took.',
        durations,
      ),
    ],
  }
}

/** Prometheus text, version 0.0.4: what this process counted, and what waits in the storage, where that could be read. */
export function exposition(figures: Pick<Figures, 'lines'>, backlog: Backlog | undefined): string {
  const gauge = (name: string, help: string, value: number | undefined): readonly string[] =>
    value === undefined ? [] : family(name, 'gauge', help, [[{}, value]])
  const { messages, webhooks, batches, statusChanges } = backlog ?? {}
  const lines = [
    ...gauge('storage_up', 'Whether the storage could be read for the figures below.', backlog === undefined ? 0 : 1),
    ...gauge('messages_due', 'Messages that are due and not taken up, counted to 10,000.', messages?.due),
    ...gauge('messages_oldest_due_seconds', 'For how long the first of them has been due.', messages?.oldestSeconds),
    ...gauge('messages_given_up', 'Messages that were given up and are kept, counted to 10,000.', messages?.givenUp),
    ...gauge('webhooks_due', 'Posts to webhooks that are due and not taken up, counted to 10,000.', webhooks?.due),
    ...gauge('webhooks_oldest_due_seconds', 'For how long the first of them has been due.', webhooks?.oldestSeconds),
    ...gauge('webhooks_given_up', 'Posts that were given up and are kept, counted to 10,000.', webhooks?.givenUp),
    ...gauge('batches_open', 'Batches in the background that are not over, counted to 100.', batches?.open),
    ...gauge('batch_rows_waiting', 'Rows of these batches that were not issued yet.', batches?.rows),
    ...gauge(
      'status_changes_waiting',
      'Changes that are in no published status list yet, counted to 10,000.',
      statusChanges,
    ),
    ...figures.lines(),
  ]
  return `${lines.join('\n')}\n`
}

type Sample = readonly [labels: Labels, value: number]

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): readonly string[] {
  return [...head(name, type, help), ...samples.map(([labels, value]) => sample(name, labels, value))]
}

function histogram(
  name: string,
  help: string,
  classes: ReadonlyMap<string, { readonly buckets: readonly number[]; readonly count: number; readonly sum: number }>,
): readonly string[] {
  return [
    ...head(name, 'histogram', help),
    ...[...classes].flatMap(([status, { buckets, count, sum }]) => [
      ...buckets.map((n, i) => sample(`${name}_bucket`, { status, le: String(BUCKETS[i]) }, n)),
      sample(`${name}_bucket`, { status, le: '+Inf' }, count),
      sample(`${name}_sum`, { status }, sum),
      sample(`${name}_count`, { status }, count),
    ]),
  ]
}

const head = (name: string, type: string, help: string): string[] => [
  `# HELP badgewright_${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
  `# TYPE badgewright_${name} ${type}`,
]

function sample(name: string, labels: Labels, value: number): string {
  const each = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `badgewright_${name}${each.length === 0 ? '' : `{${each.join(',')}}`} ${value}`
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
