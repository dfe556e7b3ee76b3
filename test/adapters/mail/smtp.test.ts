import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { authenticate } from 'mailauth'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folderMail } from '../../../src/adapters/mail/folder.js'
import { smtpMail } from '../../../src/adapters/mail/smtp.js'
import { limits } from '../../../src/internal/limits.js'
import type { MailAdapter } from '../../../src/service/index.js'
import { languages, loadTexts } from '../../../src/texts/index.js'
import { DAY, draft, testService } from '../../service/service.js'
import { anyCharacter } from '../../support/characters.js'
import { codeOf } from '../../support/codes.js'

const picture = new Uint8Array(readFileSync(new URL('../../../examples/art/welder.png', import.meta.url)))
const kim = { email: 'kim@example.org', name: 'Kim "焊" Lee' }

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

/** A real SMTP server on this machine. */
async function server(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts),
        })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const { port } = smtp.server.address() as AddressInfo
  return { received, port }
}

const local = (port: number) => ({ host: '127.0.0.1', port, dangerouslyAllowPlaintext: true })

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dkim = {
  domain: 'acme.example',
  selector: 'badges',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
}

/** DNS with one DKIM key in it. */
const resolver = async (name: string, type: string): Promise<string[][]> => {
  if (name === 'badges._domainkey.acme.example' && type === 'TXT') {
    return [[`v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`]]
  }
  throw Object.assign(new Error('no such record'), { code: 'ENOTFOUND' })
}

async function sendAll(mail: MailAdapter, locale = 'en') {
  const t = await testService({
    mail,
    mailSettings: {
      from: { address: 'badges@acme.example', name: 'Acme Academy' },
      replyTo: { address: 'office@acme.example' },
    },
  })
  onTestFinished(() => t.service.close())
  const badge = await t.service.issue({ draft, recipient: { ...kim, locale }, picture })
  await t.service.mail.deliver()
  t.clock.pass(4 * DAY)
  const report = await t.service.tick()
  return { ...t, badge, report }
}

describe('SMTP', () => {
  test('a message arrives whole: two texts, the picture inline, headers, DKIM over what RFC 8058 asks for', async () => {
    const { received, port } = await server()
    await sendAll(await smtpMail({ ...local(port), dkim, returnPath: 'bounces@acme.example' }))
    expect(received.map(({ from, to }) => ({ from, to }))).toEqual([
      { from: 'bounces@acme.example', to: [kim.email] },
      { from: 'bounces@acme.example', to: [kim.email] },
    ])
    const [offer, reminder] = (await Promise.all(
      received.map(({ raw }) => simpleParser(raw, { skipImageLinks: true })),
    )) as [ParsedMail, ParsedMail]
    expect(offer.from?.value).toEqual([{ address: 'badges@acme.example', name: 'Acme Academy' }])
    expect((offer.to as { value: unknown }).value).toEqual([{ address: kim.email, name: kim.name }])
    expect(offer.replyTo?.value[0]?.address).toBe('office@acme.example')
    expect(offer.subject).toBe('Acme Academy awards you the badge “Welder I”')
    expect(offer.messageId).toMatch(/^<[0-9a-z]{26}@acme\.example>$/)
    expect(offer.headers.get('auto-submitted')).toBe('auto-generated')
    expect(offer.text).toMatch(/https:\/\/badges\.example\/app\/claim\/clm_[\w-]{43}\n/)
    expect(offer.html).toContain('<html lang="en" dir="ltr">')
    const [inline] = offer.attachments
    expect(inline).toMatchObject({
      contentType: 'image/png',
      contentDisposition: 'inline',
      cid: 'badge',
      related: true,
    })
    // As it is shown: the PNG that was given, drawn at 320 pixels.
    const drawn = new DataView(new Uint8Array(inline?.content ?? []).buffer)
    expect([drawn.getUint32(0), drawn.getUint32(16), drawn.getUint32(20)]).toEqual([0x89504e47, 320, 320])
    expect(received[0]?.raw.length).toBeLessThan(limits.mailBytes)
    expect(received[0]?.raw.toString()).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*multipart\/related/)
    expect(String(reminder.headers.get('list-unsubscribe-post') ?? reminder.headers.get('list'))).toBeTruthy()
    for (const { raw } of received) {
      const { dkim: checked } = await authenticate(raw, {
        resolver,
        disableArc: true,
        disableDmarc: true,
        disableBimi: true,
      })
      expect(checked.results.map(({ status }) => status.result)).toEqual(['pass'])
    }
    const signature =
      /DKIM-Signature:[\s\S]*?\r\n(?!\s)/i.exec(received[1]?.raw.toString() ?? '')?.[0].replaceAll(/\s/g, '') ?? ''
    expect(signature.toLowerCase()).toMatch(/h=[^;]*list-unsubscribe:list-unsubscribe-post/)
    const changed = Buffer.from(
      (received[0]?.raw.toString('latin1') ?? '').replace('Subject: ', 'Subject: X'),
      'latin1',
    )
    const { dkim: broken } = await authenticate(changed, {
      resolver,
      disableArc: true,
      disableDmarc: true,
      disableBimi: true,
    })
    expect(broken.results.map(({ status }) => status.result)).toEqual(['fail'])
  })

  test.each(languages)('in %s the parts say the same, in the direction of the writing', async (locale) => {
    const { received, port } = await server()
    await sendAll(await smtpMail(local(port)), locale)
    const mail = await simpleParser(received[0]?.raw ?? '', { skipImageLinks: true })
    const { offer } = (await loadTexts(locale)).mail.kinds
    const subject = offer.subject.replace('{issuer}', 'Acme Academy').replace('{badge}', 'Welder I')
    // Blanks that keep words together are ordinary ones in a header.
    expect(mail.subject).toBe(subject.replaceAll('\u00a0', ' '))
    expect(mail.html).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">`)
    expect(mail.text).toContain(offer.button)
    expect(mail.html).toContain(offer.button)
    expect(mail.html).toContain(offer.preheader.replace('{issuer}', 'Acme Academy'))
    expect(mail.html).toMatch(/prefers-color-scheme: ?dark/)
    expect((mail.html as string).length).toBeLessThan(102_400)
    expect(mail.html).not.toMatch(/\b(src|href)="(?!cid:badge|https:\/\/badges\.example\/app\/)/)
  })

  test.each([
    [451, '4.7.1 Try again later', { sent: 0, later: 1, ended: 0 }, 'queued'],
    [550, '5.1.1 No such user', { sent: 0, later: 0, ended: 1 }, 'bounced'],
    [554, '5.7.1 Refused by policy', { sent: 0, later: 0, ended: 1 }, 'failed'],
  ])('an answer of %i to the address: %s', async (responseCode, text, report, state) => {
    const { port } = await server({
      onRcptTo(_address, _session, done) {
        done(Object.assign(new Error(text), { responseCode }))
      },
    })
    const t = await testService({ mail: await smtpMail(local(port)) })
    onTestFinished(() => t.service.close())
    const badge = await t.service.issue({ draft, recipient: kim })
    expect(await t.service.mail.deliver()).toEqual(report)
    expect((await t.service.get(badge.id))?.mail).toBe(state)
  })

  test('a server that is not there, and one without TLS, are tried again; nothing goes out in the clear unasked', async () => {
    const { received, port } = await server()
    const mails = [
      await smtpMail({ host: '127.0.0.1', port: 1, dangerouslyAllowPlaintext: true }),
      await smtpMail({ host: '127.0.0.1', port }),
    ]
    for (const mail of mails) {
      const t = await testService({ mail })
      await t.service.issue({ draft, recipient: kim })
      expect(await t.service.mail.deliver()).toEqual({ sent: 0, later: 1, ended: 0 })
      await t.service.close()
    }
    expect(received).toEqual([])
  })

  test('options that make no sense are refused', async () => {
    expect(await codeOf(() => smtpMail({ host: '' }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => testService({ mailSettings: undefined as never }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

test('S7 (hostile text stays text): hostile text in every field adds no header, no recipient, no element and no link to a mail', async () => {
  const { received, port } = await server()
  const mail = await smtpMail(local(port))
  const t = await testService({ mail })
  onTestFinished(() => t.service.close())
  const shape = (message: ParsedMail, raw: Buffer) => ({
    headers: [...message.headers.keys()].sort(),
    to: (message.to as { value: unknown[] }).value.length,
    tags: ((message.html || '').match(/<[a-z][^>]*/gi) ?? []).map((tag) => /^<\w+/.exec(tag)?.[0]),
    lines: raw
      .toString('latin1')
      .split('\r\n\r\n')[0]
      ?.split('\r\n')
      .filter((line) => /^\S+:/.test(line)).length,
  })
  const send = async (text: string) => {
    received.length = 0
    const achievement = { name: text, description: text, criteria: text }
    await t.service.issue({
      draft: { issuer: { name: text }, achievement },
      recipient: { email: kim.email, name: text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '') },
    })
    await t.service.mail.deliver()
    const [{ raw } = { raw: Buffer.alloc(0) }] = received
    return shape(await simpleParser(raw, { skipImageLinks: true }), raw)
  }
  const harmless = await send('Welder')
  const corpus = [
    'a\r\nBcc: victim@example.net',
    'a\nSubject: other\n\nbody',
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'; onmouseover='alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    '=?utf-8?q?=0D=0ABcc:_victim=40example.net?=',
    '{name} {issuer} {remark} #',
    '\u2028\u2029\u202e\u0000\u0007 end',
    'x'.repeat(150),
    '😀'.repeat(60),
    '<victim@example.net>, <other@example.net>',
  ]
  for (const text of corpus) expect(await send(text), text).toEqual(harmless)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: anyCharacter, minLength: 1, maxLength: 60 }), async (text) => {
      fc.pre(text.trim() !== '')
      expect(await send(text)).toEqual(harmless)
    }),
    { seed: 11, numRuns: 60 },
  )
}, 60_000)

describe('a folder of .eml files', () => {
  test('holds one file for each message, also when it is sent twice, that mail programs read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-eml-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const mail = await folderMail({ folder: join(folder, 'out'), dkim })
    const t = await testService({
      mail: {
        async send(message) {
          await mail.send(message)
          return mail.send(message)
        },
      },
      mailSettings: { from: { address: 'badges@acme.example' } },
    })
    await t.service.issue({ draft, recipient: kim, picture })
    await t.service.mail.deliver()
    const files = readdirSync(join(folder, 'out'))
    expect(files).toHaveLength(1)
    expect(files[0]).toMatch(/^[0-9a-z]{26}\.eml$/)
    const raw = readFileSync(join(folder, 'out', files[0] ?? ''))
    expect(raw.toString('latin1')).not.toMatch(/[^\r]\n/)
    const parsed = await simpleParser(raw, { skipImageLinks: true })
    expect(parsed.attachments).toHaveLength(1)
    const { dkim: checked } = await authenticate(raw, {
      resolver,
      disableArc: true,
      disableDmarc: true,
      disableBimi: true,
    })
    expect(checked.results.map(({ status }) => status.result)).toEqual(['pass'])
  })

  test('that cannot be written to is said, and the message is tried again', async () => {
    expect(await codeOf(() => folderMail({ folder: '/dev/null/out' }))).toBe('ERR_FILE_UNWRITABLE')
  })
})
