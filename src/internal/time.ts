import { BadgeError } from '../errors.js'
import type { Instant } from '../types/time.js'
import { sharedCache } from './shared-caches.js'

const DATE_TIME = /^(-?\d{4,})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/

/**
 * Milliseconds since 1970 of an XSD `dateTimeStamp` (a time zone is required), or `null` when the text is not one.
 * Stricter than `Date.parse`, which accepts much more and rolls 31 February over.
 */
export function parseDateTime(text: string): number | null {
  const times = lastTimes()
  if (text === times.read) return times.time
  const time = parse(text)
  // One document says the same time in several places, and each is looked at several times.
  if (text.length < 40) {
    times.read = text
    times.time = time
  }
  return time
}

interface LastTimes {
  read: string
  time: number | null
  second: number
  written: string
}

const lastTimes = sharedCache('lastTimes', (): LastTimes => ({ read: '', time: null, second: Number.NaN, written: '' }))

function parse(text: string): number | null {
  const match = DATE_TIME.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const endOfDay = h === 24 && mi === 0 && s === 0 && Number(fraction || 0) === 0
  if (mo < 1 || mo > 12 || d < 1 || d > daysInMonth(y, mo) || mi > 59 || s > 59) return null
  if (h > 23 && !endOfDay) return null
  const offset = zoneOffsetMinutes(zone)
  if (offset === null || Math.abs(y) > 200_000) return null
  const date = new Date(0)
  date.setUTCFullYear(y, mo - 1, d)
  date.setUTCHours(h, mi - offset, s, Math.floor(Number(`0.${fraction || 0}`) * 1000))
  return date.getTime()
}

const RFC3339_START = /^\d{4}-\d{2}-\d{2}T(?!24)/

/**
 * Whether a date and time that {@link parseDateTime} reads is one of RFC 3339 too: four digits of the year, hours from
 * 00 to 23. What is written again keeps to that, because many readers know nothing else.
 */
export const isRfc3339 = (text: string): boolean => RFC3339_START.test(text)

function zoneOffsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  if (hours > 14 || minutes > 59 || (hours === 14 && minutes > 0)) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Whole seconds in UTC, as Data Integrity proofs write `created`. */
export function formatDateTime(date: Date): string {
  const second = Math.floor(date.getTime() / 1000)
  // Anyone who signs many things in a row writes the same second again and again.
  const times = lastTimes()
  if (second !== times.second) {
    times.second = second
    times.written = `${date.toISOString().slice(0, -5)}Z`
  }
  return times.written
}

/** The time that an option gives, or `null` where it is not a point in time. */
export function instantOf(value: unknown): Date | null {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseDateTime(value) : null
  return time === null || Number.isNaN(time) ? null : new Date(time)
}

/** The time that the option of this name gives. Throws `ERR_ARGUMENT_INVALID`. */
export function readInstant(name: string, value: Instant): Date {
  const date = instantOf(value)
  if (date !== null) return date
  throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` must be a Date or an ISO 8601 time with a zone.`)
}
