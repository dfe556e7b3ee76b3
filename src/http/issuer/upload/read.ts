import { BadgeError } from '../../../errors.js'
import { utf8Decode } from '../../../internal/bytes.js'
import { limits } from '../../../internal/limits.js'
import type { BatchInputRow } from '../../../service/index.js'

/** A row of an upload, as it was written. */
export interface UploadRow {
  /** From 1. */
  readonly row: number
  readonly email: string
  readonly name: string
  readonly locale: string
}

/**
 * Rows of a CSV file (RFC 4180; commas, semicolons or tabs), whose first line names the columns. Throws
 * `ERR_ARGUMENT_INVALID` for what is none, `ERR_LIMIT_EXCEEDED` for too many rows.
 */
export async function readRows(text: string): Promise<readonly UploadRow[]> {
  const { parse } = await import('csv-parse/browser/esm/sync')
  let records: Record<string, string>[]
  try {
    records = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: limits.batchRows + 1,
      max_record_size: 64 * 1024,
    })
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The recipients are not valid CSV.', { cause })
  }
  if (records.length > limits.batchRows) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `At most ${limits.batchRows} rows are issued at once.`)
  }
  if (records.length === 0 || !Object.hasOwn(records[0] ?? {}, 'email')) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The recipients need a first line with a column "email", and rows.')
  }
  return records.map((record, index) => ({
    row: index + 1,
    email: record.email ?? '',
    name: record.name ?? '',
    locale: record.locale ?? '',
  }))
}

export const toBatchRow = ({ email, name, locale }: UploadRow): BatchInputRow => ({
  email,
  ...(name === '' ? {} : { name }),
  ...(locale === '' ? {} : { locale }),
})

/** Text of an uploaded file; spreadsheets write UTF-8, or else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
