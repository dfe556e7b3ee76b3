import { createCache } from './cache.js'
import { sharedCache } from './shared-caches.js'
import { closest } from './suggest.js'
import { formatDateTime, parseDateTime } from './time.js'

/** Which end of a day a day alone means. */
export type DayEnd = 'start' | 'end'

export const UTC = 'UTC'

const DAY_ALONE = /^\d{4}-\d{2}-\d{2}$/
const [MINUTE, DAY] = [60_000, 86_400_000]
/** XSD and RFC 3339 know hours and minutes, and no more than 14 hours. */
const MOST_MINUTES = 14 * 60

const formatters = sharedCache('timeZones', createCache<Intl.DateTimeFormat>)

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters().get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  formatters().set(zone, made)
  return made
}

/** Whether it names a time zone of the IANA database that this runtime has. An offset is none: it knows no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return false
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

/** The zone that was probably meant, where its place was misspelt or given alone. */
export function meantZone(name: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone')
  const place = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).toLowerCase()
  const wanted = name.trim().replaceAll(' ', '_')
  return closest(wanted, zones) ?? zones.find((zone) => place(zone) === wanted.toLowerCase())
}

/** How far the clocks of the zone are ahead of UTC, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  if (zone === UTC) return 0
  const parts = formatterOf(zone).formatToParts(instant)
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes, seconds = '0'] = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
}

/** A point in time in whole seconds, in the offset that the zone has then: `2026-05-01T14:00:00+02:00`. */
export function formatInZone(date: Date, zone: string): string {
  const offset = writable(offsetAt(date.getTime(), zone))
  return offset === 0 ? formatDateTime(date) : written(date.getTime() + offset, offset)
}

/**
 * The first second of a day (`2026-12-31`) in a zone, or the last one, in the offset that the zone has then; `undefined`
 * where there is no such day: in the calendar, or in the zone, which left it out when it moved across the date line.
 *
 * Where clocks are put forward over midnight, the day begins or ends where they are; where they are put back over it, it
 * begins with the first of both midnights and ends with the last.
 */
export function endOfDay(day: string, end: DayEnd, zone: string): string | undefined {
  if (!DAY_ALONE.test(day)) return undefined
  const wall = parseDateTime(`${day}T${end === 'start' ? '00:00:00' : '23:59:59'}Z`)
  if (wall === null) return undefined
  if (zone === UTC) return `${day}T${end === 'start' ? '00:00:00' : '23:59:59'}Z`
  const [before, after] = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)]
  const met = offsetsOf(wall, zone)
  if (met.length > 0) {
    const offset = writable(end === 'start' ? Math.max(...met) : Math.min(...met))
    return written(wall, offset)
  }
  const change = changeBetween(wall - DAY, wall + DAY, zone)
  const [instant, offset] = end === 'start' ? [change, after] : [change - 1000, before]
  const text = written(instant + offset, writable(offset))
  return text.startsWith(day) ? text : undefined
}

/**
 * A time of a day (`14:00:00`) in a zone, in the offset that the zone has then; `undefined` where there is no such time,
 * since clocks are put forward over it, and where there are two, since they are put back.
 */
export function localTime(day: string, time: string, zone: string): string | undefined {
  const wall = parseDateTime(`${day}T${time}Z`)
  if (wall === null) return undefined
  const met = offsetsOf(wall, zone)
  const [offset] = met
  return offset === undefined || met.length > 1 ? undefined : written(wall, writable(offset))
}

/** The offsets in which the zone has that time on its clocks: one, as a rule. */
function offsetsOf(wall: number, zone: string): number[] {
  const around = new Set([offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)])
  return [...around].filter((offset) => offsetAt(wall - offset, zone) === offset)
}

/** The first second of the new offset, where the zone changes once in between. */
function changeBetween(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone)
  let [low, high] = [Math.floor(from / 1000), Math.ceil(to / 1000)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle * 1000, zone) === before) low = middle
    else high = middle
  }
  return high * 1000
}

/** Old local times have seconds, and some were 15 hours away: the nearest offset that can be written. */
function writable(offset: number): number {
  const minutes = Math.round(offset / MINUTE)
  return Math.max(-MOST_MINUTES, Math.min(MOST_MINUTES, minutes)) * MINUTE
}

function written(wall: number, offset: number): string {
  const text = formatDateTime(new Date(wall))
  if (offset === 0) return text
  const minutes = Math.abs(offset) / MINUTE
  const two = (count: number): string => String(count).padStart(2, '0')
  return `${text.slice(0, -1)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
