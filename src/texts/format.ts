import { BadgeError } from '../errors.js'
import { createCache } from '../internal/cache.js'
import { sharedCache } from '../internal/shared-caches.js'
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
  /** The day in words, as its issuer wrote it, in the offset of the text: `March 1, 2026`. */
  longDate(time: string): string
  /** The same for a time that anybody may have written: what is not one stays as it is. */
  date(time: string): string
  /** The month in words, in the offset of the text: `Mar 2026`. */
  shortMonth(time: string): string
}

const formats = sharedCache('formats', createCache<Format>)

/** Formatters are slow to make, so each is made when it is first needed, and once for all pages of a language. */
export function formatFor(locale: string): Format {
  const known = formats().get(locale) ?? makeFormat(locale)
  formats().set(locale, known)
  return known
}

function makeFormat(locale: string): Format {
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
    longDate: (time) => days(writtenDate(time)),
    date: (time) => {
      const day = dayIn(time)
      return day === undefined ? time : days(day)
    },
    shortMonth: (time) => months(writtenDate(time)),
  }
}

/** Year and month (1 to 12) of a time as it is written, in its own offset, wherever the program runs. */
export function monthOf(time: string): { readonly year: number; readonly month: number } {
  const date = writtenDate(time)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

/** `YYYY-MM-DD` as it is written, in its own offset. */
export const isoDay = (time: string): string => writtenDate(time).toISOString().slice(0, 10)

/**
 * A date whose parts in UTC are those of the text. Midnight of New Year's Day in Berlin is in December by UTC; the issuer
 * signed January, and that is what people are shown. Whether something is in force goes by the instant instead.
 */
function writtenDate(time: string): Date {
  const date = parseDateTime(time) === null ? undefined : dayIn(time)
  if (date !== undefined) return date
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'A time is written as ISO 8601 with a zone: 2026-01-31T12:00:00Z.')
}

/** The day that a text begins with, whatever comes after it; `undefined` where it is none. */
function dayIn(text: string): Date | undefined {
  const [day] = /^-?\d{4,}-\d{2}-\d{2}(?=$|[T ])/.exec(text) ?? []
  const noon = day === undefined ? null : parseDateTime(`${day}T12:00:00Z`)
  return noon === null ? undefined : new Date(noon)
}
