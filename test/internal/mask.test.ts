import { expect, test } from 'vitest'
import { BadgeError } from '../../src/errors.js'
import { maskAddresses } from '../../src/internal/mask.js'
import { problem } from '../../src/internal/problems.js'

test.each([
  ['There is no column "kim@example.org".', 'There is no column "(address)".'],
  ['{"id":"mailto:kim@example.org"}', '{"id":"mailto:(address)"}'],
  ['/recipient/kim@example.org', '/recipient/(address)'],
  ['of kim@example.org, and KIM.LEE+x@Mail.Example.', 'of (address), and (address).'],
  ["o'brien@example.org", '(address)'],
  ['ким@пример.рф', '(address)'],
  ['kim@localhost', '(address)'],
  ['a@b@c', '(address)'],
  ['<kim@163.com>', '<(address)>'],
])('an address in %j is masked', (text, masked) => {
  expect(maskAddresses(text)).toBe(masked)
})

test.each([
  ['"@context" must be an array.'],
  ['/@context/0'],
  ["the member '@id'"],
  ['npm i nodemailer@^7.0.3'],
  ['npm i @scope/name@1.2.3-beta.1'],
  ['https://social.example/@kim'],
  ['no sign at all'],
  ['@'],
  ['kim@'],
])('%j holds no address', (text) => {
  expect(maskAddresses(text)).toBe(text)
})

test('a megabyte is masked in linear time', () => {
  const text = `${'a'.repeat(1 << 20)} x@y ${'@'.repeat(1 << 20)}${'a.'.repeat(1 << 19)} x@${'.'.repeat(1 << 20)}y`
  const started = performance.now()
  maskAddresses(text)
  expect(performance.now() - started).toBeLessThan(20_000)
})

test('errors and problems mask what they quote', () => {
  const found = problem('ERR_MODEL_INVALID', '"kim@example.org" is wrong.', '/a/kim@example.org')
  const error = new BadgeError('ERR_DRAFT_INVALID', 'At /kim@example.org', {
    pointer: '/kim@example.org',
    problems: [{ code: 'x', pointer: '/kim@example.org', detail: 'kim@example.org' }],
  })
  expect(JSON.stringify([found, error.message, error.pointer, error.problems])).not.toContain('kim')
})
