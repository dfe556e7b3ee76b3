import { describe, expect, test } from 'vitest'
import { asDateTime, dateInTable } from '../../src/internal/date-forms.js'
import { localTime } from '../../src/internal/time-zone.js'

const berlin = 'Europe/Berlin'

describe('a date in a table', () => {
  test.each<[string, string]>([
    ['2026-12-31', '2026-12-31'],
    ['2026/12/31', '2026-12-31'],
    ['2026/1/2', '2026-01-02'],
    ['31.12.2026', '2026-12-31'],
    ['1.2.2026', '2026-02-01'],
    ['2025-06-30T14:00', '2025-06-30T14:00:00+02:00'],
    ['2025-06-30 14:00', '2025-06-30T14:00:00+02:00'],
    ['2025-06-30 9:05:07', '2025-06-30T09:05:07+02:00'],
    ['2025-12-30T14:00:30', '2025-12-30T14:00:30+01:00'],
    ['30.6.2025 14:00', '2025-06-30T14:00:00+02:00'],
    ['30.06.2025, 14:00', '2025-06-30T14:00:00+02:00'],
    ['2025-06-30 14:00Z', '2025-06-30T14:00:00Z'],
    ['2025-06-30 14:00 +0530', '2025-06-30T14:00:00+05:30'],
    // What is read already stays as it is.
    ['2025-06-30T14:00:00.5-03:00', '2025-06-30T14:00:00.5-03:00'],
    // That there is no such day is said where days are read.
    ['2026-02-30', '2026-02-30'],
  ])('%s is %s', (text, read) => expect(dateInTable(text, berlin)).toBe(read))

  test.each([
    ...['01/02/2026', '31/12/2026', '12/31/2026', '1-2-2026', '31-12-2026', '26.12.31', '31.12.26', '2026-1-2'],
    ...['46022', '20261231', 'soon', '2026', '2026-12', '31.12.', 'Dec 31, 2026', '2026-12/31', '2026.12.31'],
    ...['2025-06-30T25:00', '2025-06-30 14:60', '2025-06-30 2 pm', '2026-02-30 14:00', '2025-06-30 14:00 CET'],
    ...['2025-06-30 14:00+99:00', '', ' ', '2026-12-31T', '٢٠٢٦-١٢-٣١'],
  ])('%j leaves a doubt', (text) => expect(dateInTable(text, berlin)).toBeUndefined())

  // Clocks are put forward at two, and back at three.
  test.each(['2025-03-30 02:30', '2025-10-26 02:30', '26.10.2025 02:00'])('%s is not there, or twice', (text) =>
    expect(dateInTable(text, berlin)).toBeNull(),
  )

  test.each([
    ['2025-03-30 01:59:59', '2025-03-30T01:59:59+01:00'],
    ['2025-03-30 03:00', '2025-03-30T03:00:00+02:00'],
    ['2025-10-26 01:59', '2025-10-26T01:59:00+02:00'],
    ['2025-10-26 03:00', '2025-10-26T03:00:00+01:00'],
  ])('%s is there once', (text, read) => expect(dateInTable(text, berlin)).toBe(read))

  test('whose time it is', () => {
    const zones = ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati']
    expect(zones.map((zone) => localTime('2025-06-30', '14:00:00', zone))).toEqual([
      '2025-06-30T14:00:00Z',
      '2025-06-30T14:00:00+05:30',
      '2025-06-30T14:00:00-02:30',
      '2025-06-30T14:00:00+14:00',
    ])
  })
})

describe('a date to be mended', () => {
  test.each<[string, 'start' | 'end', string | undefined, string | undefined]>([
    ['2025-01-01', 'start', undefined, '2025-01-01T00:00:00Z'],
    ['2025-01-01', 'start', berlin, '2025-01-01T00:00:00+01:00'],
    ['2025-12-31', 'end', berlin, '2025-12-31T23:59:59+01:00'],
    ['20250701', 'end', 'America/New_York', '2025-07-01T23:59:59-04:00'],
    ['31.12.2025', 'end', berlin, '2025-12-31T23:59:59+01:00'],
    // Nobody can tell whose time it is, unless the zone is given.
    ['2025-06-30T14:00', 'start', undefined, undefined],
    ['2025-06-30T14:00', 'start', berlin, '2025-06-30T14:00:00+02:00'],
    ['2025-10-26 02:30', 'start', berlin, undefined],
    ['2025-06-30T14:00Z', 'start', berlin, '2025-06-30T14:00:00Z'],
  ])('%s, %s of the day, in %s', (text, end, zone, mended) => expect(asDateTime(text, end, zone)).toBe(mended))
})
