import { BadgeError } from '../errors.js'
import { parseDateTime } from '../internal/time.js'
import { directionOf } from './languages.js'
import { fill, type Values } from './message.js'

/** How one language writes: messages, dates, numbers. */
export interface Format {
  /** BCP 47. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  /** A message with its places filled in. */
  fill(message: string, values?: Values): string
  number(value: number): string
  /** The day in words, in UTC: `March 1, 2026`. */
  longDate(time: string): string
  /** The same for a time that anybody may have written: what is not one stays as it is. */
  date(time: string): string
  /** The month in words, in UTC: `Mar 2026`. */
  shortMonth(time: string): string
}

/** Formatters are slow to make, so each is made when it is first needed. */
export function formatFor(locale: string): Format {
  let plurals: Intl.PluralRules | undefined
  let numbers: Intl.NumberFormat | undefined
  const counting = {
    plural(count: number) {
      plurals ??= new Intl.PluralRules(locale)
      return plurals.select(count)
    },
    number(value: number) {
      numbers ??= new Intl.NumberFormat(locale)
      return numbers.format(value)
    },
  }
  const dates = (parts: Intl.DateTimeFormatOptions) => {
    let formatter: Intl.DateTimeFormat | undefined
    return (date: Date): string => {
      formatter ??= new Intl.DateTimeFormat(locale, { ...parts, year: 'numeric', timeZone: 'UTC' })
      return formatter.format(date)
    }
  }
  const days = dates({ day: 'numeric', month: 'long' })
  const months = dates({ month: 'short' })
  return {
    locale,
    dir: directionOf(locale),
    fill: (message, values) => fill(message, counting, values),
    number: counting.number,
    longDate: (time) => days(dateOf(time)),
    date: (time) => (Number.isNaN(Date.parse(time)) ? time : days(new Date(time))),
    shortMonth: (time) => months(dateOf(time)),
  }
}

/** Year and month (1 to 12) of a time, in UTC wherever the program runs. */
export function monthOf(time: string): { readonly year: number; readonly month: number } {
  const date = dateOf(time)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

/** `YYYY-MM-DD` in UTC. */
export const isoDay = (time: string): string => dateOf(time).toISOString().slice(0, 10)

function dateOf(time: string): Date {
  const milliseconds = parseDateTime(time)
  if (milliseconds === null) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A time is written as ISO 8601 with a zone: 2026-01-31T12:00:00Z.')
  }
  return new Date(milliseconds)
}
