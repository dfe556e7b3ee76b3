import { maskAddresses } from '../../internal/mask.js'
import { clean } from '../clean.js'
import type { FileResult, ReportContext } from './index.js'
import { summarize } from './json.js'
import { judge } from './judge.js'

const marks = { verified: 'verified     ', failed: 'FAILED       ', indeterminate: 'indeterminate' }

/** One line a file, with the decisive findings below it, and a closing line of totals. */
export function textReport(results: readonly FileResult[], context: ReportContext): string {
  const lines = results.flatMap((result) => {
    const { file, outcome, issuer, trusted } = result
    const by =
      issuer === undefined ? '' : `  ${clean(maskAddresses(issuer.name ?? issuer.id))}${trusted ? ' (trusted)' : ''}`
    return [`${marks[outcome]}  ${clean(file)}${by}`, ...decisive(result, context)]
  })
  const { verified, failed, indeterminate } = summarize(results)
  return `${[...lines, `${verified} verified, ${failed} failed, ${indeterminate} indeterminate`].join('\n')}\n`
}

function decisive(result: FileResult, context: ReportContext): string[] {
  return judge(result, context)
    .filter(({ verdict }) => verdict === 'failure' || verdict === 'error')
    .flatMap(({ check, reason }) => [
      `               ${check.id}: ${clean(reason)} ${check.problems.map((p) => p.code).join(' ')}`.trimEnd(),
      ...(check.next === undefined ? [] : [`                 ${clean(check.next)}`]),
    ])
}
