import { formatJson } from '../core/io.js'
import type { FileResult } from './index.js'

/** Shape of the JSON output; scripts depend on it. Members are added, never changed. */
const SCHEMA_VERSION = 1

export function jsonReport(results: readonly FileResult[]): string {
  return formatJson({ schemaVersion: SCHEMA_VERSION, results, summary: summarize(results) })
}

export function summarize(results: readonly FileResult[]): { verified: number; failed: number; indeterminate: number } {
  const summary = { verified: 0, failed: 0, indeterminate: 0 }
  for (const { outcome } of results) summary[outcome] += 1
  return summary
}
