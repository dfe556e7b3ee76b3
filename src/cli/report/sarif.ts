import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Problem } from '../../types/verification.js'
import { checkClauses } from '../../verify/index.js'
import { formatJson } from '../core/io.js'
import type { FileResult, ReportContext } from './index.js'
import { judge, type Verdict } from './judge.js'
import { listInJson, type ReportForm } from './pieces.js'

const rules = Object.entries(checkClauses).map(([id, helpUri]) => ({ id, helpUri, shortDescription: { text: id } }))

const { head, before, between, item, tail } = listInJson((results) =>
  formatJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'badgewright', rules } }, results }],
  }),
)

/** SARIF 2.1.0, for code-scanning views. */
export const sarifReport: ReportForm = {
  head,
  before,
  between,
  partOf: (result, context) => ({ items: findingsOf(result, context).map(item) }),
  tailOf: (_totals, isEmpty) => tail(isEmpty),
}

function findingsOf(result: FileResult, context: ReportContext) {
  const { file } = result
  return judge(result, context).flatMap(({ check, verdict, reason }) => {
    const problems = check.problems.map((found) =>
      finding(file, check.id, levels[verdict], textOf(found), found.pointer),
    )
    // A scan without results is green, so what could not be decided for want of anything to look at is a result too.
    const unspoken = problems.length === 0 && (verdict === 'failure' || verdict === 'error')
    return [
      ...problems,
      ...(unspoken ? [finding(file, check.id, levels[verdict], reason)] : []),
      ...check.warnings.map((found) => finding(file, check.id, 'note', textOf(found), found.pointer)),
    ]
  })
}

/** A check that does not decide may well have found something. */
const levels: Record<Verdict, 'error' | 'warning' | 'note'> = {
  failure: 'error',
  error: 'warning',
  skipped: 'note',
  passed: 'note',
}

const textOf = (found: Problem): string => `${found.detail} (${found.code})`

function finding(file: string, ruleId: string, level: string, text: string, pointer?: string) {
  return {
    ruleId,
    level,
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: toUri(file) } },
        ...(pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] }),
      },
    ],
  }
}

const toUri = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/')
