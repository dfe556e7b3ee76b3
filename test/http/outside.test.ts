import { describe, expect, test } from 'vitest'
import { dump } from '../service/service.js'
import { badgeOfOthers } from '../support/outside-badge.js'
import { attribute, elements } from './client.js'
import { type TestSite, testSite } from './site.js'

const EMAIL = 'kim@learner.example'

const fileOf = (text: string, name = 'badge.json') => new File([text], name)

async function add(site: TestSite, text: string, account = 'kim') {
  const visitor = site.visitor(account)
  return visitor.submit(await visitor.get('/mine/others'), '/mine/others', { file: fileOf(text) })
}

const personIdOf = async (site: TestSite, name = 'kim'): Promise<string> =>
  (await site.service.people.fromSession({ subject: name, emails: [`${name}@learner.example`] })).id

const only = async (site: TestSite) => {
  const [badge] = await site.service.outside.list({ personId: await personIdOf(site) })
  return badge
}

const wrongOf = ({ text }: { text: string }) =>
  elements(text).flatMap((row) => (attribute(row, 'aria-invalid') === 'true' ? [attribute(row, 'name')] : []))

describe('a badge of another issuer', () => {
  test('is checked, private at first, and on My page when its owner says so', async () => {
    const site = await testSite()
    expect((await add(site, await badgeOfOthers(EMAIL))).headers.get('location')).toContain('note=added')
    const badge = await only(site)
    expect(badge).toMatchObject({ name: 'First Aid', issuerName: 'Other School', authentic: true, isTheirs: true })
    const [kim, lee] = [site.visitor('kim'), site.visitor('lee')]
    expect((await lee.get(`/o/${badge?.id}`)).status).toBe(404)
    expect((await kim.get(`/o/${badge?.id}`)).status).toBe(200)
    const { address } = await site.service.portfolio.set({
      personId: await personIdOf(site),
      open: true,
      title: 'Kim',
      badgeIds: [],
    })
    expect((await lee.get(`/p/${address}`)).text).not.toContain('First Aid')
    await kim.submit(await kim.get('/mine/others'), `/mine/others/${badge?.id}`, { do: 'show' })
    expect((await lee.get(`/p/${address}`)).text).toContain(`/app/o/${badge?.id}`)
    const seen = await lee.get(`/o/${badge?.id}`)
    expect(seen.text).toContain('data-outcome="verified"')
    expect((await lee.get(`/o/${badge?.id}/badge`)).text).toContain('"proof"')
    await kim.submit(await kim.get('/mine/others'), `/mine/others/${badge?.id}`, { do: 'hide' })
    expect((await lee.get(`/o/${badge?.id}`)).status).toBe(404)
    await kim.submit(await kim.get('/mine/others'), `/mine/others/${badge?.id}`, { do: 'remove' })
    expect(await only(site)).toBeUndefined()
    expect(site.defects).toEqual([])
  })

  test('that names none of their addresses stays private, whatever is posted', async () => {
    const site = await testSite()
    await add(site, await badgeOfOthers('somebody@else.example'))
    const badge = await only(site)
    expect(badge).toMatchObject({ authentic: true, isTheirs: false, isPublic: false })
    const kim = site.visitor('kim')
    const page = await kim.get('/mine/others')
    expect(page.text).not.toContain('value="show"')
    expect((await kim.submit(page, `/mine/others/${badge?.id}`, { do: 'show' })).status).toBe(403)
    expect((await site.visitor('lee').get(`/o/${badge?.id}`)).status).toBe(404)
  })

  test('closes when the address that it was issued to leaves the account', async () => {
    const site = await testSite()
    const personId = await personIdOf(site)
    await site.service.people.addEmail({ personId, email: 'kim@new.example' })
    const [link = ''] = /[a-z]{3}_[\w-]{43}/.exec((await site.mailTo('kim@new.example')).text) ?? []
    await site.service.people.confirmEmail({ token: link })
    const { id } = await site.service.outside.add({ personId, file: await badgeOfOthers('kim@new.example') })
    await site.service.outside.setOpen({ personId, id, open: true })
    expect(await site.service.outside.look({ id })).not.toBeNull()
    await site.service.people.removeEmail({ personId, email: 'kim@new.example' })
    expect(await site.service.outside.look({ id })).toBeNull()
    expect(await site.service.outside.look({ id, personId })).toMatchObject({ isTheirs: false })
  })

  test.each([
    ['no badge', async () => '{"hello":"world"}'],
    ['no JSON', async () => 'hello'],
    ['nothing', async () => ''],
    ['a changed badge', async () => (await badgeOfOthers(EMAIL)).replace('Helps.', 'Helps all.')],
    ['too much', async () => `{"x":"${'x'.repeat(300_000)}"}`],
  ])('is refused beside the field where the file holds %s', async (_, make) => {
    const site = await testSite()
    const answer = await add(site, await make())
    expect(answer.status).toBe(422)
    expect(wrongOf(answer)).toEqual(['file'])
    expect(await only(site)).toBeUndefined()
  })

  test('is not added twice, and one of this service is not added at all', async () => {
    const site = await testSite()
    const text = await badgeOfOthers(EMAIL)
    await add(site, text)
    expect((await add(site, text)).status).toBe(422)
    const own = await site.service.issue({
      draft: {
        issuer: { name: 'Acme' },
        achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
      },
      recipient: { email: EMAIL },
    })
    expect((await add(site, JSON.stringify(own.credential))).status).toBe(422)
    // Of two people who have the same file, each keeps their own.
    expect((await add(site, text, 'lee')).status).toBe(303)
  })

  test('is of its owner alone: others neither show nor remove it', async () => {
    const site = await testSite()
    await add(site, await badgeOfOthers(EMAIL))
    const badge = await only(site)
    await add(site, await badgeOfOthers('lee@learner.example'), 'lee')
    const lee = site.visitor('lee')
    const form = await lee.get('/mine/others')
    const own = /\/mine\/others\/([0-9a-z]{26})/.exec(form.text)?.[1] ?? ''
    const foreign = { ...form, text: form.text.replaceAll(own, badge?.id ?? '') }
    for (const what of ['show', 'remove'])
      expect((await lee.submit(foreign, `/mine/others/${badge?.id}`, { do: what })).status).toBe(404)
    expect(await only(site)).toMatchObject({ isPublic: false })
  })

  test('is looked up by a guarded fetch alone; without one there is no field for an address', async () => {
    const text = await badgeOfOthers(EMAIL)
    const asked: string[] = []
    const fetch = async (url: string) => {
      asked.push(url)
      return new Response(text, { headers: { 'content-type': 'application/json' } })
    }
    const site = await testSite({ vcApi: { fetch: fetch as never } })
    const kim = site.visitor('kim')
    await kim.submit(await kim.get('/mine/others'), '/mine/others', { address: 'https://other.example/badge.json' })
    expect(asked).toContain('https://other.example/badge.json')
    expect(await only(site)).toMatchObject({ name: 'First Aid' })
    expect((await (await testSite()).visitor('kim').get('/mine/others')).text).not.toContain('name="address"')
  })

  test('is exported with its owner, and erased', async () => {
    const site = await testSite()
    await add(site, await badgeOfOthers(EMAIL))
    const personId = await personIdOf(site)
    expect((await site.service.privacy.export(personId)).outside).toMatchObject([{ name: 'First Aid', open: false }])
    await site.service.privacy.erase({ personId })
    expect(await dump(site.storage)).not.toContain('First Aid')
  })
})
