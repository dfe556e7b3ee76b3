import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import { testSite } from './site.js'

const csv = [
  'email,name',
  'kim@learner.example,Kim Doe',
  'lee@learner.example,Lee Roe',
  'nobody,No Address',
  'KIM@learner.example,Kim Doe',
  'had@learner.example,Has It',
].join('\n')
const badge = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }

async function open() {
  const site = await testSite()
  const staff = site.visitor('issuer')
  const first = await staff.submit(await staff.get('/issuer/upload'), '/issuer/upload', {
    ...badge,
    csvText: 'email,name\nhad@learner.example,Has It\n',
  })
  await staff.submit(first, '/issuer/upload/confirm', {})
  return { site, staff }
}

describe('an upload', () => {
  test('counts alike in the preview, on the button, in the batch and in its list; refusals are in the language of the reader', async () => {
    const { site, staff } = await open()
    await staff.submit(await staff.get('/issuer/upload'), '/language', { locale: 'de' })
    const preview = await staff.submit(await staff.get('/issuer/upload'), '/issuer/upload', { ...badge, csvText: csv })
    expect(preview.text).toContain('Dieselbe Person wie in Zeile 1')
    expect(preview.text).toContain('Bitte geben Sie eine E-Mail-Adresse')
    expect(preview.text).toContain('1 Person hatte diesen Badge schon')
    const done = await staff.follow(await staff.submit(preview, '/issuer/upload/confirm', {}))
    const batch = (await site.service.batches.list()).batches.find(({ rows }) => rows === 5)
    expect(batch).toMatchObject({ rows: 5, issued: 3, refused: 2, badges: 2 })
    expect((await site.service.list({ batchId: batch?.id ?? '' })).badges.length).toBe(2)
    expect(done.text).toContain('Dieselbe Person wie in Zeile 1')
    expect(done.text).toContain('1 Person hatte diesen Badge schon')
    expect(done.text).not.toContain('3 Badges')
    const file = await staff.get(`/issuer/batches/${batch?.id}/refusals.csv`)
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(file.text.replace('\ufeff', '')).toContain('4;Dieselbe Person wie in Zeile 1;ERR_ROW_DUPLICATE\r\n')
    expect(file.text).not.toContain('learner')
  })

  test('that is continued counts its badges once, and what was refused before is not kept twice', async () => {
    const { site } = await open()
    const draft = { issuer: { name: 'Acme' }, achievement: badge }
    const rows = [{ email: 'a@learner.example' }, { email: 'b@learner.example' }, { email: 'nobody' }]
    const { batches } = site.service
    await batches.issue({ id: 'again', draft, rows })
    const { batch } = await batches.issue({ id: 'again', draft, rows: rows.slice(0, 3) })
    expect(batch).toMatchObject({ rows: 3, issued: 2, refused: 1, badges: 2 })
    expect((await batches.refusals({ batchId: 'again' })).refusals.map(({ row }) => row)).toEqual([3])
    await batches.issue({ id: 'again', draft, rows: rows.slice(0, 2) })
    expect((await batches.refusals({ batchId: 'again' })).refusals).toEqual([])
  })

  test('in the background counts the same way', async () => {
    const { site } = await open()
    const rows = [{ email: 'a@learner.example' }, { email: 'had@learner.example' }]
    const issuer = (await site.service.list({ email: 'had@learner.example' })).badges[0]?.credential.issuer
    const { id } = await site.service.batches.start({ draft: { issuer: issuer as never, achievement: badge }, rows })
    await site.service.tick()
    expect(await site.service.batches.get(id)).toMatchObject({ rows: 2, issued: 2, badges: 1 })
  })

  test('keeps its file over corrections, until another one is chosen', async () => {
    const { site, staff } = await open()
    const preview = await staff.submit(await staff.get('/issuer/upload'), '/issuer/upload', { ...badge, csvText: csv })
    const form = await staff.submit(preview, '/issuer/upload/correct', {})
    expect(form.status).toBe(200)
    expect(form.text).toContain('Your file with 5 rows is kept')
    expect(form.text).toContain('value="Welder I"')
    const again = await staff.submit(form, '/issuer/upload', { ...badge, name: 'Welder II' })
    expect(again.text).toContain('kim@learner.example')
    const other = await staff.submit(form, '/issuer/upload', { ...badge, csvText: 'email\nz@learner.example\n' })
    expect([other.text.includes('z@learner.example'), other.text.includes('kim@learner.example')]).toEqual([
      true,
      false,
    ])
    // What was wrong with the form loses nothing either.
    const wrong = await staff.submit(form, '/issuer/upload', { ...badge, name: '' })
    expect([wrong.status, wrong.text.includes('Your file with 5 rows is kept')]).toEqual([422, true])
    expect(site.defects).toEqual([])
  })

  test('has a template in the language of the reader, for the badge that was chosen', async () => {
    const { site, staff } = await open()
    const saved = await site.service.library.save({ ...badge, validFor: { count: 1, unit: 'years' } })
    const plain = await staff.get('/issuer/upload/template.csv')
    expect(plain.text.replace('\ufeff', '')).toBe(
      'email,name,locale,validFrom,validUntil,evidence,narrative,result\r\n',
    )
    await staff.submit(await staff.get('/issuer/upload'), '/language', { locale: 'fr' })
    const chosen = await staff.get(`/issuer/upload/template.csv?saved=${saved.badge.id}`)
    expect(chosen.text.replace('\ufeff', '')).toBe('e-mail;nom;langue;valable à partir du;preuve;récit;résultat\r\n')
    expect(chosen.headers.get('content-disposition')).toContain('.csv')
    expect((await staff.get('/issuer/upload/template.csv?saved=nothing')).status).toBe(404)
    expect((await site.visitor().get('/issuer/upload/template.csv')).status).not.toBe(200)
  })

  test('that carries too large a file says so', async () => {
    const { staff } = await open()
    const large = `email\n${'x'.repeat(limits.csvBytes)}`
    const answer = await staff.submit(await staff.get('/issuer/upload'), '/issuer/upload', { ...badge, csvText: large })
    expect(answer.status).toBe(413)
  })
})
