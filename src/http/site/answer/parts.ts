import { type Answer, type AnswerWords, answerWords } from '../../../texts/answers/index.js'
import { checkWords } from '../../../texts/index.js'
import type { CredentialKind } from '../../../types/credential.js'
import type { Check, CheckStatus, VerificationFacts, VerificationResult } from '../../../types/verification.js'
import { type Html, html } from '../../web/html.js'
import { icon } from '../ui.js'
import type { Speaker } from './speaker.js'

type Result = VerificationResult<CredentialKind>

const shields = { good: 'shieldTick', warn: 'shieldQuestion', bad: 'shieldCross' } as const

const marks: Readonly<Record<CheckStatus, readonly [string, 'tick' | 'cross' | 'question']>> = {
  passed: ['good', 'tick'],
  failed: ['bad', 'cross'],
  indeterminate: ['warn', 'question'],
  skipped: ['', 'question'],
}

/** What is so, why, and what to do: the words of every page and print that answers. */
export const wordsOf = (speaker: Speaker, answer: Answer, result: Result): AnswerWords =>
  answerWords(speaker.answers, speaker, answer, result)

/** The three sentences, and how they look. */
export function answerHead(
  { what, why, next }: AnswerWords,
  { id, look, outcome }: Pick<Answer, 'id' | 'look'> & Pick<Result, 'outcome'>,
  more?: Html,
): Html {
  return html`<div class="verdict ${look}" data-outcome="${outcome}" data-answer="${id}">${icon(shields[look])}<div><h2>${what}</h2><p>${why}</p><p class="next">${next}</p>${more}</div></div>`
}

const asked = ['authentic', 'inForce', 'conforms'] as const satisfies readonly (keyof VerificationFacts)[]

/** What is so, for the place where somebody looks first. */
export const answerLine = ({ what }: AnswerWords, { look }: Pick<Answer, 'look'>): Html =>
  html`<p class="verdict-line ${look}">${icon(shields[look])}<span>${what}</span></p>`

/**
 * The three facts, each as a question and its answer. Of what is not genuine the other two are what somebody wrote, so
 * that they are not answered.
 */
export function factList({ t }: Speaker, { facts }: Pick<Result, 'facts'>): Html {
  const shown = facts.authentic === true ? asked : asked.slice(0, 1)
  return html`<ul role="list" class="ticks" data-facts>${shown.map((id) => {
    const answer = facts[id]
    const [kind, name] = marks[answer === null ? 'indeterminate' : answer ? 'passed' : 'failed']
    return html`<li class="${kind}" data-fact="${id}" data-fact-answer="${String(answer)}">${icon(name)}<span>${t(`fact.${id}`)} <strong>${t(`fact.${answer}`)}</strong></span></li>`
  })}</ul>`
}

/** Every check, for those who want to know it all. */
export function checkList({ t, texts }: Speaker, checks: readonly Check[]): Html {
  return html`<ul role="list" class="ticks">${checks.map((check) => {
    const [kind, name] = marks[check.status]
    const { text, detail } = checkWords(texts, check)
    return html`<li class="${kind}">${icon(name)}<span><span class="hidden-visually">${t(`status.${check.status}`)}: </span>${text}${detail !== undefined && html` <span class="soft small" lang="en" dir="ltr">${detail}</span>`}</span></li>`
  })}</ul>`
}
