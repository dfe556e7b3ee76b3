import { describe, expect, test } from 'vitest'
import { welder } from './sharing.js'
import { draft, type TestSite, testSite } from './site.js'

async function withBadge(site: TestSite) {
  const kim = site.visitor('kim')
  const { id } = await site.service.issue({
    draft,
    recipient: { email: 'kim@learner.example', name: 'Kim Doe' },
    picture: welder(),
  })
  await kim.submit(await kim.get('/mine'), '/mine/offers', { do: 'claim' })
  const personId = (await site.service.get(id))?.personId ?? ''
  await site.service.sharing.setVisibility({ badgeId: id, personId, visibility: 'public' })
  return { kim, id, personId }
}

describe('My page', () => {
  test('nothing is chosen beforehand; one form opens it, and anybody sees the badges that were chosen', async () => {
    const site = await testSite()
    const { kim, id } = await withBadge(site)
    const editor = await kim.get('/mine/page')
    expect(editor.text).not.toMatch(/type="checkbox"[^>]* checked/)
    expect(editor.text).toMatch(/value="no" checked/)
    const saved = await kim.submit(editor, '/mine/page', {
      open: 'yes',
      title: 'Kim "><b>Doe',
      text: 'I weld.',
      address: 'kim-doe',
      badge: id,
    })
    expect(saved.headers.get('location')).toContain('/mine/page?saved=1')
    const page = await site.visitor().get('/p/kim-doe')
    expect(page.status).toBe(200)
    expect(page.text).toContain(`/b/${id}/picture`)
    expect(page.text).not.toContain('<b>Doe')
    expect(page.text).toContain('property="og:title" content="Kim &quot;&gt;&lt;b&gt;Doe"')
    expect(page.text).toContain('<link rel="canonical" href="https://badges.example/app/p/kim-doe">')
    expect(page.headers.get('x-robots-tag')).toBeNull()
    expect(page.text).not.toContain('kim@learner.example')
    // Saved again as it is, the address stays.
    await kim.submit(await kim.get('/mine/page'), '/mine/page', {
      open: 'yes',
      title: 'Kim',
      address: 'kim-doe',
      badge: id,
    })
    expect((await site.visitor().get('/p/kim-doe')).status).toBe(200)
  })

  test('an address that nobody can guess stays from one time to the next, is not listed, and can be renewed', async () => {
    const site = await testSite()
    const { kim, personId } = await withBadge(site)
    const save = async (more: Record<string, string> = {}) => {
      await kim.submit(await kim.get('/mine/page'), '/mine/page', { open: 'yes', title: 'Kim', ...more })
      return (await site.service.portfolio.get(personId))?.address ?? ''
    }
    const first = await save()
    expect(await save()).toBe(first)
    expect((await site.visitor().get(`/p/${first}`)).headers.get('x-robots-tag')).toContain('noindex')
    const second = await save({ renew: 'yes' })
    expect(second).not.toBe(first)
    expect((await site.visitor().get(`/p/${first}`)).status).toBe(404)
  })

  test('closed, unknown and misspelt addresses get the same answer', async () => {
    const site = await testSite()
    const { kim } = await withBadge(site)
    await kim.submit(await kim.get('/mine/page'), '/mine/page', { open: 'no', title: 'Kim', address: 'kim-doe' })
    const answers = await Promise.all(
      ['kim-doe', 'nobody', '%00', 'x'.repeat(500)].map((name) => site.visitor().get(`/p/${name}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })

  test.each([
    ['no title', { title: ' ' }, 'f-title-wrong'],
    ['an address that breaks the rules', { address: 'a--b' }, 'f-address-wrong'],
    ['an address of somebody else', { address: 'taken' }, 'f-address-wrong'],
  ])('%s: what was typed stays, with the fault beside its field', async (_, more, wrong) => {
    const site = await testSite()
    const { kim, id } = await withBadge(site)
    const lee = site.visitor('lee')
    await lee.submit(await lee.get('/mine/page'), '/mine/page', { open: 'no', title: 'Lee', address: 'taken' })
    const answer = await kim.submit(await kim.get('/mine/page'), '/mine/page', {
      open: 'yes',
      title: 'Kim',
      text: 'I weld.',
      badge: id,
      ...more,
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(wrong)
    expect(answer.text).toContain('I weld.')
    expect(answer.text).toMatch(new RegExp(`value="${id}" checked`))
  })

  test('the archive is for its owner', async () => {
    const site = await testSite()
    const { kim, id } = await withBadge(site)
    await kim.submit(await kim.get('/mine/page'), '/mine/page', { open: 'no', title: 'Kim', badge: id })
    const file = await kim.get('/mine/page/archive.zip')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect((await site.visitor('lee').get('/mine/page/archive.zip')).status).toBe(404)
    expect((await site.visitor().get('/mine/page/archive.zip')).status).toBe(401)
  })
})
