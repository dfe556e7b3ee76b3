import { kindName } from '../../badge/kinds/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { VerificationResult } from '../../types/verification.js'

const factWords = { true: 'yes', false: 'no', null: 'cannot tell' } as const

/** The three answers apart: a genuine badge with a fault of form does not read like a forgery. */
export function factsLine({ facts, kind }: Pick<VerificationResult<CredentialKind>, 'facts' | 'kind'>): string {
  const say = (answer: boolean | null) => factWords[`${answer}`]
  const name = kind === undefined ? 'What it is cannot be told' : `It is ${kindName(kind)}`
  return `${name}. Genuine: ${say(facts.authentic)}; in force: ${say(facts.inForce)}; conforms: ${say(facts.conforms)}.`
}
