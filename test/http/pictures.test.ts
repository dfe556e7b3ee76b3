import { describe, expect, test } from 'vitest'
import { hashApiToken } from '../../src/http/index.js'
import { limits } from '../../src/internal/limits.js'
import { chunk, smallPng, withChunks } from '../container/images.js'
import { codeOf } from '../support/codes.js'
import { draft, testSite } from './site.js'

const TOKEN = 'a-token-of-sufficient-length-for-tests'
const MB = 1024 * 1024

/** A sound PNG of that many bytes. */
const pngOf = (size: number): Uint8Array =>
  withChunks(chunk('prVt', new Uint8Array(size - smallPng.length - 12).fill(0x20)))

const recipient = { email: 'kim@learner.example' }
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

async function doors() {
  const site = await testSite({ apiTokenHashes: [hashApiToken(TOKEN)] })
  const { service } = site
  const issuer = site.visitor('issuer')
  const post = async (path: string, body: object): Promise<number> => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const request = new Request(`${service.baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await site.handler(request)).status
  }
  const schema = { type: 'object', properties: { essay: { type: 'string' } } }
  const upload = async (picture: Uint8Array) =>
    issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', {
      name: 'Welder I',
      description: 'Welds steel.',
      criteria: 'The exam.',
      csvText: 'email\nkim@learner.example',
      picture: new File([picture as BlobPart], 'badge.png'),
    })
  return { site, service, issuer, post, schema, upload }
}

describe('a picture is as large through every door', () => {
  test('one of 3 MB is previewed and issued', async () => {
    const { site, issuer, upload } = await doors()
    const preview = await upload(pngOf(3 * MB))
    expect(preview.status).toBe(200)
    const issued = await issuer.submit(preview, '/issuer/upload/confirm')
    expect(issued.status).toBe(303)
    const [badge] = (await site.service.list()).badges
    expect((await site.service.picture(badge?.id ?? ''))?.bytes.length).toBe(3 * MB)
    expect(site.defects).toEqual([])
  })

  test('the largest passes, with room for the largest list beside it', async () => {
    const { site, service, issuer, post, schema, upload } = await doors()
    const picture = pngOf(limits.pictureBytes)
    const rows = [recipient]
    expect((await service.batches.issue({ draft, rows, picture, dryRun: true })).outcomes[0]?.status).toBe('checked')
    expect((await service.issue({ draft, recipient, picture })).picture).toBeDefined()
    const preview = await upload(picture)
    expect((await issuer.submit(preview, '/issuer/upload/confirm')).status).toBe(303)
    const body = { draft, picture: base64(picture) }
    expect(await post('/api/badges', { ...body, recipient })).toBe(201)
    expect(await post('/api/forms', { ...body, id: 'welder', title: 'Welder', schema })).toBe(200)
    const many = Array.from({ length: limits.batchRows }, (_, i) => ({
      email: `learner.number.${i}@university.example`,
      name: `Learner of the number ${i} ${'x'.repeat(100)}`,
      locale: 'de',
    }))
    expect(JSON.stringify({ ...body, rows: many }).length).toBeLessThan(limits.apiUploadBytes)
    expect(await post('/api/batches', { ...body, rows, dryRun: true })).toBeLessThan(300)
    expect(site.defects).toEqual([])
  })

  test('one that is larger is ERR_LIMIT_EXCEEDED before anything is issued', async () => {
    const { site, service, issuer, post, schema, upload } = await doors()
    const picture = pngOf(limits.pictureBytes + 1)
    const rows = [recipient]
    const limit = 'ERR_LIMIT_EXCEEDED'
    expect(await codeOf(() => service.issue({ draft, recipient, picture }))).toBe(limit)
    expect(await codeOf(() => service.batches.issue({ draft, rows, picture }))).toBe(limit)
    expect(await codeOf(() => service.batches.issue({ draft, rows, picture, dryRun: true }))).toBe(limit)
    expect((await upload(picture)).status).toBe(413)
    const preview = await upload(smallPng)
    const pictureData = base64(picture)
    expect((await issuer.submit(preview, '/issuer/upload/confirm', { pictureData })).status).toBe(413)
    const body = { draft, picture: pictureData }
    expect(await post('/api/badges', { ...body, recipient })).toBe(413)
    expect(await post('/api/batches', { ...body, rows, dryRun: true })).toBe(413)
    expect(await post('/api/forms', { ...body, id: 'welder', title: 'Welder', schema })).toBe(413)
    expect((await service.list()).badges).toEqual([])
    expect(site.defects).toEqual([])
  })
})
