import type { Check } from '../../types/verification.js'
import type { FileResult } from './index.js'
import { escapeXml } from './xml.js'

/**
 * JUnit XML as CI systems read it: a suite for each file, a case for each check. A required failure is a `failure`, a
 * required check that could not be decided an `error`; what does not decide is `skipped`.
 */
export function junitReport(results: readonly FileResult[]): string {
  const suites = results.map(suite).join('\n')
  const totals = total(results.flatMap((result) => result.checks.map(verdict)))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="badgewright" ${totals}>\n${suites}\n</testsuites>\n`
}

function suite(result: FileResult): string {
  const { file, checks, checkedAt } = result
  const cases = checks.map((check) => testCase(file, check)).join('\n')
  const timestamp = checkedAt.slice(0, 19)
  return `  <testsuite name="${escapeXml(file)}" timestamp="${timestamp}" ${total(checks.map(verdict))}>\n${cases}\n  </testsuite>`
}

type Verdict = 'passed' | 'failure' | 'error' | 'skipped'

function verdict(check: Check): Verdict {
  if (check.status === 'passed') return 'passed'
  if (check.status === 'skipped' || !check.required) return 'skipped'
  return check.status === 'failed' ? 'failure' : 'error'
}

function testCase(file: string, check: Check): string {
  const open = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(check.id)}"`
  const kind = verdict(check)
  if (kind === 'passed') return `${open}/>`
  const message = escapeXml(check.summary)
  if (kind === 'skipped') return `${open}><skipped message="${message}"/></testcase>`
  const type = escapeXml(check.problems[0]?.code ?? check.status)
  const detail = check.problems.map((found) => `${found.code} ${found.pointer ?? ''} ${found.detail}`).join('\n')
  return `${open}><${kind} type="${type}" message="${message}">${escapeXml(detail)}</${kind}></testcase>`
}

function total(verdicts: readonly Verdict[]): string {
  const count = (kind: Verdict): number => verdicts.filter((each) => each === kind).length
  return `tests="${verdicts.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
}
