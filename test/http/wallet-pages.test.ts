import { describe, expect, test } from 'vitest'
import { holderKey, proofJwt, tokenForm } from '../support/holder.js'
import { attribute, elements } from './client.js'
import { post } from './passkeys.js'
import { draft, offerTo, signIn, type TestSite, testSite } from './site.js'

const BASE = 'https://badges.example/app'

/** The page of a hand-over, from the button on the page of a badge. */
async function begun(visitor: ReturnType<TestSite['visitor']>, path: string, fields = {}) {
  const answer = await post(visitor, `${path}/wallet`, fields)
  expect(answer.status).toBe(303)
  const location = (answer.headers.get('location') ?? '').slice('/app'.length)
  return { location, page: await visitor.get(location) }
}

/** A wallet of which only the messages are known. */
async function take(site: TestSite, page: string, id = 'OpenBadge_ldp_vc') {
  const send = async (path: string, init: RequestInit) =>
    (await site.handler(new Request(`${BASE}${path}`, init))).json() as Promise<
      Record<string, string & Record<string, Record<string, string>>>
    >
  const { grants } = await send(`${page}/offer`, {})
  const [grant] = Object.values(grants ?? {})
  const form = tokenForm((grant as Record<string, string> | undefined)?.['pre-authorized_code'] ?? '')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { access_token: access } = await send('/wallet/token', { method: 'POST', headers, body: form })
  const { c_nonce: nonce } = await send('/wallet/nonce', { method: 'POST' })
  const key = await holderKey()
  const jwt = await proofJwt(key, { aud: BASE, iat: site.clock.now / 1000, nonce })
  await send('/wallet/credential', {
    method: 'POST',
    headers: { authorization: `Bearer ${access}` },
    body: JSON.stringify({ credential_configuration_id: id, proofs: { jwt: [jwt] } }),
  })
  return key.did
}

describe('from the link of a mail', () => {
  test('a badge goes into one wallet, and the next one takes signing in', async () => {
    const site = await testSite()
    const { path, badge } = await offerTo(site)
    const visitor = site.visitor()
    await post(visitor, path, { do: 'claim' })
    const own = `/b/${badge.id}`
    expect((await visitor.get(`${own}?claimed=1`)).text).toContain('Add to wallet')
    const { location, page } = await begun(visitor, own)
    expect(page.status).toBe(200)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    const links = elements(page.text).flatMap((each) => attribute(each, 'href') ?? [])
    expect(links.filter((link) => link.startsWith('openid-credential-offer://?credential_offer_uri='))).toHaveLength(1)
    expect(links.filter((link) => link.startsWith('https://lcw.app/request.html?'))).toHaveLength(1)
    const did = await take(site, location)
    const after = await visitor.get(location)
    expect(after.text).toContain('The badge is in your wallet')
    expect(after.text).toContain(did.slice(-8))
    const again = await post(visitor, `${own}/wallet`)
    expect(again.status).toBe(403)
    expect(again.text).toContain('/sign-in?returnTo=')
    expect(site.defects).toEqual([])
  })
})

describe('in an account', () => {
  test('copies are listed, and each can be ended', async () => {
    const site = await testSite({ auth: { identify: async () => null } })
    const { path, badge } = await offerTo(site)
    const visitor = site.visitor()
    await signIn(site, visitor)
    await post(visitor, path, { do: 'claim' })
    expect((await visitor.get('/account')).text).not.toContain('id="wallets"')
    const dids = []
    for (let i = 0; i < 2; i++) dids.push(await take(site, (await begun(visitor, `/b/${badge.id}`)).location))
    const account = await visitor.get('/account')
    for (const did of dids) expect(account.text).toContain(did.slice(-8))
    const ended = await visitor.follow(await visitor.submit(account, '/account/wallets/end'))
    expect(ended.text).toContain('The copy was ended')
    expect(
      elements(ended.text).filter((each) => attribute(each, 'action') === '/app/account/wallets/end'),
    ).toHaveLength(1)
    site.clock.pass(3_600_000)
    expect((await post(visitor, `/b/${badge.id}/wallet`)).status).toBe(403)
    expect(site.defects).toEqual([])
  })

  test('the code of an offer is shown to the owner, and to nobody else who has the address', async () => {
    const site = await testSite()
    const { badge, path } = await offerTo(site)
    const kim = site.visitor('kim')
    await post(kim, path, { do: 'claim' })
    const personId = (await site.service.get(badge.id))?.personId ?? ''
    const { url, code = '' } = await site.service.wallet.createOwnOffer({
      badgeId: badge.id,
      viewer: { personId },
      code: true,
    })
    const page = new URL(url).pathname.slice('/app'.length)
    expect((await kim.get(page)).text).toContain(`<code>${code}</code>`)
    expect((await site.visitor('ann').get(page)).text).not.toContain(code)
    expect((await site.visitor().get(page)).text).not.toContain(code)
  })

  test('without a binding the page says so, and there is no exchange', async () => {
    const site = await testSite()
    const { badge, path } = await offerTo(site)
    const kim = site.visitor('kim')
    await post(kim, path, { do: 'claim' })
    const { page } = await begun(kim, `/b/${badge.id}`, { bound: 'no' })
    expect(page.text).toContain('The badge does not name your wallet')
    expect(page.text).not.toContain('lcw.app')
  })
})

test('the button is not there for a badge that is not in force, nor where wallets cannot reach the server', async () => {
  const site = await testSite({}, { baseUrl: 'http://badges.example/app' })
  const badge = await site.service.issue({ draft, recipient: { email: 'kim@learner.example' } })
  const { token } = await site.service.createClaimLink({ badgeId: badge.id })
  const kim = site.visitor('kim')
  await post(kim, `/claim/${token}`, { do: 'claim' })
  expect((await kim.get(`/b/${badge.id}`)).text).not.toContain(`/b/${badge.id}/wallet`)
})

test('a page that is not there, and one that is over', async () => {
  const site = await testSite()
  expect((await site.visitor().get(`/i/${'A'.repeat(22)}`)).status).toBe(404)
  expect((await site.visitor().get('/i/x')).status).toBe(404)
  const { badge, path } = await offerTo(site)
  const kim = site.visitor('kim')
  await post(kim, path, { do: 'claim' })
  const { location } = await begun(kim, `/b/${badge.id}`)
  site.clock.pass(600_000)
  const over = await kim.get(location)
  expect(over.status).toBe(410)
  expect(over.text).toContain('This way into a wallet is closed')
})
