import { parseDateTime } from '../internal/time.js'
import type { JsonObject } from '../types/json.js'

/**
 * Members that say when a credential begins and ends: VCDM 2.0 §4.9, and VCDM 1.1 §4.5 and §4.6, whose context defines
 * both pairs. Whichever are there must hold, so the latest beginning and the earliest end decide.
 */
const members = { begin: ['validFrom', 'issuanceDate'], end: ['validUntil', 'expirationDate'] } as const

export type Bound = keyof typeof members

export interface DateMember {
  readonly name: (typeof members)[Bound][number]
  /** Milliseconds since 1970; `null` for what is not a date with a time zone. */
  readonly time: number | null
}

/** The dates that are there, of the beginning or of the end. */
export function datesOf(document: JsonObject, bound: Bound): readonly DateMember[] {
  const found: DateMember[] = []
  for (const name of members[bound]) {
    const value = document[name]
    if (value !== undefined) found.push({ name, time: typeof value === 'string' ? parseDateTime(value) : null })
  }
  return found
}

/**
 * The date that decides, as the issuer wrote it. Where none is a date with a time zone, the first text that is there: such
 * a credential has failed, and is not shown as one without an end.
 */
export function dateOf(document: JsonObject, bound: Bound): string | undefined {
  const given = datesOf(document, bound).filter(({ name }) => typeof document[name] === 'string')
  const first = given.reduce<DateMember | undefined>(
    (best, each) => (best === undefined || rank(each, bound) < rank(best, bound) ? each : best),
    undefined,
  )
  return first === undefined ? undefined : String(document[first.name])
}

/** What decides comes first. */
const rank = ({ time }: DateMember, bound: Bound): number =>
  time === null ? Number.POSITIVE_INFINITY : bound === 'begin' ? -time : time
