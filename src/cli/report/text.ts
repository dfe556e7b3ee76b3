import { maskAddresses } from '../../internal/mask.js'
import type { Check } from '../../types/verification.js'
import { factsLine } from '../../verify/facts/index.js'
import { inCommandLineWords } from '../core/advice.js'
import { clean } from '../core/clean.js'
import type { FileResult, ReportContext } from './index.js'
import { judge } from './judge.js'
import type { ReportForm } from './pieces.js'

const marks = { verified: 'verified     ', failed: 'FAILED       ', indeterminate: 'indeterminate' }

/** One line a file, with the decisive findings below it, and a closing line of totals. */
export const textReport: ReportForm = {
  head: '',
  before: '',
  between: '',
  partOf(result, context) {
    const { file, outcome, issuer, trusted } = result
    const by =
      issuer === undefined ? '' : `  ${clean(maskAddresses(issuer.name ?? issuer.id))}${trusted ? ' (trusted)' : ''}`
    // Of what is verified, all three are so.
    const facts = outcome === 'verified' ? [] : [`               ${factsLine(result)}`]
    const lines = [`${marks[outcome]}  ${clean(file)}${by}`, ...facts, ...decisive(result, context)]
    return { items: [`${lines.join('\n')}\n`] }
  },
  tailOf: ({ outcomes: { verified, failed, indeterminate } }) =>
    `${verified} verified, ${failed} failed, ${indeterminate} indeterminate\n`,
}

function decisive(result: FileResult, context: ReportContext): string[] {
  return judge(result, context)
    .filter(({ verdict }) => verdict === 'failure' || verdict === 'error')
    .flatMap(({ check, reason }) => [
      `               ${check.id}: ${clean(inCommandLineWords(reason))} ${clean(codesOf(check))}`.trimEnd(),
      ...(check.next === undefined ? [] : [`                 ${clean(inCommandLineWords(check.next))}`]),
    ])
}

/** Places that are named of a finding that comes up many times. */
const SHOWN_PLACES = 3

/** Each code once, with how often it was found, and where first. */
function codesOf({ problems }: Check): string {
  const places = new Map<string, string[]>()
  for (const { code, pointer = '' } of problems) places.set(code, [...(places.get(code) ?? []), pointer])
  return [...places].map(([code, pointers]) => `${code}${often(pointers)}`).join(' ')
}

function often(pointers: readonly string[]): string {
  if (pointers.length === 1) return ''
  const named = [...new Set(pointers)].filter((pointer) => pointer !== '')
  const shown = named.slice(0, SHOWN_PLACES).join(', ')
  const where = shown === '' ? '' : ` at ${shown}${named.length > SHOWN_PLACES ? ', …' : ''}`
  return ` (${pointers.length} times${where})`
}
