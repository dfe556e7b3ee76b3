import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type CsvWarning, draftOf, recipientOf, rowChecker } from '../../batch/csv/index.js'
import { type BatchOutcome, issueBatch } from '../../batch/index.js'
import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { startProgress } from '../batch/progress.js'
import { openReportFile, type ReportFile, refusalText } from '../batch/report-file.js'
import { door, estimateRows, readRows, warningText } from '../batch/rows.js'
import { readTemplate } from '../batch/template.js'
import { clean } from '../core/clean.js'
import { exitCodes } from '../core/exit.js'
import { assertNoInput, say } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'

export interface BatchOptions {
  readonly achievements: string
  readonly issuer: string
  readonly key: string
  readonly out: string
  readonly images?: string
  readonly workers?: number
  readonly resume?: boolean
  readonly dryRun?: boolean
  readonly now?: string
  readonly timeZone?: string
}

/** What became of each row, beside the badges. */
const REPORT = 'report.csv'

/** Refusals that are shown as they come; the others are in the report. */
const SHOWN_REFUSALS = 50

/** One badge for each row of a CSV file; returns the exit code. */
export async function batch(recipients: string, options: BatchOptions, around: Surroundings): Promise<number> {
  const { out, resume = false, dryRun = false, workers = 0, now, timeZone } = options
  if (resume && recipients === '-') {
    throw new BadgeError('ERR_USAGE', '--resume needs a file, since it reads the rows again.')
  }
  await assertNoInput(join(out, REPORT), [recipients, options.achievements, options.issuer, options.key])
  const template = await readTemplate(options, around)
  const key = await readKeyFile(options.key, around)
  const total = await totalOf(recipients)

  const stop = new AbortController()
  const pending: string[] = []
  const faultOf = rowChecker(door, template.achievements)
  const warn = (text: string) => progress.note(`warning: ${clean(text)}`)
  async function* rows() {
    const tell = (warning: CsvWarning) => warn(warningText(warning))
    for await (const row of readRows(recipients, stop.signal, around, tell, timeZone)) {
      const { achievement = '' } = row.cells
      pending.push(achievement)
      yield faultOf(row) ?? {
        achievement,
        recipient: recipientOf(row.cells),
        ...draftOf(row.cells, template.achievements[achievement]?.achievement),
      }
    }
  }

  const progress = startProgress(total, around.stderr)
  const totals = { issued: 0, checked: 0, already: 0, refused: 0 }
  const outcomes = issueBatch(rows(), template, {
    key,
    folder: out,
    resume,
    dryRun,
    workers,
    ...defined({ now, timeZone }),
    onWarning: ({ detail, fix }) => warn(`${detail} ${fix}`),
  })
  const onInterrupt = (): void => {
    progress.note('Finishing the rows under way; interrupt again to stop at once.')
    stop.abort()
  }
  around.once('SIGINT', onInterrupt)
  // Not before the batch has found the folder to be its own.
  let report: ReportFile | undefined
  const openReport = async () => (dryRun ? undefined : openReportFile(join(out, REPORT)))
  try {
    for await (const outcome of outcomes) {
      report ??= await openReport()
      totals[outcome.status] += 1
      await report?.write(outcome, pending.shift() ?? '')
      if (outcome.status === 'refused' && (dryRun || totals.refused <= SHOWN_REFUSALS)) {
        progress.note(`row ${outcome.row} refused: ${outcome.code} ${clean(refusalText(outcome))}`)
        if (!dryRun && totals.refused === SHOWN_REFUSALS) progress.note('Further refusals are in the report only.')
      }
      progress.step(outcome.status === 'refused')
    }
    report ??= await openReport()
  } finally {
    around.off('SIGINT', onInterrupt)
    progress.end()
    await report?.close()
  }
  say(summary(totals), around)
  if (stop.signal.aborted) {
    say('Interrupted. To go on, give the same command with --resume.', around)
    return exitCodes.interrupted
  }
  return totals.refused > 0 ? exitCodes.refused : exitCodes.done
}

async function totalOf(recipients: string): Promise<number | undefined> {
  if (recipients === '-') return undefined
  const file = await stat(recipients).catch(() => undefined)
  return file?.isFile() ? estimateRows(recipients) : undefined
}

function summary(totals: Readonly<Record<BatchOutcome['status'], number>>): string {
  const parts = Object.entries(totals).filter(([status, count]) => count > 0 || status === 'refused')
  return parts.map(([status, count]) => `${count} ${status}`).join(', ')
}
