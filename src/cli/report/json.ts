import { formatJson } from '../core/io.js'
import { listInJson, type ReportForm, type Totals } from './pieces.js'

/** Shape of the JSON output; scripts depend on it. Members are added, never changed. */
const SCHEMA_VERSION = 1

const listFor = (summary: Totals['outcomes']) =>
  listInJson((results) => formatJson({ schemaVersion: SCHEMA_VERSION, results, summary }))

const { head, before, between, item } = listFor({ verified: 0, failed: 0, indeterminate: 0 })

export const jsonReport: ReportForm = {
  head,
  before,
  between,
  partOf: (result) => ({ items: [item(result)] }),
  tailOf: ({ outcomes }, isEmpty) => listFor(outcomes).tail(isEmpty),
}
