import { checkWords } from '../../texts/index.js'
import type { Translator } from '../../texts/pages/index.js'
import type { VerificationResult } from '../../types/verification.js'
import type { Verdict } from './page.js'

/** The result in the words of the page. */
export function verdictOf(result: VerificationResult, issuerName: string, { t, texts }: Translator): Verdict {
  const worst = (ids: readonly string[]): Verdict['lines'][number]['status'] => {
    const found = result.checks.filter(({ id }) => ids.includes(id)).map(({ status }) => status)
    return (['failed', 'indeterminate', 'passed'] as const).find((status) => found.includes(status)) ?? 'skipped'
  }
  const line = (key: 'who' | 'signature' | 'validity' | 'status', ids: readonly string[]): Verdict['lines'][number] => {
    const status = worst(ids)
    return { status, text: t(status === 'failed' ? `check.${key}Failed` : `check.${key}`, { issuer: issuerName }) }
  }
  const lines = [
    line('who', ['issuer.binding', 'proof.key']),
    line('signature', ['proof.signature', 'model.terms']),
    line('validity', ['validity.from', 'validity.until']),
    line('status', ['status.revocation']),
  ]
  return {
    outcome: result.outcome,
    checkedAt: result.checkedAt,
    lines,
    details: result.checks.map((check) => ({ status: check.status, ...checkWords(texts, check) })),
  }
}
