import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attributes, html, paragraphs, safeHref } from '../../src/http/html/template.js'
import { elements } from './client.js'
import { draft, testSite } from './site.js'

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
  const arbitrary = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...nasty))
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

describe('hostile text in every field', () => {
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
            shape: shape(body),
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
