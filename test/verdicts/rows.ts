import { createHash } from 'node:crypto'
import type { Check, Problem, VerificationResult } from '../../src/types/verification.js'

/** One line of a table: an id, and what is so of it. */
export const row = (id: string, ...parts: readonly string[]): string =>
  [id, ...parts.filter((part) => part !== '')].join(' | ').replaceAll('\n', '⏎')

export const sorted = (rows: readonly string[]): readonly string[] => rows.toSorted((a, b) => (a < b ? -1 : 1))

/** A table, and the words that were read meanwhile, which may change where nothing else does. */
export interface Table {
  readonly rows: readonly string[]
  readonly words?: readonly string[]
}

const wordMembers = new Set(['title', 'detail', 'summary', 'next', 'fix', 'instruction'])

/** JSON without its words. */
export const wordless = (value: unknown): string =>
  JSON.stringify(value, (key, member) => (wordMembers.has(key) ? undefined : member))

/** The words of JSON, each line once. */
export function wordsOf(...values: readonly unknown[]): readonly string[] {
  const found = new Set<string>()
  for (const value of values) {
    JSON.stringify(value, (key, member) => {
      if (wordMembers.has(key)) found.add(`${key}: ${shorten(String(member), 600)}`)
      return member
    })
  }
  return sorted([...found])
}

/** Of text, bytes, or the JSON of anything else, member by member in their order. */
export function digest(value: unknown): string {
  const content = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value)
  return `sha256:${createHash('sha256').update(content).digest('hex').slice(0, 32)}`
}

/** What a verification says, but for the words. */
export function verdict(result: VerificationResult): readonly string[] {
  const { outcome, source, standard = '–', trusted, refreshed, proofs, checks } = result
  return [
    outcome,
    `${source} ${standard}${trusted ? ' trusted' : ''}${refreshed ? ' refreshed' : ''}`,
    proofs.map(({ type, cryptosuite, alg, status }) => `${cryptosuite ?? alg ?? type} ${status}`).join(', '),
    checks
      .filter(({ status }) => status === 'failed' || status === 'indeterminate')
      .map(finding)
      .join('; '),
    waiting(checks),
    warned(checks),
  ]
}

const finding = ({ id, status, required, problems, nested = [] }: Check): string =>
  [
    id,
    required ? status : `${status} (optional)`,
    ...problems.map(place),
    ...nested.map(({ pointer, result }) => `[${pointer} ${result.outcome}]`),
  ].join(' ')

/** Checks that wait for another, together. What is skipped since nothing asked for it is passed over: it is in nearly every row. */
function waiting(checks: readonly Check[]): string {
  const groups = new Map<string, string[]>()
  for (const { id, status, waitsFor, required } of checks) {
    if (status !== 'skipped' || (!required && waitsFor === undefined)) continue
    const group = groups.get(waitsFor ?? 'nothing') ?? []
    groups.set(waitsFor ?? 'nothing', [...group, id])
  }
  const told = [...groups].map(([id, waiting]) => `${waiting.join(', ')} for ${id}`).join('; ')
  return told === '' ? '' : `wait: ${told}`
}

const warned = (checks: readonly Check[]): string => {
  const all = checks.flatMap(({ id, warnings }) => warnings.map((warning) => `${id} ${place(warning)}`))
  return all.length === 0 ? '' : `warnings: ${all.join('; ')}`
}

const place = ({ code, pointer }: Problem): string => (pointer === undefined ? code : `${code}@${shorten(pointer)}`)

/** Some attacks are in long names. */
const shorten = (text: string, most = 120): string =>
  text.length > most ? `${text.slice(0, most - 40)}…${digest(text)}` : text
