import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { JsonObject } from '../../types/json.js'
import { normalizeAddress } from '../core/address.js'
import { keyedHash, type ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import type { FormRuleRecord } from '../core/records/index.js'
import { put, read } from '../core/store.js'
import { fieldsOf } from './form-schema.js'
import type { FormRule } from './types.js'

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

const codeHash = (context: ServiceContext, formId: string, code: string): Promise<string> =>
  keyedHash(context, 'code of a form', formId, folded(code))

/** A rule as it is kept: addresses and codes as keyed hashes; `undefined` for one that ends. */
export async function readRule(
  context: ServiceContext,
  formId: string,
  schema: JsonObject,
  { roster = [], codes = [], answers = {}, atMost }: FormRule,
  before: FormRuleRecord | undefined,
): Promise<FormRuleRecord | undefined> {
  if (atMost === 0) return undefined
  const questions = fieldsOf(schema).map(({ name }) => name)
  const unknown = Object.keys(answers).find((name) => !questions.includes(name))
  if (unknown !== undefined) throw wrong(`The form has no question ${JSON.stringify(unknown.slice(0, 40))}.`)
  if (roster.length > limits.formRoster) throw wrong(`A list has at most ${limits.formRoster} addresses.`)
  if (codes.length > limits.formCodes || codes.some((code) => folded(code).length < 6 || code.length > 64)) {
    throw wrong(`A form has at most ${limits.formCodes} codes of 6 to 64 characters.`)
  }
  const right = Object.entries(answers).map(([name, texts]) => {
    if (!Array.isArray(texts) || texts.length === 0 || texts.length > 20 || !texts.every(isShort)) {
      throw wrong(`The right answers to a question are 1 to 20 texts of at most ${limits.title} characters.`)
    }
    return [name, (texts as readonly string[]).map(folded)] as const
  })
  if (roster.length + codes.length + right.length === 0) {
    throw wrong('A rule has a list of addresses, codes, or right answers.')
  }
  const hashes = await Promise.all([...new Set(roster.map(normalizeAddress))].map((each) => context.addressHash(each)))
  const codeHashes = await Promise.all(codes.map((code) => codeHash(context, formId, code)))
  return {
    ...defined({
      roster: roster.length === 0 ? undefined : hashes,
      codes: codes.length === 0 ? undefined : codeHashes,
      answers: right.length === 0 ? undefined : Object.fromEntries(right),
    }),
    atMost,
    approved: before?.approved ?? 0,
  }
}

const isShort = (text: unknown): boolean =>
  typeof text === 'string' && text.trim() !== '' && text.length <= limits.title

/** What an application is held against its rule with. */
export interface Applied {
  readonly hash: string
  readonly code: string | undefined
  readonly answers: JsonObject
}

/** The parts of the rule that the application fits, all of them; `undefined` where one does not. */
export async function fits(
  context: ServiceContext,
  formId: string,
  rule: FormRuleRecord | undefined,
  { hash, code, answers }: Applied,
): Promise<string | undefined> {
  if (rule === undefined || rule.approved >= rule.atMost) return undefined
  if (rule.roster?.includes(hash) === false) return undefined
  const given = code === undefined || code.length > 64 ? undefined : await codeHash(context, formId, code)
  if (rule.codes !== undefined && (given === undefined || !rule.codes.includes(given))) return undefined
  for (const [name, right] of Object.entries(rule.answers ?? {})) {
    if (!right.includes(folded(String(answers[name] ?? '')))) return undefined
  }
  return (['roster', 'codes', 'answers'] as const).filter((part) => rule[part] !== undefined).join(' ')
}

/** Counts one more that the rule approves, in the commit that does; of two at its end, one waits for a person. */
export async function countApproved(context: ServiceContext, formId: string): Promise<StorageChange> {
  const stored = await read(context.storage, 'forms', formId)
  const rule = stored?.value.rule
  if (stored === undefined || rule === undefined || rule.approved >= rule.atMost) throw ruleEnded()
  return put('forms', formId, stored, { ...stored.value, rule: { ...rule, approved: rule.approved + 1 } })
}

export const ruleEnded = (): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', 'The rule of this form has approved as many as it may.')
