import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folderMail } from '../../src/adapters/mail/folder.js'
import { attributes, html, paragraphs, safeHref } from '../../src/http/web/html.js'
import { anyCharacter } from '../support/characters.js'
import { elements } from './client.js'
import { draft, signIn, testSite } from './site.js'

const picture = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))

const nasty = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><script>alert(1)</script>',
  '</title><svg onload=alert(1)>',
  '`$' + '{alert(1)}`',
  'javascript:alert(1)',
  '{{constructor}}',
  '\u0000\u0001\ud800\ufffe',
  '\r\nset-cookie: a=b\r\n\r\n<b>',
  '<!--',
  ']]>',
  '&lt;script&gt;',
  '=HYPERLINK("http://evil.example")',
  '\u202egnp.exe',
]

/** Tags with the names of their attributes: what a page is made of. */
const shape = (markup: string): string[] =>
  elements(markup).map((row) => `${row.tagName}[${row.attrs.map(({ name }) => name).join(' ')}]`)

test('whatever is put into the template stays text', () => {
  const arbitrary = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom(...nasty))
  const page = (text: string) =>
    html`<p title="${text}"${attributes({ 'data-x': text })}>${text}</p>${paragraphs('a')}`.markup
  const expected = shape(page('x'))
  fc.assert(
    fc.property(arbitrary, (text) => {
      expect(shape(page(text))).toEqual(expected)
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('an object that only looks like markup is none', () => {
  expect(html`<p>${JSON.parse('{"markup":"<script>"}')}</p>`.markup).toBe('<p></p>')
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'file:///etc/passwd',
  'blob:x',
])('%j is no link', (url) => expect(safeHref(url)).toBeUndefined())

describe('S7 (hostile text stays text)', () => {
  test('changes the structure of no page, and no header', async () => {
    const pages = async (text: string) => {
      const site = await testSite()
      const issuer = { ...draft.issuer, name: text }
      const achievement = { ...draft.achievement, name: text, description: text, criteria: text, tag: [text] }
      const evidence = [{ name: text, narrative: text }]
      const badge = await site.service.issue({
        draft: { issuer, achievement, evidence },
        recipient: { email: 'kim@learner.example', name: text },
      })
      await site.service.applications.setForm({
        id: 'f',
        title: text,
        description: text,
        schema: {
          type: 'object',
          properties: { a: { type: 'string', title: text, description: text, enum: [text, 'b'] } },
        },
        draft,
      })
      const { url } = await site.service.createClaimLink({ badgeId: badge.id })
      const kim = site.visitor()
      const claim = await kim.get(url)
      const own = await kim.follow(await kim.submit(claim, '/claim/', { do: 'claim' }))
      await kim.submit(own, '/visibility', { visibility: 'public' })
      await kim.submit(await kim.get(`/b/${badge.id}`), '/links', { label: text, days: '' })
      await signIn(site, kim)
      await kim.submit(await kim.get('/account'), '/account/profile', { name: text })
      const clerk = site.visitor('issuer')
      const preview = await clerk.submit(await clerk.get('/issuer/upload'), '/issuer/upload', {
        name: text,
        description: text,
        criteria: text,
        csvText: `email,name\nkim@learner.example,"${text.replaceAll('"', '""')}"\n`,
        label: text,
      })
      await site.service.revoke({ badgeId: badge.id, reason: text })
      const answers = {
        claim,
        own,
        public: await site.visitor().get(`/b/${badge.id}`),
        links: await kim.get(`/b/${badge.id}`),
        mine: await kim.get('/mine'),
        account: await kim.get('/account'),
        forms: await kim.get('/apply'),
        form: await kim.get('/apply/f'),
        preview,
        list: await clerk.get('/issuer'),
        record: await clerk.get(`/issuer/badges/${badge.id}`),
      }
      expect(site.defects).toEqual([])
      return Object.fromEntries(
        Object.entries(answers).map(([name, { status, text: body, headers }]) => [
          name,
          {
            status,
            // What Markdown makes of text is in test/http/markdown.test.ts; it makes no `div`, so nothing gets out of its box.
            shape: shape(body.replaceAll(/(?<=<div class="prose">).*?(?=<\/div>)/gs, '')),
            headers: [...headers.keys()].toSorted(),
            dangerous: elements(body).filter((row) =>
              row.attrs.some(({ name: key, value }) => key.startsWith('on') || /^\s*javascript:/i.test(value)),
            ).length,
          },
        ]),
      )
    }
    const plain = await pages('Plain text')
    for (const text of [
      '"><img src=x onerror=alert(1)></title></textarea><script>alert(1)</script>',
      "' onload='x' `{{x}}` &lt;b&gt; \u202e",
    ]) {
      expect(await pages(text)).toEqual(plain)
    }
  })

  test('changes no header and no part of a mail, and no name of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-hostile-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const mails = async (text: string) => {
      const outbox = mkdtempSync(join(folder, 'outbox-'))
      const mail = await folderMail({ folder: outbox })
      const site = await testSite({}, { mail, mailSettings: { from: { address: 'a@acme.example', name: text } } })
      const issuer = { ...draft.issuer, name: text }
      const achievement = { ...draft.achievement, name: text, description: text, criteria: text }
      const recipient = { email: 'kim@learner.example', name: text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ') }
      const badge = await site.service.issue({ draft: { issuer, achievement }, recipient, picture })
      await site.service.mail.deliver()
      const { token } = await site.service.createClaimLink({ badgeId: badge.id })
      await site.service.claims.claim({ token })
      await site.service.revoke({ badgeId: badge.id, reason: text })
      const schema = { type: 'object', properties: { a: { type: 'string' } } }
      await site.service.applications.setForm({ id: 'f', title: text, schema, draft })
      const { application } = await site.service.applications.submit({
        formId: 'f',
        email: 'kim@learner.example',
        name: recipient.name,
        answers: { a: `! ${text}` },
      })
      await site.service.applications.ask({ applicationId: application?.id ?? '', remark: `? ${text}` })
      await site.service.mail.deliver()
      expect(site.errors).toEqual([])
      const kept = readdirSync(outbox)
      expect(kept.filter((name) => !/^[0-9a-z]{26}\.eml$/.test(name))).toEqual([])
      const parsed = await Promise.all(kept.toSorted().map((name) => simpleParser(readFileSync(join(outbox, name)))))
      const files = await site.service.privacy.export((await site.service.get(badge.id))?.personId ?? '')
      return {
        // Messages of one moment have no order.
        mails: parsed
          .map(({ headerLines, to, attachments }) => ({
            headers: headerLines.map(({ key }) => key).join(),
            to: [to].flat().flatMap((row) => row?.value.map(({ address }) => address)),
            attachments: attachments.map(({ filename, contentType }) => `${filename} ${contentType}`).join(),
          }))
          .toSorted((a, b) => a.attachments.localeCompare(b.attachments)),
        // Lines of a text are lines of a mail; nothing else comes in.
        elements: [...new Set(parsed.flatMap(({ html }) => shape(String(html))))]
          .filter((row) => row !== 'br[]')
          .toSorted(),
        files: files.files.map(({ name }) => name.replace(badge.id, 'id')),
      }
    }
    const plain = await mails('Plain text')
    expect(plain.mails.length).toBeGreaterThan(3)
    for (const text of [
      'x\r\nBcc: eve@evil.example\r\n\r\n<b>',
      '"><img src=x onerror=alert(1)></title><script>alert(1)</script>',
      '../../\u202egnp.exe=HYPERLINK("http://evil.example")',
      '\u0000\u0001]]>{{name}}{count}',
    ]) {
      expect({ text, ...(await mails(text)) }).toEqual({ text, ...plain })
    }
  }, 120_000)

  test('in the address changes nothing either', async () => {
    const site = await testSite()
    for (const text of nasty) {
      const answer = await site
        .visitor()
        .get(`/b/${encodeURIComponent(text.toWellFormed())}?claimed=${encodeURIComponent(text.toWellFormed())}`)
      expect(answer.status).toBe(404)
      expect(answer.text).not.toContain('alert(1)')
    }
    expect(site.defects).toEqual([])
  })
})
