import type { Check } from '../types/verification.js'
import type { ChecksTexts } from './en/types.js'

/** What a check found, for people. */
interface CheckWords {
  /** One sentence, in the words of a language. */
  readonly text: string
  /** The particulars, which are in English only; absent where there is no more to say. */
  readonly detail: string | undefined
}

export function checkWords(texts: ChecksTexts, check: Check): CheckWords {
  const { status, summary, waitsFor } = check
  const known = (texts as Readonly<Record<string, string>>)[keyOf(check)]
  const isOpen = status === 'failed' || status === 'indeterminate'
  return {
    text: known ?? texts[`check.unknown.${status}`],
    detail: known === undefined || (isOpen && waitsFor === undefined) ? summary : undefined,
  }
}

function keyOf({ id, status, waitsFor, problems, statuses }: Check): string {
  if (waitsFor !== undefined) return 'check.waits'
  const [first] = problems
  if (first?.code === 'ERR_INTERNAL') return 'check.broken'
  if (first?.code === 'ERR_KIND_AMBIGUOUS') return 'check.input.kind.ambiguous'
  if (status === 'failed' && id.startsWith('validity.') && first?.code === 'ERR_MODEL_INVALID') {
    return 'check.validity.malformed'
  }
  const isSuspended = statuses?.some(({ answer }) => answer === 'revoked') === false
  return status === 'failed' && isSuspended ? `check.${id}.suspended` : `check.${id}.${status}`
}
