import type { Check, VerificationFacts } from '../../types/verification.js'

/** A result in the words of a language, ready to be shown. */
export interface DescribedResult {
  /** The language it is in: the one asked for, or English where there are no words in it. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  /** The verdict in one sentence. */
  readonly verdict: string
  /** What it is, in a word or two; absent where its types do not say one thing. */
  readonly kindText?: string
  /** The three facts, each as a question and its answer. */
  readonly facts: readonly {
    readonly id: keyof VerificationFacts
    readonly answer: boolean | null
    readonly question: string
    readonly text: string
  }[]
  /** A sentence for each check, in the order of the result. */
  readonly checks: readonly (Pick<Check, 'id' | 'status'> & {
    /** The status in a word or two: `passed`. */
    readonly statusText: string
    /** What the check found, in one sentence. */
    readonly text: string
    /** The particulars, in English: of what failed or stayed open, and of checks of your own. */
    readonly detail?: string
  })[]
}
