import { describe, expect, test } from 'vitest'
import { formatFor, isoDay, languages, monthOf } from '../../src/texts/index.js'
import { isMessage, placesOf, pluralsOf } from '../../src/texts/message.js'
import { codeOf } from '../support/codes.js'

const fill = (locale: string, message: string, values?: Record<string, string | number>) =>
  formatFor(locale).fill(message, values)

describe('messages', () => {
  test.each([
    ['en', '{n, plural, one {# day} other {# days}}', { n: 1 }, '1 day'],
    ['en', '{n, plural, one {# day} other {# days}}', { n: 1234 }, '1,234 days'],
    ['de', 'Noch {n, plural, one {ein Tag} other {# Tage}}.', { n: 1234 }, 'Noch 1.234 Tage.'],
    ['ar', '{n, plural, two {يومان} few {# أيام} other {# يوم}}', { n: 2 }, 'يومان'],
    ['ja', '{n, plural, other {#個}}', { n: 3 }, '3個'],
    ['en', '{n, plural, one {{who} has # badge} other {{who} has # badges}}', { n: 2, who: 'Kim' }, 'Kim has 2 badges'],
    ['en', 'of {total}', { total: 20_000 }, 'of 20,000'],
    ['en', '# and {a}', { a: '#' }, '# and #'],
  ])('%s: %s with %j', (locale, message, values, expected) => {
    expect(fill(locale, message, values)).toBe(expected)
  })

  test('a place without a value stays empty', () => {
    expect(fill('en', '{remark}')).toBe('')
    expect(fill('en', 'Reason: {reason}.', { other: 'x' })).toBe('Reason: .')
    expect(fill('en', '{__proto__}{constructor}{toString}')).toBe('')
  })

  test('what is filled in is never read as a place', () => {
    expect(fill('en', '{a}', { a: '{b}', b: 'no' })).toBe('{b}')
    expect(fill('en', '{n, plural, other {{a} #}}', { n: 1, a: '{n} #' })).toBe('{n} # 1')
  })

  test.each([
    '{',
    '}',
    '{a',
    '{a, plural,',
    '{a, plural, other {',
    '{{a}}',
    '{a b}',
    '{n, plural}',
    '{n, plural, one {x}}',
  ])('a message that is broken (%s) does not hang or throw, and is known for it', (message) => {
    expect(typeof fill('en', message, { a: '{b}', b: 'no' })).toBe('string')
    expect(isMessage(message)).toBe(false)
  })

  test('places and plurals are found at any depth', () => {
    const message = '{a} {n, plural, one {{b}} other {# {c}}}'
    expect([placesOf(message), pluralsOf(message), isMessage(message)]).toEqual([
      ['a', 'b', 'c', 'n'],
      [['one', 'other']],
      true,
    ])
  })
})

describe('dates', () => {
  test.each([
    ['en', 'March 1, 2026', 'Mar 2026'],
    ['de', '1. März 2026', 'März 2026'],
    ['es', '1 de marzo de 2026', 'mar 2026'],
    ['fr', '1 mars 2026', 'mars 2026'],
    ['ja', '2026年3月1日', '2026年3月'],
  ])('%s writes %s', (locale, day, month) => {
    const { longDate, shortMonth, date } = formatFor(locale)
    const time = '2026-03-01T00:30:00+01:00'
    // In UTC it is still February; the day is the one that was written.
    expect(longDate('2026-03-01T00:00:00Z')).toBe(day)
    expect(shortMonth('2026-03-01T00:00:00Z')).toBe(month)
    expect([isoDay(time), monthOf(time)]).toEqual(['2026-03-01', { year: 2026, month: 3 }])
    expect(date('2026-03-01')).toBe(day)
  })

  test('what is not a time is refused, or stays as it is where anybody may have written it', async () => {
    expect(await codeOf(async () => formatFor('en').longDate('yesterday'))).toBe('ERR_ARGUMENT_INVALID')
    const { date } = formatFor('en')
    for (const text of ['yesterday', '2025-02-31', '1 May 2025', '2025-13-01T00:00:00Z', ''])
      expect(date(text)).toBe(text)
    // Without a zone too, it is the day that is written: not that of the host's own zone.
    for (const time of ['2025-01-01', '2025-01-01T00:30:00', '2025-01-01 23:30', '2025-01-01T99:00:00Z']) {
      expect(date(time)).toBe('January 1, 2025')
    }
  })
})

test('scripts decide the direction', () => {
  const rightToLeft = ['ar', 'ar-EG', 'he', 'fa', 'ur', 'ps', 'yi', 'dv', 'ckb', 'uz-Arab', 'az-Arab']
  const others = ['en', 'uz', 'az', 'ja', 'ru', 'ar-Latn', 'not a tag', '']
  const { dir } = formatFor('en')
  expect(dir).toBe('ltr')
  expect(rightToLeft.map((tag) => formatFor(tag).dir)).toEqual(rightToLeft.map(() => 'rtl'))
  expect(others.filter((tag) => tag !== '' && tag !== 'not a tag').map((tag) => formatFor(tag).dir)).not.toContain(
    'rtl',
  )
  expect(languages.map((tag) => formatFor(tag).dir)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'rtl', 'ltr'])
})
