import { expect, test } from 'vitest'
import { testSite } from './site.js'

const badge = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }

test('figures are shown by badge and by batch, and as a table without formulas', async () => {
  const site = await testSite()
  const { service } = site
  const staff = site.visitor('issuer')
  const saved = await service.library.save({ ...badge, name: '=HYPERLINK("https://evil.example")' })
  const { batch } = await service.batches.issue({
    draft: { issuer: { name: 'Acme Academy' } } as never,
    saved: { id: saved.badge.id },
    label: 'Spring',
    rows: [{ email: 'kim@learner.example', name: '+1 Kim' }],
  })
  const page = await staff.get('/issuer/figures')
  expect([page.status, page.text.includes('Spring'), page.text.includes('<rect class="bar" width="100.0"')]).toEqual([
    200,
    true,
    true,
  ])
  const table = await staff.get('/issuer/figures.csv')
  expect(table.text).toContain('"\'=HYPERLINK(""https://evil.example"")",1,0,0,0,0')
  const list = await staff.get('/issuer/badges.csv?q=kim')
  expect(list.headers.get('content-disposition')).toContain('badges.csv')
  expect(list.text).toContain("'+1 Kim,kim@learner.example,")
  expect((await staff.get('/issuer/badges.csv?stage=revoked')).text.trim().split('\r\n').length).toBe(1)
  for (const path of ['/issuer/figures', '/issuer/figures.csv', '/issuer/badges.csv']) {
    expect((await site.visitor().get(path)).status).not.toBe(200)
  }
  expect((await staff.get(`/issuer/batches/${batch.id}`)).text).toContain(
    'Send a new link to all who have not answered',
  )
  await service.tick()
  const again = await staff.follow(await staff.submit(await staff.get(`/issuer/batches/${batch.id}`), '/resend', {}))
  expect(again.text).toContain('1 new link is on its way.')
  expect(site.defects).toEqual([])
})

test('a badge is suspended and reinstated from its page, where its status list is for that', async () => {
  const site = await testSite()
  const staff = site.visitor('issuer')
  const preview = await staff.submit(await staff.get('/issuer/upload'), '/issuer/upload', {
    ...badge,
    suspendable: 'true',
    csvText: 'email\nkim@learner.example\n',
  })
  await staff.submit(preview, '/issuer/upload/confirm', {})
  const [issued] = (await site.service.list()).badges
  const path = `/issuer/badges/${issued?.id}`
  expect(issued?.status.purpose).toBe('suspension')
  const suspended = await staff.follow(await staff.submit(await staff.get(path), '/suspend', { reason: 'unpaid' }))
  expect(suspended.text).toContain('The badge is suspended.')
  expect((await site.service.get(issued?.id ?? ''))?.suspended).toBe(true)
  const back = await staff.follow(await staff.submit(suspended, '/reinstate', {}))
  expect(back.text).toContain('The badge is valid again.')
  expect((await site.service.get(issued?.id ?? ''))?.suspended).toBe(false)
  const plain = await site.service.issue({
    draft: { issuer: { name: 'Acme' }, achievement: badge },
    recipient: { email: 'lee@learner.example' },
  })
  const page = await staff.get(`/issuer/badges/${plain.id}`)
  expect([page.text.includes('/suspend'), page.text.includes('/revoke')]).toEqual([false, true])
})
