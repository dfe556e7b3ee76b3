import type { JsonValue } from '../types/json.js'
import { formatDateTime, parseDateTime } from './time.js'
import { type DayEnd, endOfDay, localTime, UTC } from './time-zone.js'

const LOOSE =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2}))?(\.\d+)?\s*([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/
/** RFC 5322, as mails and JavaScript write dates; always with a zone. */
const MAILED = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}(?::\d{2})?) (GMT|UTC?|Z|[+-]\d{4})$/
/** In English, from January on. */
export const months = 'January February March April May June July August September October November December'.split(' ')

/** Seconds since 1970 of the years 2001 to 2099: digits beyond are another number. */
const SECONDS = { from: 978_307_200, to: 4_102_444_800 }

/** Which end of a day is meant by a day alone at a place. */
export const dayEndAt = (pointer: string): DayEnd =>
  /(validUntil|expirationDate|activityEndDate)$/.test(pointer) ? 'end' : 'start'

/**
 * A date and time in the form of RFC 3339, when what is there lacks nothing but the form; `undefined` where something
 * would have to be guessed: which of two numbers is the month, or a zone. A day alone is its beginning or end in the zone
 * of the issuer, and a time without an offset is one there, where that zone is known; without one, days are those of UTC.
 */
export function asDateTime(value: JsonValue | undefined, end: DayEnd = 'start', timeZone?: string): string | undefined {
  if (typeof value === 'number') return fromCount(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^\d{10}$|^\d{13}$/.test(text)) return fromCount(Number(text))
  const parts = fromLoose(text) ?? fromMail(text)
  if (parts !== undefined) return parsable(parts)
  const day = dayOf(text)
  return day === undefined ? undefined : endOfDay(day, end, timeZone ?? UTC)

  function fromLoose(given: string): string | undefined {
    const [, y, mo, d, h, mi, s = '00', fraction = '', zone] = LOOSE.exec(given) ?? []
    if (h === undefined) return undefined
    const date = `${y}-${mo}-${d}`
    if (zone !== undefined) return `${date}T${h}:${mi}:${s}${fraction}${zoneOf(zone)}`
    return timeZone === undefined ? undefined : localTime(date, `${h}:${mi}:${s}`, timeZone)
  }
}

/** A day alone, in a form that leaves no doubt. */
export function dayOf(text: string): string | undefined {
  const [, y, mo, d, h] = LOOSE.exec(text) ?? []
  if (y !== undefined) return h === undefined ? `${y}-${mo}-${d}` : undefined
  const [, day, month, year] = DOTTED.exec(text) ?? []
  if (year !== undefined) return `${year}-${two(month)}-${two(day)}`
  const [, whole, , , slashedMonth, slashedDay] = YEAR_FIRST.exec(text) ?? []
  if (slashedDay !== undefined) return `${whole}-${two(slashedMonth)}-${two(slashedDay)}`
  const [, first, second, last] = SLASHED.exec(text) ?? []
  if (last === undefined) return undefined
  // Which comes first is known only where one of them cannot be a month.
  if (Number(second) > 12 && Number(first) <= 12) return `${last}-${two(first)}-${two(second)}`
  return Number(first) > 12 && Number(second) <= 12 ? `${last}-${two(second)}-${two(first)}` : undefined
}

const two = (digits = ''): string => digits.padStart(2, '0')

/** A day, or a day and a time with or without an offset, as tables have them. */
const IN_TABLE = /^(\d[\d./-]{7,9})(?:(?:[Tt]|,? +)(\d{1,2}:\d{2}(?::\d{2})?)(?: *([Zz]|[+-]\d{2}:?\d{2}))?)?$/
const YEAR_FIRST = /^(\d{4})(?:-(\d{2})-(\d{2})|\/(\d{1,2})\/(\d{1,2}))$/

/**
 * What a cell of a table says that holds a date: a day as `2026-12-31`, or a point in time with an offset, which for a
 * time without one is that of the issuer's zone. `undefined` for a form that leaves a doubt, such as `01/02/2026`, and
 * `null` for a time that the zone does not have, or has twice, since clocks are changed then.
 */
export function dateInTable(text: string, timeZone: string): string | null | undefined {
  if (parseDateTime(text) !== null) return text
  const [, date = '', time, zone] = IN_TABLE.exec(text) ?? []
  const day = dayInTable(date)
  if (day === undefined || time === undefined) return day
  const clock = `${two(time.split(':')[0])}${time.slice(time.indexOf(':'))}${time.length > 5 ? '' : ':00'}`
  if (zone !== undefined) return parsable(`${day}T${clock}${zoneOf(zone)}`)
  // 25:00 is not a time on any day; it is not for the zone to leave out.
  return parsable(`${day}T${clock}Z`) === undefined ? undefined : (localTime(day, clock, timeZone) ?? null)
}

/** With the year first, or with dots: those are written with the day first everywhere. */
function dayInTable(date: string): string | undefined {
  const [, year, month, day, month2 = month, day2 = day] = YEAR_FIRST.exec(date) ?? []
  if (year !== undefined) return `${year}-${two(month2)}-${two(day2)}`
  return DOTTED.test(date) ? dayOf(date) : undefined
}

const parsable = (text: string): string | undefined => (parseDateTime(text) === null ? undefined : text)

const zoneOf = (zone: string): string =>
  /^[a-z]/i.test(zone) ? 'Z' : zone.replace(/^(...):?(\d\d)?$/, (_all, hours, minutes) => `${hours}:${minutes ?? '00'}`)

function fromMail(text: string): string | undefined {
  const [, day, name, year, time = '', zone = ''] = MAILED.exec(text) ?? []
  const month = months.findIndex((each) => each.slice(0, 3) === name) + 1
  if (year === undefined || month === 0) return undefined
  const seconds = time.length === 5 ? `${time}:00` : time
  return `${year}-${two(String(month))}-${two(day)}T${seconds}${/^[+-]/.test(zone) ? zoneOf(zone) : 'Z'}`
}

function fromCount(count: number): string | undefined {
  const seconds = count > SECONDS.to ? count / 1000 : count
  return seconds >= SECONDS.from && seconds <= SECONDS.to ? formatDateTime(new Date(seconds * 1000)) : undefined
}
