import type { FileResult } from './index.js'
import { type Counts, type JudgedCheck, judge, type Verdict } from './judge.js'
import type { ReportForm } from './pieces.js'
import { escapeXml } from './xml.js'

/**
 * JUnit XML as CI systems read it: a suite for each file, a case for each check. A required failure is a `failure`, a
 * required check that could not be decided an `error`; what does not decide, or only waited for another, is `skipped`.
 */
export const junitReport: ReportForm = {
  // The root counts all that follows.
  headOf: ({ counts }) => `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="badgewright" ${said(counts)}>\n`,
  before: '',
  between: '\n',
  partOf(result, context) {
    const checks = judge(result, context)
    return { items: [suite(result, checks)], counts: countsOf(checks) }
  },
  tailOf: () => '\n</testsuites>\n',
}

function suite({ file, checkedAt }: FileResult, checks: readonly JudgedCheck[]): string {
  const cases = checks.map((check) => testCase(file, check)).join('\n')
  const timestamp = checkedAt.slice(0, 19)
  return `  <testsuite name="${escapeXml(file)}" timestamp="${timestamp}" ${said(countsOf(checks))}>\n${cases}\n  </testsuite>`
}

function testCase(file: string, { check, verdict, reason }: JudgedCheck): string {
  const open = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(check.id)}"`
  if (verdict === 'passed') return `${open}/>`
  const message = escapeXml(reason)
  if (verdict === 'skipped') return `${open}><skipped message="${message}"/></testcase>`
  const type = escapeXml(check.problems[0]?.code ?? check.status)
  const detail = check.problems.map((found) => `${found.code} ${found.pointer ?? ''} ${found.detail}`).join('\n')
  return `${open}><${verdict} type="${type}" message="${message}">${escapeXml(detail)}</${verdict}></testcase>`
}

function countsOf(checks: readonly JudgedCheck[]): Counts {
  const count = (verdict: Verdict): number => checks.filter((each) => each.verdict === verdict).length
  return { tests: checks.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') }
}

const said = ({ tests, failures, errors, skipped }: Counts): string =>
  `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`
