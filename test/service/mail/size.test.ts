import { describe, expect, test } from 'vitest'
import { openTransport, toNodemailer } from '../../../src/adapters/mail/nodemailer.js'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { pngHeader, writeIndexedPng } from '../../../src/container/png/index.js'
import { limits } from '../../../src/internal/limits.js'
import { branded } from '../../../src/service/core/brand-now.js'
import { createServiceContext } from '../../../src/service/core/context.js'
import type { BadgeRecord, MessageKind, MessageRecord } from '../../../src/service/core/records/index.js'
import { messageKinds } from '../../../src/service/core/records/index.js'
import { composeMail } from '../../../src/service/outbox/compose.js'
import { languages } from '../../../src/texts/index.js'
import { testKey } from '../../support/badge.js'

/** Nothing packs worse than pixels that have nothing to do with each other. */
function noise(width: number, height: number): Promise<Uint8Array> {
  let seed = 7
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) | 0
    return (seed >> 16) & 0xff
  }
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, next)
  return writeIndexedPng({ width, height, palette: bytes(768), indexes: bytes(width * height) })
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const NAME =
  'Advanced Certificate in the Welding of Stainless Steel under Water, with Distinction in Practice and Theory'
const ISSUER = 'Ravensburg Institute of Applied Sciences and the Crafts'

async function contextWith(picture: Uint8Array, logo: Uint8Array) {
  const context = createServiceContext({
    signer: await testKey(),
    storage: memoryStorage(),
    baseUrl: 'https://badges.example/app/',
    secret: new Uint8Array(32),
    mailSettings: { from: { address: 'badges@acme.example', name: ISSUER } },
    brand: {
      name: ISSUER,
      logo,
      colour: '#205030',
      replyTo: { address: 'answers@acme.example' },
      imprintUrl: 'https://acme.example/imprint',
      privacyUrl: 'https://acme.example/privacy',
      postal: 'Long Lane 1\n88212 Ravensburg',
    },
  })
  await context.blobs.put('pictures/p', { bytes: picture, mediaType: 'image/png' })
  return branded(context)
}

type Context = Awaited<ReturnType<typeof contextWith>>

function write(context: Context, kind: MessageKind, locale: string, name = NAME) {
  const badge = {
    id: 'b-1',
    stage: 'claimed',
    picture: 'pictures/p',
    achievementName: name,
    issuerName: ISSUER,
    validUntil: '2030-01-01T00:00:00Z',
    recipient: { email: 'kim@example.org', name: 'Kim Lee' },
  } as unknown as BadgeRecord
  const message = {
    id: 'm-1',
    kind,
    channel: 'mail',
    to: 'kim@example.org',
    locale,
    nonce: 'n',
    data: {
      form: name,
      child: 'Kim Lee',
      until: '2030-01-01T00:00:00Z',
      remark: 'Please. '.repeat(120),
      reason: 'x',
      count: '3',
    },
    createdAt: '2026-01-01T00:00:00Z',
  } as unknown as MessageRecord
  return composeMail(context, message, badge, { code: '123456' })
}

describe('a mail', async () => {
  const context = await contextWith(await noise(1200, 900), await noise(900, 260))
  const transport = await openTransport({ streamTransport: true, buffer: true })
  const rows = messageKinds.flatMap((kind) => languages.map((locale) => [kind, locale] as const))

  test.each(rows)('%s in %s has at most 60 kB as it is sent, and a subject that lists show', async (kind, locale) => {
    const mail = await write(context, kind, locale)
    const { message } = await transport.sendMail(toNodemailer(mail))
    expect((message as Uint8Array).length).toBeLessThanOrEqual(limits.mailBytes)
    expect(mail.pictures.map(({ cid }) => cid)).toEqual(['badge', 'logo'])
    expect(mail.subject.length).toBeLessThanOrEqual(limits.mailSubject)
  })

  test('names a badge whole everywhere but in its subject', async () => {
    const { subject, text, html } = await write(context, 'offer', 'en')
    expect(subject).toMatch(/^Ravensburg Inst.*… awards you the badge “Advanced Cert.*…”$/)
    for (const part of [text, html]) expect(part).toContain(NAME)
    expect(html).toContain(`<h1 style="margin:0 0 16px;font-size:23px;line-height:30px">${ISSUER} awards you the badge`)
    expect((await write(context, 'revoked', 'en', 'Welder I')).subject).toBe('The badge “Welder I” was revoked')
  })

  test.each([
    ['👩‍👩‍👧‍👦'.repeat(20), /^The badge “(👩‍👩‍👧‍👦)+…” was revoked$/u],
    ['e\u0301'.repeat(80), /^The badge “(e\u0301)+…” was revoked$/],
    ['Welding, '.repeat(20), /Welding…” was revoked$/],
  ])('cuts %s between what people count as characters', async (name, expected) => {
    expect((await write(context, 'revoked', 'en', name)).subject).toMatch(expected)
  })
})

describe('the picture in a mail', () => {
  const small =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" fill="#205030"/></svg>'
  const partOf = async (picture: Uint8Array) => {
    const { pictures } = await write(await contextWith(picture, encode(small)), 'offer', 'en')
    return pictures.find(({ cid }) => cid === 'badge')
  }

  test('is as it was given where it is small', async () => {
    const given = await noise(100, 100)
    expect((await partOf(given))?.bytes).toEqual(given)
  })

  test('has 320 pixels where a drawing or a large picture is drawn for it', async () => {
    const drawn = await partOf(encode(small))
    expect(pngHeader(drawn?.bytes ?? new Uint8Array())).toMatchObject({ width: 320, height: 320 })
    const wide = await noise(1200, 60)
    expect(pngHeader((await partOf(wide))?.bytes ?? new Uint8Array())).toMatchObject({ width: 320, height: 16 })
  })

  test('that is damaged is left out, and the mail goes', async () => {
    expect(await partOf((await noise(400, 400)).slice(0, 90_000))).toBeUndefined()
  })
})
