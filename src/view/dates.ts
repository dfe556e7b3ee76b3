import { BadgeError } from '../errors.js'
import { parseDateTime } from '../internal/time.js'

/** Year and month (1 to 12) of a time, in UTC wherever the program runs. */
export function monthOf(time: string): { readonly year: number; readonly month: number } {
  const date = dateOf(time)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

/** `YYYY-MM-DD` in UTC. */
export const isoDay = (time: string): string => dateOf(time).toISOString().slice(0, 10)

/** The day in words of a language, in UTC: `1 March 2026`. */
export const longDate = (time: string, locale: string | undefined): string =>
  written(time, locale, { day: 'numeric', month: 'long' })

/** The month in words of a language, in UTC: `Mar 2026`. */
export const shortMonth = (time: string, locale: string | undefined): string =>
  written(time, locale, { month: 'short' })

function written(time: string, locale: string | undefined, parts: Intl.DateTimeFormatOptions): string {
  return formatter(locale, { ...parts, year: 'numeric', timeZone: 'UTC' }).format(dateOf(time))
}

function formatter(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale ?? 'en', options)
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The locale is not a BCP 47 language tag, such as "en" or "pt-BR".', {
      cause,
    })
  }
}

function dateOf(time: string): Date {
  const milliseconds = parseDateTime(time)
  if (milliseconds === null) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A time is written as ISO 8601 with a zone: 2026-01-31T12:00:00Z.')
  }
  return new Date(milliseconds)
}
