import { type Answer, type AnswerWords, answerOf } from '../../texts/index.js'
import type { VerificationResult } from '../../types/verification.js'
import { wordsOf } from '../site/answer/parts.js'
import type { Speaker } from '../site/answer/speaker.js'

/** What checking a badge of this site found, for people: the same answer as where anybody checks badges. */
export interface Verdict {
  readonly result: VerificationResult
  readonly answer: Answer
  readonly words: AnswerWords
  /** Whether the single checks are shown: not where they could tell what a link hides. */
  readonly isWhole: boolean
}

export function verdictOf(result: VerificationResult, speaker: Speaker, isWhole: boolean): Verdict {
  const answer = answerOf(result, { isKnownIssuer: true })
  return { result, answer, words: wordsOf(speaker, answer, result), isWhole }
}
