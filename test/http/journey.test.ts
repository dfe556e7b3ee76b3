import { expect, test } from 'vitest'
import { attribute, elements } from './client.js'
import { draft, offerTo, signIn, testSite } from './site.js'

test('an offer is opened, claimed, made public, seen by a stranger, and made private again', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const offer = await kim.get(path)
  expect(offer.status).toBe(200)
  expect(offer.text).toContain('Welder I')
  expect(offer.text).not.toContain('kim@learner.example')
  const claimed = await kim.submit(offer, '/claim/', { do: 'claim' })
  expect(claimed.status).toBe(303)
  expect(claimed.headers.get('location')).toBe(`/app/b/${badge.id}?claimed=1`)
  const mine = await kim.follow(claimed)
  expect(mine.status).toBe(200)
  expect(mine.text).toContain('data-outcome="verified"')
  const stranger = site.visitor()
  expect((await stranger.get(`/b/${badge.id}`)).status).toBe(404)
  expect((await kim.submit(mine, '/visibility', { visibility: 'public' })).status).toBe(303)
  const seen = await stranger.get(`/b/${badge.id}`)
  expect(seen.status).toBe(200)
  expect(seen.text).toContain('data-outcome="verified"')
  expect(seen.text).not.toContain('learner.example')
  await kim.submit(mine, '/visibility', { visibility: 'private' })
  expect((await stranger.get(`/b/${badge.id}`)).status).toBe(404)
  expect((await kim.get('/mine')).status).toBe(401)
  expect((await signIn(site, kim)).text).toContain('Welder I')
  expect(site.defects).toEqual([])
})

test('a revoked badge says so within the same request', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  await kim.submit(page, '/visibility', { visibility: 'public' })
  await site.service.revoke({ badgeId: badge.id, reason: 'Awarded by mistake' })
  const seen = await site.visitor().get(`/b/${badge.id}`)
  expect(seen.text).toContain('data-outcome="failed"')
  expect(seen.text).not.toContain('Awarded by mistake')
})

test('what was revoked can be hidden by its learner, and is not offered to more people', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  await kim.submit(page, '/visibility', { visibility: 'unlisted' })
  await site.service.revoke({ badgeId: badge.id, reason: 'Awarded by mistake' })
  const own = await kim.get(`/b/${badge.id}`)
  const levels = elements(own.text).filter((row) => attribute(row, 'name') === 'visibility')
  expect(levels.map((row) => attribute(row, 'value'))).toEqual(['private', 'unlisted'])
  expect(own.text).not.toContain(`/b/${badge.id}/display`)
  expect(own.text).not.toContain('Make it public')
  // A cross beside "it has not been revoked" would say two things.
  expect(own.text).toContain('This badge was revoked.')
  expect(own.text).not.toContain('It has not been revoked')
  expect((await kim.submit(own, '/visibility', { visibility: 'public' })).status).toBe(409)
  expect((await kim.submit(own, '/visibility', { visibility: 'private' })).status).toBe(303)
  expect((await site.service.get(badge.id))?.visibility).toBe('private')
})

test.each([
  ['application/vc', 'application/vc'],
  ['application/vc+ld+json', 'application/vc+ld+json'],
  ['application/json', 'application/vc+ld+json'],
])('a program that asks for %s gets a public badge as %s', async (accept, type) => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  await kim.submit(page, '/visibility', { visibility: 'public' })
  const { headers, text } = await site.visitor().get(`/b/${badge.id}`, { accept })
  expect(headers.get('content-type')).toBe(type)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('vary')).toContain('Accept')
  expect(JSON.parse(text).id).toBe(badge.credentialId)
})

test('an offer is declined and the decline taken back', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const declined = await kim.submit(await kim.get(path), '/claim/', { do: 'decline' })
  const undo = await kim.follow(declined)
  expect((await site.service.get(badge.id))?.stage).toBe('declined')
  const again = await kim.follow(await kim.submit(undo, '/undo/'))
  expect(again.text).toContain('Welder I')
  expect((await site.service.get(badge.id))?.stage).toBe('offered')
})

test('a link of one badge opens it, and ends when it is taken back', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  await kim.submit(page, '/visibility', { visibility: 'unlisted' })
  const unlisted = await kim.get(`/b/${badge.id}`)
  const made = await kim.submit(unlisted, '/links', { label: 'Acme', days: '30' })
  expect(made.status).toBe(201)
  const link = /https:\/\/badges\.example\/app(\/s\/shr_[\w-]{43})/.exec(made.text)?.[1] ?? ''
  const stranger = site.visitor()
  const seen = await stranger.get(link)
  expect(seen.status).toBe(200)
  expect(seen.headers.get('x-robots-tag')).toContain('noindex')
  expect((await stranger.get(`${link}/credential.json`)).status).toBe(200)
  const links = await kim.get(`/b/${badge.id}`)
  expect((await kim.submit(links, '/revoke')).status).toBe(303)
  expect((await stranger.get(link)).status).toBe(410)
  expect((await stranger.get(`${link}/credential.json`)).status).toBe(404)
})

test('"send me my links" signs in by a mailed link, after a button', async () => {
  const site = await testSite()
  await offerTo(site)
  const kim = site.visitor()
  const asked = await kim.submit(await kim.get('/sign-in'), '/sign-in', { email: 'kim@learner.example' })
  expect(asked.status).toBe(200)
  const mail = await site.mailTo('kim@learner.example')
  const link = /\/sign-in\/log_[\w-]{43}/.exec(mail.text)?.[0] ?? ''
  const confirm = await kim.get(link)
  expect(confirm.text).not.toContain('kim@learner.example')
  const mine = await kim.follow(await kim.submit(confirm, '/sign-in/'))
  expect(mine.text).toContain('Welder I')
})

test('a badge is applied for by form, reviewed and issued', async () => {
  const site = await testSite()

  await site.service.applications.setForm({
    id: 'mentor',
    title: 'Mentor',
    schema: {
      type: 'object',
      required: ['essay', 'level'],
      properties: {
        essay: { type: 'string', title: 'What did you do?', maxLength: 2000 },
        level: { type: 'string', title: 'Level', enum: ['One', 'Two'] },
        agree: { type: 'boolean', title: 'I agree' },
      },
    },
    draft,
  })
  const kim = site.visitor()
  const form = await kim.get('/apply/mentor')
  expect(form.text).toContain('What did you do?')
  const wrong = await kim.submit(form, '/apply/', {
    'you.name': 'Kim',
    'you.email': 'kim@learner.example',
    'answer.essay': '',
    'answer.level': '',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('aria-invalid="true"')
  const sent = await kim.submit(form, '/apply/', {
    'you.name': 'Kim',
    'you.email': 'kim@learner.example',
    'answer.essay': 'I taught <b>welding</b>.',
    'answer.level': 'Two',
  })
  expect(sent.status).toBe(303)
  const own = await kim.follow(sent)
  expect(own.text).toContain('Mentor')
  const issuer = site.visitor('issuer')
  const list = await issuer.get('/issuer/applications')
  const reviewPath = /\/issuer\/applications\/[\w-]+/.exec(list.text.slice(list.text.indexOf('<table')))?.[0] ?? ''
  const review = await issuer.get(reviewPath)
  const done = await issuer.submit(review, '/issuer/applications/', { do: 'approve' })
  expect(done.status).toBe(303)
  expect((await site.service.applications.list({})).applications[0]?.stage).toBe('approved')
  expect(site.defects).toEqual([])
})

test.each(['2026-13-01', '2026-02-31', '01.02.2026', 'soon'])('nothing is issued until %s', async (validUntil) => {
  const site = await testSite()
  const issuer = site.visitor('issuer')
  const preview = await issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', {
    ...{ name: 'Welder I', description: 'Welds steel.', criteria: 'The exam.', csvText: 'email\nkim@learner.example' },
    validUntil,
  })
  expect(preview.status).toBe(422)
  expect(preview.text).toContain('value="Welder I"')
  expect(site.defects).toEqual([])
})

test('a CSV is uploaded, previewed, issued and undone as a whole', async () => {
  const site = await testSite()
  const issuer = site.visitor('issuer')
  const csv = new File(
    ['﻿email;name\nkim@learner.example;Kim\nnot an address;Lee\n"ada@learner.example";"Ada; Countess"\n'],
    'r.csv',
  )
  const preview = await issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', {
    name: 'Welder I',
    description: 'Welds steel.',
    criteria: 'The exam.',
    csv,
  })
  expect(preview.status).toBe(200)
  expect((await site.service.list({})).badges).toEqual([])
  expect(preview.text).toContain('Ada; Countess')
  const issued = await issuer.submit(preview, '/issuer/upload/confirm')
  expect(issued.status).toBe(303)
  expect((await site.service.list({})).badges).toHaveLength(2)
  const batch = await issuer.follow(issued)
  const undone = await issuer.submit(batch, '/undo', { reason: 'Wrong course' })
  expect(undone.status).toBe(303)
  expect((await site.service.list({})).badges.map(({ stage }) => stage)).toEqual(['revoked', 'revoked'])
  expect(site.defects).toEqual([])
})

test('a picture that is none is said before anything is issued, however it comes', async () => {
  const site = await testSite()
  const issuer = site.visitor('issuer')
  const values = { name: 'Welder I', description: 'Welds.', criteria: 'Passed.', csvText: 'email\nkim@learner.example' }
  const upload = await issuer.get('/issuer/upload')
  const pdf = new File(['%PDF-1.7'], 'badge.png', { type: 'image/png' })
  expect((await issuer.submit(upload, '/issuer/upload', { ...values, picture: pdf })).status).toBe(422)
  for (const pictureData of ['!!', 'JVBERi0xLjc=']) {
    expect((await issuer.submit(upload, '/issuer/upload', { ...values, pictureData })).status).toBe(422)
    const preview = await issuer.submit(upload, '/issuer/upload', values)
    expect((await issuer.submit(preview, '/issuer/upload/confirm', { pictureData })).status).toBe(422)
  }
  expect((await site.service.list()).badges).toEqual([])
  expect(site.defects).toEqual([])
})

test('what happened to a badge is told in the language of the page', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  await kim.submit(page, '/visibility', { visibility: 'unlisted' })
  await kim.submit(await kim.get(`/b/${badge.id}`), '/links', { label: 'x', days: '' })
  await kim.submit(await kim.get(`/b/${badge.id}`), '/revoke')
  await signIn(site, kim)
  await kim.submit(await kim.get(`/b/${badge.id}`), '/display', { allowed: 'yes' })
  await kim.submit(await kim.get(`/b/${badge.id}`), '/display', { allowed: 'no' })
  const types = (await site.service.history(badge.id)).map(({ type }) => type)
  expect(types).toEqual(
    expect.arrayContaining(['mail-sent', 'opened', 'visibility-changed', 'link-revoked', 'display-ended']),
  )
  const { text } = await site.visitor('issuer').get(`/issuer/badges/${badge.id}`, { 'accept-language': 'ar' })
  expect(text).toContain('تغيّرت إمكانية الرؤية')
  for (const type of types) expect(text).not.toContain(`>${type}<`)
})

test('a batch of any size, and a queue of any length, is seen to its end', async () => {
  const site = await testSite()
  const rows = Array.from({ length: 230 }, (_, i) => ({ email: `p${i}@learner.example` }))
  await site.service.batches.issue({ id: 'b', draft, rows, offer: false })
  const issuer = site.visitor('issuer')
  const seen = new Set<string>()
  for (let path: string | undefined = '/issuer/batches/b'; path !== undefined; ) {
    const page = await issuer.get(path)
    for (const [, id = ''] of page.text.matchAll(/\/issuer\/badges\/(\w{26})"/g)) seen.add(id)
    const next = elements(page.text).find((row) => attribute(row, 'href')?.includes('cursor='))
    path = next === undefined ? undefined : attribute(next, 'href')
  }
  expect(seen.size).toBe(230)
})

test('a name is corrected, and the old page says which badge took its place', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  await kim.submit(page, '/visibility', { visibility: 'public' })
  const issuer = site.visitor('issuer')
  const corrected = await issuer.submit(await issuer.get(`/issuer/badges/${badge.id}`), '/correct', {
    name: 'Kim Q. Doe',
  })
  expect(corrected.status).toBe(303)
  const record = await site.service.get(badge.id)
  expect(record?.stage).toBe('replaced')
  for (const visitor of [kim, site.visitor()]) {
    const old = await visitor.get(`/b/${badge.id}`)
    expect(old.text).toContain('data-outcome="failed"')
    const link = elements(old.text).find((row) => attribute(row, 'href') === `/app/b/${record?.replacedBy}`)
    expect((await visitor.get(attribute(link as never, 'href') ?? '')).text).toContain('data-outcome="verified"')
  }
})

test('reminders end by one click of the mail program, and by the page', async () => {
  const site = await testSite()
  const { service, clock } = site
  await offerTo(site)
  clock.pass(3.5 * 86_400_000)
  await service.tick()
  const reminder = await site.mailTo('kim@learner.example')
  const link = /<(https:\/\/[^>]*\/u\/uns_[\w-]{43})>/.exec(reminder.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  const visitor = site.visitor()
  const page = await visitor.get(link)
  expect(page.status).toBe(200)
  const oneClick = await site.handler(
    new Request(link, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  )
  expect(oneClick.status).toBe(200)
  expect((await visitor.submit(page, '/u/')).status).toBe(200)
})

test('the account: name, address, rule, recovery codes, export, erase', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  await kim.submit(await kim.get(path), '/claim/', { do: 'claim' })
  await signIn(site, kim)
  const second = await offerTo(site)
  await kim.submit(await kim.get(second.path), '/claim/', { do: 'claim' })
  expect((await kim.submit(await kim.get(`/b/${badge.id}`), '/account/rules')).status).toBe(303)
  const account = await kim.get('/account')
  expect(account.text).toContain('Acme Academy')
  expect((await kim.submit(account, '/account/profile', { name: 'Kim Doe' })).status).toBe(303)
  expect((await kim.submit(account, '/account/addresses', { email: 'not one' })).status).toBe(422)
  expect((await kim.submit(account, '/account/addresses', { email: 'kim@home.example' })).status).toBe(303)
  const mail = await site.mailTo('kim@home.example')
  const link = /\/address\/adr_[\w-]{43}/.exec(mail.text)?.[0] ?? ''
  expect((await kim.follow(await kim.submit(await kim.get(link), '/address/'))).text).toContain('kim@home.example')
  const codes = await kim.submit(account, '/account/recovery')
  expect(codes.text.match(/<li><code>/g)).toHaveLength(10)
  const data = JSON.parse((await kim.get('/account/export.json')).text) as { badges: unknown[] }
  expect(data.badges).toHaveLength(2)
  expect((await kim.submit(account, '/account/erase', { confirm: 'yes' })).status).toBe(200)
  expect((await kim.get('/mine')).status).toBe(401)
  expect(site.defects).toEqual([])
})
