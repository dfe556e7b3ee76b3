import { describe, expect, test } from 'vitest'
import { checkValue } from '../../src/internal/options.js'
import { parseDateTime } from '../../src/internal/time.js'
import { endOfDay, formatInZone, isTimeZone } from '../../src/internal/time-zone.js'

const bothEnds = (day: string, zone: string) => [endOfDay(day, 'start', zone), endOfDay(day, 'end', zone)]

describe('a day begins and ends in its time zone', () => {
  // Expected: Python's `zoneinfo`.
  test.each([
    ['UTC', '2026-12-31', '2026-12-31T00:00:00Z', '2026-12-31T23:59:59Z'],
    ['Europe/Berlin', '2026-12-31', '2026-12-31T00:00:00+01:00', '2026-12-31T23:59:59+01:00'],
    ['Europe/Berlin', '2026-07-01', '2026-07-01T00:00:00+02:00', '2026-07-01T23:59:59+02:00'],
    ['Europe/London', '2026-01-15', '2026-01-15T00:00:00Z', '2026-01-15T23:59:59Z'],
    ['America/New_York', '2026-12-31', '2026-12-31T00:00:00-05:00', '2026-12-31T23:59:59-05:00'],
    ['Asia/Kolkata', '2026-12-31', '2026-12-31T00:00:00+05:30', '2026-12-31T23:59:59+05:30'],
    ['Pacific/Kiritimati', '2026-12-31', '2026-12-31T00:00:00+14:00', '2026-12-31T23:59:59+14:00'],
    ['America/St_Johns', '2026-12-31', '2026-12-31T00:00:00-03:30', '2026-12-31T23:59:59-03:30'],
    ['Europe/Berlin', '2028-02-29', '2028-02-29T00:00:00+01:00', '2028-02-29T23:59:59+01:00'],
  ])('%s %s', (zone, day, start, end) => {
    expect(bothEnds(day, zone)).toEqual([start, end])
  })

  test.each([
    // Clocks are changed during the day: the offsets of its ends differ.
    ['Europe/Berlin', '2026-03-29', '2026-03-29T00:00:00+01:00', '2026-03-29T23:59:59+02:00'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T00:00:00+02:00', '2026-10-25T23:59:59+01:00'],
    // Put forward at midnight: the day begins at one o'clock.
    ['Africa/Cairo', '2024-04-26', '2024-04-26T01:00:00+03:00', '2024-04-26T23:59:59+03:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T01:00:00-02:00', '2018-11-04T23:59:59-02:00'],
    // Put forward before midnight: the day ends an hour earlier.
    ['America/Nuuk', '2024-03-30', '2024-03-30T00:00:00-02:00', '2024-03-30T22:59:59-02:00'],
    // Put back at midnight: the last hour comes twice.
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T00:00:00-02:00', '2018-02-17T23:59:59-03:00'],
    ['America/Havana', '2024-11-03', '2024-11-03T00:00:00-04:00', '2024-11-03T23:59:59-05:00'],
    // Put back a minute after midnight: the day begins twice.
    ['America/St_Johns', '2006-10-29', '2006-10-29T00:00:00-02:30', '2006-10-29T23:59:59-03:30'],
  ])('where clocks are changed: %s %s', (zone, day, start, end) => {
    expect(bothEnds(day, zone)).toEqual([start, end])
  })

  test.each([
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Kwajalein', '1993-08-21'],
    ['Europe/Berlin', '2026-02-30'],
    ['Europe/Berlin', '2026-2-3'],
    ['UTC', '2026-02-29'],
    ['UTC', ''],
  ])('there is no such day: %s %s', (zone, day) => {
    expect(bothEnds(day, zone)).toEqual([undefined, undefined])
  })
})

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('in any zone, on any day', () => {
  const next = numbers(16)
  const zones = Intl.supportedValuesOf('timeZone')
  const cases = Array.from({ length: 400 }, () => {
    const day = new Date(Date.UTC(1990 + next(70), 0, 1 + next(366))).toISOString().slice(0, 10)
    return [zones[next(zones.length)] ?? 'UTC', day] as const
  })

  test('its first second is the first that a calendar there dates so, its last the last', () => {
    for (const [zone, day] of cases) {
      const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
      const [start = '', end = ''] = bothEnds(day, zone)
      const [first, last] = [parseDateTime(start) ?? Number.NaN, parseDateTime(end) ?? Number.NaN]
      const dated = [first - 1000, first, last, last + 1000].map((time) => calendar.format(time) === day)
      expect([zone, day, start, end, ...dated]).toEqual([zone, day, start, end, false, true, true, false])
      // What is written is the day, and an offset that the zone has then.
      expect([start.slice(0, 10), end.slice(0, 10)]).toEqual([day, day])
      expect([formatInZone(new Date(first), zone), formatInZone(new Date(last), zone)]).toEqual([start, end])
      // Nothing of the day lies outside.
      for (let hour = 1; hour < 30; hour++) {
        const around = [first - hour * 3_600_000, last + hour * 3_600_000]
        expect([zone, around.filter((time) => calendar.format(time) === day)]).toEqual([zone, []])
      }
    }
  })
})

describe('a point in time is written in the offset that its zone has then', () => {
  test.each([
    ['UTC', '2026-07-01T12:00:00Z'],
    ['Europe/Berlin', '2026-07-01T14:00:00+02:00'],
    ['America/New_York', '2026-07-01T08:00:00-04:00'],
    ['Pacific/Kiritimati', '2026-07-02T02:00:00+14:00'],
    ['Africa/Monrovia', '2026-07-01T12:00:00Z'],
  ])('%s', (zone, text) => {
    expect(formatInZone(new Date('2026-07-01T12:00:00Z'), zone)).toBe(text)
  })

  test('old local times, whose offsets have seconds or are farther away than can be written', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Manila', 'America/Juneau']) {
      const text = formatInZone(new Date('1830-01-01T12:00:00Z'), zone)
      expect(Math.abs((parseDateTime(text) ?? Number.NaN) - Date.UTC(1830, 0, 1, 12))).toBe(0)
    }
  })
})

describe('a name of a time zone', () => {
  test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1', 'America/Port-au-Prince'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true)
    },
  )

  test.each(['', '+01:00', 'Z', 'CEST', 'Europe/Berln', 'berlin', 'Mars/Olympus', 'Europe/Berlin ', 'x'.repeat(100)])(
    '%j is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false)
    },
  )

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
  ])('%s: the refusal says which was meant', (given, meant) => {
    expect(() => checkValue('timeZone', given, 'time zone')).toThrow(`did you mean ${meant}?`)
  })

  test('where nothing is close, it says what one looks like', () => {
    expect(() => checkValue('timeZone', '+01:00', 'time zone')).toThrow('Europe/Berlin.')
    expect(() => checkValue('timeZone', 7, 'time zone')).toThrow('Europe/Berlin.')
  })
})
