import type { FileResult, ReportContext } from './index.js'
import { type JudgedCheck, judge, type Verdict } from './judge.js'
import { escapeXml } from './xml.js'

/**
 * JUnit XML as CI systems read it: a suite for each file, a case for each check. A required failure is a `failure`, a
 * required check that could not be decided an `error`; what does not decide, or only waited for another, is `skipped`.
 */
export function junitReport(results: readonly FileResult[], context: ReportContext): string {
  const judged = results.map((result) => ({ result, checks: judge(result, context) }))
  const suites = judged.map(({ result, checks }) => suite(result, checks)).join('\n')
  const totals = total(judged.flatMap(({ checks }) => checks))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="badgewright" ${totals}>\n${suites}\n</testsuites>\n`
}

function suite({ file, checkedAt }: FileResult, checks: readonly JudgedCheck[]): string {
  const cases = checks.map((check) => testCase(file, check)).join('\n')
  const timestamp = checkedAt.slice(0, 19)
  return `  <testsuite name="${escapeXml(file)}" timestamp="${timestamp}" ${total(checks)}>\n${cases}\n  </testsuite>`
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

function total(checks: readonly JudgedCheck[]): string {
  const count = (verdict: Verdict): number => checks.filter((each) => each.verdict === verdict).length
  return `tests="${checks.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
}
