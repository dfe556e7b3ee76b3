import { expect, test } from 'vitest'
import { hashApiToken } from '../../src/http/index.js'
import type { MailOutcome } from '../../src/service/index.js'
import { dump } from '../service/service.js'
import { attribute, elements } from './client.js'
import { apiCaller, draft, testSite } from './site.js'

const OWNER = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const VIEWER = 'v13wv13wv13wv13wv13wv13wv13wv13wv13wv13wv13'
const PAGE = '/issuer/undelivered'
const refused: MailOutcome = { outcome: 'refused', reason: 'SMTP 554', isAddress: false }

/** A site at which mail to `people` and one webhook event were given up. */
async function siteWithFailures(people: readonly string[]) {
  const answers: { mail: MailOutcome; webhook: number } = { mail: refused, webhook: 410 }
  const site = await testSite(
    { apiTokenHashes: [hashApiToken(OWNER), { hash: hashApiToken(VIEWER), role: 'viewer' }] },
    {
      mailOutcome: () => answers.mail,
      webhooks: {
        endpoints: [
          {
            url: 'https://lms.example/hook/secret-in-the-path',
            secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
            events: ['issued'],
          },
        ],
        fetch: async () => new Response('', { status: answers.webhook }),
      },
    },
  )
  for (const [i, email] of people.entries()) {
    await site.service.issue({ draft, recipient: { email } })
    if (i === 0) await site.service.tick()
    answers.webhook = 200
  }
  await site.service.tick()
  return { site, answers }
}

const actionsOf = (text: string): string[] =>
  elements(text)
    .map((row) => attribute(row, 'action') ?? '')
    .filter((action) => action.includes(`${PAGE}/`))

test('the issuer sees what was given up and why, sends it again, and dismisses it', async () => {
  const { site, answers } = await siteWithFailures(['kim@learner.example', 'lee@learner.example'])
  const issuer = site.visitor('issuer')
  const page = await issuer.get(PAGE)
  expect(page.status).toBe(200)
  for (const text of ['kim@learner.example', 'lee@learner.example', 'SMTP 554', 'HTTP 410', 'lms.example']) {
    expect(page.text).toContain(text)
  }
  expect(page.text).not.toContain('secret-in-the-path')
  expect(actionsOf(page.text)).toHaveLength(3)

  const { messages } = await site.service.mail.messages()
  const [kim, lee] = ['kim', 'lee'].map((name) => messages.find(({ to }) => to.startsWith(name)))
  answers.mail = { outcome: 'sent' }
  const again = await issuer.submit(page, `${PAGE}/messages/${lee?.id}`, { do: 'again' })
  expect(again.headers.get('location')).toBe(`/app${PAGE}?note=again`)
  await site.service.tick()
  expect(site.sent.map(({ to }) => to.address)).toEqual(['lee@learner.example'])

  await issuer.submit(page, `${PAGE}/messages/${kim?.id}`, { do: 'dismiss' })
  const [delivery] = (await site.service.webhooks.deliveries()).deliveries
  await issuer.submit(page, `${PAGE}/webhooks/${delivery?.id}`, { do: 'again' })
  await site.service.tick()
  const after = await issuer.get(PAGE)
  expect(actionsOf(after.text)).toEqual([])
  expect(after.text).not.toContain('learner.example')
  const outbox = (await dump(site.storage)).split('\n').filter((line) => line.startsWith('outbox '))
  expect(outbox.join('\n')).not.toContain('learner.example')
  expect(site.events).toEqual(expect.arrayContaining(['mail-retried', 'mail-dismissed']))
  await site.service.tick()
  expect(site.sent).toHaveLength(1)
  expect(site.defects).toEqual([])
})

test('a webhook event that is dismissed is gone, and in the log still', async () => {
  const { site } = await siteWithFailures(['kim@learner.example'])
  const issuer = site.visitor('issuer')
  const [delivery] = (await site.service.webhooks.deliveries()).deliveries
  await issuer.submit(await issuer.get(PAGE), `${PAGE}/webhooks/${delivery?.id}`, { do: 'dismiss' })
  expect((await site.service.webhooks.deliveries()).deliveries).toEqual([])
  const [badge] = (await site.service.list()).badges
  expect((await site.service.history(badge?.id ?? '')).map(({ type }) => type)).toContain('issued')
})

test('nothing else is done with it, and nothing that was not given up', async () => {
  const { site } = await siteWithFailures(['kim@learner.example'])
  const issuer = site.visitor('issuer')
  const page = await issuer.get(PAGE)
  const [message] = (await site.service.mail.messages()).messages
  const path = `${PAGE}/messages/${message?.id}`
  expect((await issuer.submit(page, path, { do: 'burn' })).status).toBe(422)
  expect((await site.service.mail.messages()).messages).toHaveLength(1)
  expect((await issuer.submit(page, path, { do: 'dismiss' })).status).toBe(303)
  expect((await issuer.submit(page, path, { do: 'dismiss' })).status).toBe(409)
  expect((await issuer.submit(page, path, { do: 'again' })).status).toBe(409)
})

test('learners and strangers do not get there', async () => {
  const { site } = await siteWithFailures(['kim@learner.example'])
  expect((await site.visitor('kim').get(PAGE)).status).toBe(403)
  const nobody = await site.visitor().get(PAGE)
  expect(nobody.status).not.toBe(200)
  expect(nobody.text).not.toContain('learner.example')
})

test('the API lists the same without addresses, and only an owner sends again or dismisses', async () => {
  const { site } = await siteWithFailures(['kim@learner.example'])
  const ask = apiCaller(site, OWNER)
  const found = await ask('GET', '/api/messages', undefined, VIEWER)
  expect(found.body.messages).toMatchObject([{ kind: 'offer', state: 'failed', reason: 'SMTP 554' }])
  expect(JSON.stringify(found.body)).not.toContain('learner.example')
  const [{ id }] = found.body.messages
  const given = (await ask('GET', '/api/webhooks/deliveries', undefined, VIEWER)).body.deliveries
  expect(given).toMatchObject([{ endpoint: 'https://lms.example', state: 'failed', reason: 'HTTP 410' }])
  expect(JSON.stringify(given)).not.toContain('secret-in-the-path')
  const [{ id: deliveryId }] = given
  for (const path of [`/api/messages/${id}/retry`, `/api/messages/${id}/dismiss`]) {
    expect((await ask('POST', path, {}, VIEWER)).status).toBe(403)
  }
  expect((await ask('POST', `/api/messages/${id}/retry`, {})).status).toBeLessThan(300)
  expect((await ask('POST', `/api/messages/${id}/dismiss`, {})).status).toBe(409)
  expect((await ask('POST', `/api/webhooks/deliveries/${deliveryId}/dismiss`, {})).status).toBeLessThan(300)
  expect((await ask('POST', '/api/messages/nothing/dismiss', {})).status).toBe(404)
})

test.each(['en', 'de', 'fr', 'es', 'ar', 'ja'])('the page speaks %s', async (locale) => {
  const { site } = await siteWithFailures(['kim@learner.example'])
  const page = await site.visitor('issuer').get(`${PAGE}?lang=${locale}`)
  expect(page.status).toBe(200)
  expect(page.text).not.toMatch(/undelivered\.\w+/)
})
