import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BadgeError } from '../../errors.js'
import { sha256Hex } from '../../internal/sha256.js'
import { findFinished } from '../batch/finished.js'
import { issueRow, type RowReport, type RowTask, refusal } from '../batch/issue-row.js'
import { readPlan } from '../batch/plan.js'
import { startProgress } from '../batch/progress.js'
import { openReportFile } from '../batch/report-file.js'
import { type Row, readRows } from '../batch/rows.js'
import { exitCodes } from '../exit.js'
import { say } from '../io.js'
import { readKeyFile } from '../keys.js'

export interface BatchOptions {
  readonly achievements: string
  readonly issuer: string
  readonly key: string
  readonly out: string
  readonly images?: string
  readonly resume?: boolean
  readonly dryRun?: boolean
  readonly now?: string
}

/** One badge for each row of a CSV file; returns the exit code. */
export async function batch(recipients: string, options: BatchOptions): Promise<number> {
  if (options.resume && recipients === '-') {
    throw new BadgeError('ERR_USAGE', '--resume needs a file, since it reads the rows again.')
  }
  const dryRun = options.dryRun ?? false
  const task: RowTask = {
    plan: await readPlan(options),
    key: await readKeyFile(options.key),
    out: options.out,
    now: options.now === undefined ? new Date() : new Date(options.now),
    dryRun,
  }
  if (!dryRun) await mkdir(options.out, { recursive: true })
  const finished = await findFinished(options.out, options.resume ?? false)
  const report = dryRun ? undefined : await openReportFile(join(options.out, 'report.csv'))
  const progress = startProgress(undefined)
  const totals = { issued: 0, checked: 0, refused: 0, already: 0 }
  try {
    for await (const row of onceEach(readRows(recipients))) {
      const outcome = 'refused' in row ? row.refused : (finished(row) ?? (await issueRow(row, task)))
      totals[outcome.status] += 1
      if (outcome.status === 'refused') say(`row ${outcome.row} refused: ${outcome.code} ${outcome.message}`)
      await report?.write(outcome)
      progress.step(outcome.status === 'refused')
    }
  } finally {
    progress.end()
    await report?.close()
  }
  say(summary(totals))
  return totals.refused > 0 ? exitCodes.refused : exitCodes.done
}

function summary(totals: Record<RowReport['status'], number>): string {
  const parts = Object.entries(totals).filter(([status, count]) => count > 0 || status === 'refused')
  return parts.map(([status, count]) => `${count} ${status}`).join(', ')
}

/** Nobody gets the same badge twice because a list has a line twice. */
async function* onceEach(rows: AsyncIterable<Row>): AsyncGenerator<Row | { refused: RowReport }> {
  const seen = new Map<string, number>()
  for await (const row of rows) {
    const { email, did, achievement, id } = row.cells
    const who = sha256Hex(JSON.stringify([email?.toLowerCase(), did, achievement, id])).slice(0, 22)
    const first = seen.get(who)
    if (first !== undefined) {
      yield {
        refused: refusal(row, 'ERR_ROW_DUPLICATE', `Row ${first} gives the same achievement to the same recipient.`),
      }
    } else {
      seen.set(who, row.number)
      yield row
    }
  }
}
