import { expect, test } from 'vitest'
import { parseMailReport } from '../../../src/adapters/mail/events.js'
import { codeOf } from '../../support/codes.js'

const report = (
  status: string,
  { type = 'delivery-status', original = 'Message-ID: <id@acme.example>', boundary = '"b=1"' } = {},
) =>
  [
    'From: MAILER-DAEMON@mx.example',
    `Content-Type: multipart/report; report-type=${type};`,
    `\tboundary=${boundary}`,
    'MIME-Version: 1.0',
    '',
    'This is a report.',
    `--${boundary.replaceAll('"', '')}`,
    'Content-Type: text/plain',
    '',
    'Could not deliver. Action: delivered',
    `--${boundary.replaceAll('"', '')}`,
    `Content-Type: message/${type}`,
    '',
    status,
    `--${boundary.replaceAll('"', '')}`,
    'Content-Type: message/rfc822',
    '',
    'Received: from somewhere',
    original,
    '',
    'Message-ID: <not-this@acme.example>',
    `--${boundary.replaceAll('"', '')}--`,
  ].join('\r\n')

const dsn = (action: string, status: string) =>
  `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; kim@example.org\r\nAction: ${action}\r\nStatus: ${status}\r\n`

test.each([
  ['failed', '5.1.1', { type: 'bounced', severity: 'hard' }],
  ['failed', '4.4.7', { type: 'bounced', severity: 'soft' }],
  ['delayed', '4.4.1', { type: 'deferred' }],
  ['delivered', '2.0.0', { type: 'delivered' }],
  ['relayed', '2.0.0', { type: 'delivered' }],
  ['FAILED', '5.0.0', { type: 'bounced', severity: 'hard' }],
])('RFC 3464: %s, %s', (action, status, expected) => {
  const event = { ...expected, messageId: '<id@acme.example>' }
  expect(parseMailReport(report(dsn(action, status)))).toEqual(event)
  expect(parseMailReport(report(dsn(action, status), { boundary: 'plain' }))).toEqual(event)
  expect(parseMailReport(report(dsn(action, status)).replaceAll('\r\n', '\n'))).toEqual(event)
})

test('RFC 5965: a complaint', () => {
  const complaint = report('Feedback-Type: abuse\r\nVersion: 1\r\n', { type: 'feedback-report' })
  expect(parseMailReport(complaint)).toEqual({ type: 'complained', messageId: '<id@acme.example>' })
})

test.each([
  ['', 'empty'],
  ['Subject: hello\r\n\r\nAction: failed', 'ordinary mail'],
  [report('', {}), 'no action'],
  [report(dsn('expanded', '2.0.0')), 'another action'],
  [report(dsn('failed', '5.1.1'), { original: 'Subject: x' }), 'no Message-ID'],
  [report(dsn('failed', '5.1.1'), { original: `Message-ID: <${'x'.repeat(300)}@a>` }), 'an endless Message-ID'],
  [report(dsn('failed', '5.1.1')).slice(0, 300), 'cut short'],
  ['Content-Type: multipart/report; report-type=delivery-status\r\n\r\n', 'no boundary'],
  [
    `Content-Type: multipart/report; report-type=delivery-status; boundary=a\r\n\r\n${'--a'.repeat(10_000)}`,
    'nothing but boundaries',
  ],
  ['\n'.repeat(100_000), 'empty lines'],
  [':'.repeat(100_000), 'colons'],
])('what is no report is passed over', (raw) => {
  expect(parseMailReport(raw)).toBeNull()
})

test('size is capped before any work', async () => {
  expect(await codeOf(() => parseMailReport('x'.repeat(1024 * 1024 + 1)))).toBe('ERR_LIMIT_EXCEEDED')
})
