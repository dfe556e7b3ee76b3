import type { FileResult } from './index.js'
import { summarize } from './json.js'

const marks = { verified: 'verified     ', failed: 'FAILED       ', indeterminate: 'indeterminate' }

/** One line a file, with the decisive findings below it, and a closing line of totals. */
export function textReport(results: readonly FileResult[]): string {
  const lines = results.flatMap((result) => {
    const { file, outcome, issuer, trusted } = result
    const by = issuer === undefined ? '' : `  ${clean(issuer.name ?? issuer.id)}${trusted ? ' (trusted)' : ''}`
    return [`${marks[outcome]}  ${clean(file)}${by}`, ...decisive(result)]
  })
  const { verified, failed, indeterminate } = summarize(results)
  return `${[...lines, `${verified} verified, ${failed} failed, ${indeterminate} indeterminate`].join('\n')}\n`
}

function decisive(result: FileResult): string[] {
  return result.checks
    .filter((check) => check.required && (check.status === 'failed' || check.status === 'indeterminate'))
    .flatMap((check) => [
      `               ${check.id}: ${clean(check.summary)} ${check.problems.map((p) => p.code).join(' ')}`.trimEnd(),
      ...(check.next === undefined ? [] : [`                 ${clean(check.next)}`]),
    ])
}

/** A badge must not move the cursor of the person who reads the report. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
