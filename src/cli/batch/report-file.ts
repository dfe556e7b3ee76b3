import { type FileHandle, open } from 'node:fs/promises'
import type { BatchOutcome } from '../../batch/index.js'
import { BadgeError } from '../../errors.js'
import { maskAddresses } from '../../internal/mask.js'
import { systemReason } from '../../internal/system-reason.js'

const columns = ['row', 'digest', 'status', 'achievement', 'id', 'json', 'image', 'code', 'message'] as const

/** `report.csv`, written as the batch goes on: what became of each row. It holds no address and no name. */
export interface ReportFile {
  write(outcome: BatchOutcome, achievement: string): Promise<void>
  close(): Promise<void>
}

/** Characters that are gathered before they are written. */
const BLOCK = 32 * 1024

export async function openReportFile(path: string): Promise<ReportFile> {
  const guard = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (cause) {
      throw new BadgeError('ERR_FILE_UNWRITABLE', `${path} could not be written: ${systemReason(cause)}.`, { cause })
    }
  }
  const file: FileHandle = await guard(() => open(path, 'w'))
  let text = `${columns.join(',')}\r\n`
  const flush = (): Promise<void> => {
    const block = text
    text = ''
    return guard(() => file.writeFile(block))
  }
  return {
    async write(outcome, achievement) {
      const cells = cellsOf(outcome, achievement)
      text += `${columns.map((column) => csvCell(String(cells[column] ?? ''))).join(',')}\r\n`
      if (text.length >= BLOCK) await flush()
    },
    async close() {
      try {
        await flush()
      } finally {
        await file.close()
      }
    },
  }
}

function cellsOf(
  outcome: BatchOutcome,
  achievement: string,
): Partial<Record<(typeof columns)[number], string | number>> {
  const { row, digest, status } = outcome
  // In a row whose cells have shifted, this may be the address.
  const common = { row, digest, status, achievement: maskAddresses(achievement) }
  if (outcome.status === 'refused') return { ...common, code: outcome.code, message: refusalText(outcome) }
  if (outcome.status === 'checked') return common
  return { ...common, id: outcome.id, json: outcome.json.name, image: outcome.image?.name ?? '' }
}

/** What is wrong with a row, on one line: every problem with its place. */
export function refusalText({ message, problems }: BatchOutcome & { status: 'refused' }): string {
  const details = problems.map(({ pointer, detail }) => `${pointer}: ${detail}`)
  return details.length === 0 ? message : details.join(' ')
}

/** What a spreadsheet takes for the beginning of a formula; the wide forms are those of East Asian keyboards. */
const FORMULA = /^\s*[=+\-@＝＋－＠|%]/

/** RFC 4180, and no cell that a spreadsheet would run. */
export function csvCell(value: string): string {
  const plain = value.replaceAll(/\p{Cc}+/gu, ' ')
  const harmless = FORMULA.test(plain) ? `'${plain}` : plain
  return /[",;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
