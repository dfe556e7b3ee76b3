import {
  type CsvRow,
  type CsvWarning,
  type Door,
  draftOf,
  readCsv,
  recipientOf,
  rowChecker,
} from '../../../batch/csv/index.js'
import { BadgeError } from '../../../errors.js'
import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import { UTC } from '../../../internal/time-zone.js'
import type { BatchInputRow } from '../../../service/index.js'

/** What the upload reads of a file of recipients: the achievement is the form's, and ids are the service's. */
const door: Door = {
  needs: [['email']],
  uses: [
    'email',
    'name',
    'locale',
    'guardian',
    'guardianUntil',
    'validFrom',
    'validUntil',
    'evidence',
    'narrative',
    'result',
  ],
}

/** A file of recipients as it was read. */
export interface Recipients {
  readonly rows: readonly CsvRow[]
  /** For each row, what the service is given. */
  readonly inputs: readonly (BatchInputRow | BadgeError)[]
  readonly warnings: readonly CsvWarning[]
}

/** Reads a file of recipients. Throws `ERR_ROW_INVALID`, also where it has no rows, and `ERR_LIMIT_EXCEEDED`. */
export async function readRecipients(file: Uint8Array, timeZone = UTC): Promise<Recipients> {
  if (file.length > limits.csvBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A file of recipients must have at most ${limits.csvBytes} bytes.`)
  }
  const rows: CsvRow[] = []
  const warnings: CsvWarning[] = []
  for await (const row of readCsv([file], { ...door, timeZone }, (warning) => warnings.push(warning))) {
    rows.push(row)
    if (rows.length > limits.batchJobRows) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `A batch has at most ${limits.batchJobRows} rows.`)
    }
  }
  if (rows.length === 0) throw new BadgeError('ERR_ROW_INVALID', 'The file of recipients has no rows.')
  const faultOf = rowChecker(door)
  return { rows, inputs: rows.map((row) => faultOf(row) ?? guardianFault(row) ?? inputOf(row)), warnings }
}

/** A guardian and the day on which the learner comes of age go together. */
function guardianFault({ cells: { guardian, guardianUntil } }: CsvRow): BadgeError | undefined {
  if ((guardian === undefined) === (guardianUntil === undefined)) return undefined
  const message = 'The row must have both `guardian` and `guardianUntil`, or neither.'
  const pointer = guardian === undefined ? '/guardian' : '/guardianUntil'
  return new BadgeError('ERR_ROW_INVALID', message, {
    problems: [{ code: 'ERR_ROW_INVALID', pointer, detail: message }],
  })
}

function inputOf({ cells }: CsvRow): BatchInputRow {
  const { email = '', name } = recipientOf(cells)
  const { locale, guardian: address, guardianUntil: until } = cells
  const guardian = address === undefined || until === undefined ? undefined : { email: address, until }
  const { id: _, ...draft } = draftOf(cells)
  return { email, ...defined({ name, locale, guardian }), ...(Object.keys(draft).length === 0 ? {} : { draft }) }
}
