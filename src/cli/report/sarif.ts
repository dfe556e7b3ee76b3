import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check, Problem } from '../../types/verification.js'
import { checkClauses } from '../../verify/index.js'
import { formatJson } from '../io.js'
import type { FileResult } from './index.js'

/** SARIF 2.1.0, for code-scanning views. */
export function sarifReport(results: readonly FileResult[]): string {
  const rules = Object.entries(checkClauses).map(([id, helpUri]) => ({ id, helpUri, shortDescription: { text: id } }))
  return formatJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'badgewright', rules } },
        results: results.flatMap(findingsOf),
      },
    ],
  })
}

function findingsOf(result: FileResult) {
  return result.checks.flatMap((check) => [
    ...check.problems.map((found) => finding(result.file, check, found, level(check))),
    ...check.warnings.map((found) => finding(result.file, check, found, 'note')),
  ])
}

function level(check: Check): 'error' | 'warning' | 'note' {
  if (!check.required) return 'note'
  return check.status === 'failed' ? 'error' : 'warning'
}

function finding(file: string, check: Check, found: Problem, severity: string) {
  return {
    ruleId: check.id,
    level: severity,
    message: { text: `${found.detail} (${found.code})` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) } },
        ...(found.pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: found.pointer }] }),
      },
    ],
  }
}

const toUri = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/')
