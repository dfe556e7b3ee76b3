import { describe, expect, test } from 'vitest'
import { welder } from './sharing.js'
import { draft, type TestSite, testSite } from './site.js'

const issueTo = (site: TestSite, name: string, more: object = {}) =>
  site.service.issue({
    draft: { ...draft, achievement: { ...draft.achievement, name } },
    recipient: { email: 'kim@learner.example', name: 'Kim Doe' },
    ...more,
  })

describe('My badges', () => {
  test('an offer is accepted by one press, and its picture is for its recipient alone', async () => {
    const site = await testSite()
    const { id } = await issueTo(site, 'Welder <I>', { picture: welder() })
    const [kim, lee] = [site.visitor('kim'), site.visitor('lee')]
    const page = await kim.get('/mine')
    expect(page.text).toContain('Welder &lt;I&gt;')
    expect(page.text).toMatch(/class="count" aria-hidden="true">1</)
    expect((await kim.get(`/mine/offers/${id}/picture`)).status).toBe(200)
    expect((await lee.get(`/mine/offers/${id}/picture`)).status).toBe(404)
    expect((await lee.get('/mine')).text).not.toContain(id)
    expect((await lee.submit(await kim.get('/mine'), '/mine/offers', { do: 'claim' })).status).not.toBe(303)
    const answer = await kim.submit(page, '/mine/offers', { do: 'claim' })
    expect(answer.headers.get('location')).toContain(`/b/${id}?claimed=1`)
    expect(await site.service.get(id)).toMatchObject({ stage: 'claimed', visibility: 'private' })
    expect((await kim.get('/mine')).text).not.toContain('class="count"')
  })

  test.each([
    ['a code', { claimPolicy: 'code' }],
    ['another way to sign in', { requireAuthentication: 'passkey' }],
  ])('an offer that takes %s is asked for on its own page', async (_, more) => {
    const site = await testSite()
    const { id } = await issueTo(site, 'Welder I', more)
    const kim = site.visitor('kim')
    const answer = await kim.submit(await kim.get('/mine'), '/mine/offers', { do: 'claim' })
    expect(answer.headers.get('location')).toContain('/claim/clm_')
    expect((await site.service.get(id))?.stage).toBe('offered')
  })

  test('a notice is read by a press that leads to the badge; looking reads nothing', async () => {
    const site = await testSite()
    const { id } = await issueTo(site, 'Welder I')
    const kim = site.visitor('kim')
    await kim.submit(await kim.get('/mine'), '/mine/offers', { do: 'claim' })
    await site.service.revoke({ badgeId: id, reason: 'By mistake.' })
    for (const path of ['/mine', '/mine', '/mine/notices'])
      expect((await kim.get(path)).text).toContain('class="count"')
    const [notice] = (await site.service.collection.notices({ personId: (await site.service.get(id))?.personId ?? '' }))
      .notices
    const answer = await kim.submit(await kim.get('/mine'), '/mine/notices', { notice: notice?.id ?? '' })
    expect(answer.headers.get('location')).toMatch(new RegExp(`/b/${id}$`))
    const after = await kim.get('/mine')
    expect(after.text).not.toContain('class="count"')
    expect((await kim.get('/mine/notices')).text).toContain(`/b/${id}"`)
  })

  test('search and order go along with the link to the next page, and hostile text stays text', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    for (let i = 0; i < 26; i++) {
      site.clock.pass(1000)
      await issueTo(site, `Welder ${i}`)
      await kim.submit(await kim.get('/mine'), '/mine/offers', { do: 'claim' })
    }
    const first = await kim.get('/mine?q=weld&order=oldest')
    const next = /href="[^"]*(\/mine\?q=weld&amp;order=oldest&amp;after=[0-9a-z]{26})"/.exec(first.text)?.[1] ?? ''
    expect(first.text).toContain('<bdi>Welder 0</bdi>')
    const second = await kim.get(next.replaceAll('&amp;', '&'))
    expect(second.text).toContain('<bdi>Welder 25</bdi>')
    expect(second.text).not.toContain('<bdi>Welder 0</bdi>')
    expect((await kim.get(`/mine?${new URLSearchParams({ q: '"><b>x' })}`)).text).not.toContain('<b>x')
    expect((await kim.get('/mine?order=made&after=up')).status).toBe(422)
  })
})
