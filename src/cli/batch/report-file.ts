import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { RowReport } from './issue-row.js'

const columns = [
  'row',
  'digest',
  'status',
  'achievement',
  'id',
  'json',
  'image',
  'code',
  'message',
] as const satisfies readonly (keyof RowReport)[]

/** `report.csv`, written row by row as the batch goes on. */
export interface ReportFile {
  write(report: RowReport): Promise<void>
  close(): Promise<void>
}

export async function openReportFile(path: string): Promise<ReportFile> {
  const stream: WriteStream = createWriteStream(path, { flags: 'w' })
  await once(stream, 'open')
  const put = async (line: string): Promise<void> => {
    if (!stream.write(`${line}\r\n`)) await once(stream, 'drain')
  }
  await put(columns.join(','))
  return {
    write: (report) => put(columns.map((column) => cell(String(report[column]))).join(',')),
    async close() {
      stream.end()
      await once(stream, 'close')
    },
  }
}

/** RFC 4180, and no cell that a spreadsheet would run as a formula. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
