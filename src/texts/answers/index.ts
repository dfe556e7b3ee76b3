/** Which answer a check is given, and how a language says it: apart, since only those who show results need it. */
import { dateOf } from '../../badge/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { Check, CheckStatus, VerificationResult } from '../../types/verification.js'
import type { AnswersTexts } from '../en/types.js'
import type { Format } from '../format.js'
import { type Language, languageOf } from '../languages.js'

type Result = VerificationResult<CredentialKind>
type AnswerKey = keyof AnswersTexts

/** What the one who shows a result knows beside it. */
export interface Asked {
  /** Whether it was issued to the person that was entered: an answer of its own, beside the result. */
  readonly match?: 'yes' | 'no' | 'unclear' | undefined
  /** Whether the issuer is one of the site that shows the result. */
  readonly isKnownIssuer?: boolean | undefined
}

/** The answer to a check: one of a fixed set, and the texts that say it. */
export interface Answer {
  readonly id: AnswerId
  /** How it looks: a badge to rely on, one that says nothing certain or has a flaw, one not to rely on. */
  readonly look: 'good' | 'warn' | 'bad'
  /** What is so, why, and what to do. */
  readonly what: AnswerKey
  readonly why: AnswerKey
  readonly next: AnswerKey
  /** Whether what it says is no more than what it claims: it is not genuine, or nobody can tell. */
  readonly claims: boolean
}

type AnswerId = (typeof rows)[number]['id']

/** A result, looked at for what decides about its answer. */
interface Seen extends Asked {
  readonly result: Result
  readonly status: (id: string) => CheckStatus | undefined
  /** Whether a problem of this check has one of these codes. */
  readonly says: (id: string, ...codes: string[]) => boolean
}

interface Row {
  readonly id: string
  readonly look: Answer['look']
  readonly when: (seen: Seen) => boolean
  readonly what: AnswerKey
  readonly why: AnswerKey | ((seen: Seen) => AnswerKey)
  readonly next: AnswerKey | ((seen: Seen) => AnswerKey)
}

/**
 * Every answer, in the order in which they win: the first that fits is given. What is not genuine is nothing else; what
 * is out of force is out of force for everybody; a fault of form is the last that matters.
 */
const rows = [
  {
    id: 'empty',
    look: 'warn',
    when: ({ says }) => says('input.parse', 'ERR_BAKE_NOTHING_BAKED'),
    what: 'empty.what',
    why: 'empty.why',
    next: 'empty.next',
  },
  {
    id: 'old',
    look: 'warn',
    when: ({ says, status }) => status('input.parse') === 'indeterminate' && says('input.parse', 'ERR_FORMAT_UNKNOWN'),
    what: 'old.what',
    why: 'old.why',
    next: 'old.next',
  },
  {
    id: 'unreadable',
    look: 'warn',
    when: ({ status, says }) => status('input.parse') === 'failed' && !says('input.parse', 'ERR_STATUS_REVOKED'),
    what: 'unreadable.what',
    why: 'unreadable.why',
    next: 'next.original',
  },
  {
    id: 'unsound',
    look: 'bad',
    when: ({ result, status }) =>
      result.facts.authentic === false &&
      ['proof.signature', 'issuer.binding'].every((id) => status(id) === 'passed') &&
      ['proof.purpose', 'proof.validity', 'proof.key'].every((id) => status(id) !== 'failed'),
    what: 'unsound.what',
    why: whyUnsound,
    next: 'next.corrected',
  },
  {
    id: 'forged',
    look: 'bad',
    when: ({ result }) => result.facts.authentic === false,
    what: 'forged.what',
    why: whyForged,
    next: 'next.never',
  },
  {
    id: 'suspended',
    look: 'bad',
    when: ({ result, status }) => status('status.revocation') === 'failed' && isSuspended(result.checks),
    what: 'suspended.what',
    why: 'suspended.why',
    next: 'next.later',
  },
  {
    id: 'revoked',
    look: 'bad',
    // Of a hosted badge its issuer says so by taking it away.
    when: ({ says, status }) => says('input.parse', 'ERR_STATUS_REVOKED') || status('status.revocation') === 'failed',
    what: 'revoked.what',
    why: 'revoked.why',
    next: 'revoked.next',
  },
  {
    id: 'unproven',
    look: 'warn',
    when: ({ result }) => result.facts.authentic === null && result.facts.inForce !== false,
    what: 'unproven.what',
    why: whyUnproven,
    next: 'next.ask',
  },
  {
    id: 'unprovenOver',
    look: 'bad',
    when: ({ result }) => result.facts.authentic === null,
    what: 'unproven.over',
    why: whyUnproven,
    next: 'next.ask',
  },
  {
    id: 'expired',
    look: 'bad',
    when: ({ status }) => status('validity.until') === 'failed',
    what: 'expired.what',
    why: 'expired.why',
    next: 'expired.next',
  },
  {
    id: 'notYet',
    look: 'bad',
    when: ({ status }) => status('validity.from') === 'failed',
    what: 'notYet.what',
    why: 'notYet.why',
    next: 'notYet.next',
  },
  {
    id: 'notInForce',
    look: 'bad',
    when: ({ result }) => result.facts.inForce === false,
    what: 'notInForce.what',
    why: 'notInForce.why',
    next: 'next.later',
  },
  {
    id: 'otherPerson',
    look: 'bad',
    when: ({ status, match, result }) =>
      match === 'no' || (status('subject.recipient') === 'failed' && result.outcome === 'failed'),
    what: 'otherPerson.what',
    why: 'otherPerson.why',
    next: 'otherPerson.next',
  },
  {
    id: 'otherKind',
    look: 'warn',
    when: ({ result: { kind }, says }) =>
      kind === 'credential' || (says('input.kind', 'ERR_KIND_UNEXPECTED') && kind !== 'badge' && kind !== 'clr'),
    what: 'otherKind.what',
    why: ({ result }) => (result.facts.inForce === true ? 'otherKind.true' : 'otherKind.null'),
    next: 'otherKind.next',
  },
  {
    id: 'unexpected',
    look: 'warn',
    when: ({ says }) => says('input.kind', 'ERR_KIND_UNEXPECTED'),
    what: 'unexpected.what',
    why: 'unexpected.why',
    next: 'unexpected.next',
  },
  {
    id: 'statusUnknown',
    look: 'warn',
    when: ({ status }) => status('status.revocation') === 'indeterminate',
    what: 'statusUnknown.what',
    why: 'statusUnknown.why',
    next: 'next.later',
  },
  {
    id: 'malformed',
    look: 'warn',
    when: ({ result }) => result.facts.conforms === false,
    what: 'malformed.what',
    why: 'malformed.why',
    next: 'malformed.next',
  },
  {
    id: 'untrusted',
    look: 'warn',
    when: ({ result, status }) => result.outcome === 'failed' && status('issuer.trust') === 'failed',
    what: 'untrusted.what',
    why: 'untrusted.why',
    next: 'untrusted.next',
  },
  {
    id: 'refused',
    look: 'warn',
    when: ({ result }) => result.outcome === 'failed',
    what: 'refused.what',
    why: 'refused.why',
    next: 'refused.next',
  },
  {
    id: 'verified',
    look: 'good',
    when: ({ result }) => result.outcome === 'verified',
    what: 'verified.what',
    why: whyVerified,
    next: nextOfVerified,
  },
  // Whatever else stays open is said to stay open.
  {
    id: 'unclear',
    look: 'warn',
    when: () => true,
    what: 'unclear.what',
    why: 'unproven.other',
    next: 'refused.next',
  },
] as const satisfies readonly Row[]

/** The answer to a result: one for a page, a print, a command line. */
export function answerOf(result: Result, asked: Asked = {}): Answer {
  const find = (id: string): Check | undefined => result.checks.find((check) => check.id === id)
  const seen: Seen = {
    ...asked,
    result,
    status: (id) => find(id)?.status,
    says: (id, ...codes) => find(id)?.problems.some(({ code }) => codes.includes(code)) === true,
  }
  const all: readonly Row[] = rows
  const row = all.find(({ when }) => when(seen)) as Row & { readonly id: AnswerId }
  const key = (value: Row['why']): AnswerKey => (typeof value === 'function' ? value(seen) : value)
  const { id, look, what } = row
  return { id, look, what, why: key(row.why), next: key(row.next), claims: result.facts.authentic !== true }
}

/** Three sentences of a language. */
export interface AnswerWords {
  readonly what: string
  readonly why: string
  readonly next: string
}

export function answerWords(
  texts: AnswersTexts,
  { fill, date }: Pick<Format, 'fill' | 'date'>,
  answer: Answer,
  result: Result,
): AnswerWords {
  const { kind } = result
  const document: JsonObject | undefined = result.credential ?? result.unverifiedCredential
  const day = (bound: 'begin' | 'end'): string => {
    const time = document && (dateOf(document, bound) ?? document[bound === 'begin' ? 'issuedOn' : 'expires'])
    return typeof time === 'string' ? date(time) : '…'
  }
  const issuer = result.issuer?.name ?? result.issuer?.id ?? '—'
  const thing = texts[kind === undefined || kind === 'badge' ? 'thing.badge' : 'thing.other']
  const values = {
    thing,
    issuer,
    domain: domainOf(result.issuer?.id) ?? issuer,
    from: day('begin'),
    until: day('end'),
  }
  const say = (key: AnswerKey): string => fill(texts[key], values)
  return { what: say(answer.what), why: say(answer.why), next: say(answer.next) }
}

/** Where an issuer is found on the web, by its id: host and path; `undefined` for what is only a key. */
function domainOf(id: string | undefined): string | undefined {
  const [, web] = /^did:web:([^#?]+)/.exec(id ?? '') ?? []
  if (web !== undefined) return decoded(web.split(':').join('/'))
  const [, url] = /^https?:\/\/([^?#]+?)\/?(?:[?#]|$)/.exec(id ?? '') ?? []
  return url
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const isSuspended = (checks: readonly Check[]): boolean =>
  checks.find(({ id }) => id === 'status.revocation')?.statuses?.every(({ answer }) => answer !== 'revoked') === true

function whyForged({ status }: Seen): AnswerKey {
  if (status('proof.present') === 'failed') return 'forged.unsigned'
  if (status('issuer.binding') === 'failed') return 'forged.issuer'
  if (status('proof.key') === 'failed') return 'forged.key'
  if (status('proof.signature') === 'failed') return 'forged.changed'
  if (status('proof.purpose') === 'failed' || status('proof.validity') === 'failed') return 'forged.proof'
  if (status('model.terms') === 'failed') return 'unsound.terms'
  return status('image.integrity') === 'failed' ? 'unsound.picture' : 'unsound.meaning'
}

function whyUnsound({ status }: Seen): AnswerKey {
  if (status('model.terms') === 'failed') return 'unsound.terms'
  if (status('image.integrity') === 'failed') return 'unsound.picture'
  return status('clr.credentials') === 'failed' ? 'unsound.inside' : 'unsound.meaning'
}

/** Whether it is of Open Badges 2.0 and came without a signature: its proof lies at an address. */
const isHosted = ({ result }: Seen): boolean =>
  result.standard === 'ob2' && result.proofs.every(({ alg }) => alg === undefined)

function whyUnproven(seen: Seen): AnswerKey {
  const { result, status, says } = seen
  const isOpen = (id: string): boolean => status(id) === 'indeterminate'
  if (says('input.kind', 'ERR_KIND_UNEXPECTED')) return 'unexpected.why'
  if (isOpen('input.parse')) return says('input.parse', 'ERR_SUITE_UNSUPPORTED') ? 'unproven.method' : 'unproven.hosted'
  if (isHosted(seen)) return 'unproven.hosted'
  if (says('model.terms', 'ERR_TERM_AMBIGUOUS')) return 'unproven.ambiguous'
  if (isOpen('model.context') || isOpen('model.terms') || isOpen('model.schema')) return 'unproven.words'
  if (says('issuer.binding', 'ERR_KEY_SELF_ASSERTED')) return 'unproven.self'
  if (isOpen('proof.key')) return says('proof.key', 'ERR_KEY_UNSUPPORTED') ? 'unproven.method' : 'unproven.key'
  if (result.problems.some(({ code }) => code === 'ERR_SUITE_UNSUPPORTED')) return 'unproven.method'
  return isOpen('issuer.binding') ? 'unproven.key' : 'unproven.other'
}

function whyVerified({ result, isKnownIssuer }: Seen): AnswerKey {
  if (isKnownIssuer === true) return 'verified.known'
  if (result.standard === 'ob2') return 'verified.old'
  return domainOf(result.issuer?.id) === undefined ? 'verified.key' : 'verified.domain'
}

function nextOfVerified({ result, isKnownIssuer, match }: Seen): AnswerKey {
  const isNamed = isKnownIssuer === true || result.trusted || domainOf(result.issuer?.id) !== undefined
  if (!isNamed) return 'next.issuer'
  return match === 'yes' ? 'next.matched' : 'next.person'
}

const loaders: Readonly<Record<Language, () => Promise<{ readonly answers: AnswersTexts }>>> = {
  en: () => import('../en/answers.js'),
  de: () => import('../de/answers.js'),
  es: () => import('../es/answers.js'),
  fr: () => import('../fr/answers.js'),
  ar: () => import('../ar/answers.js'),
  ja: () => import('../ja/answers.js'),
}

/** The sentences of a language; English for one that there are none in. */
export const loadAnswers = async (locale: string): Promise<AnswersTexts> =>
  (await loaders[languageOf(locale) ?? 'en']()).answers
