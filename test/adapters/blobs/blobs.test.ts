import { createHash, createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { folderBlobs } from '../../../src/adapters/blobs/folder.js'
import { s3Blobs } from '../../../src/adapters/blobs/s3.js'
import type { BlobStore } from '../../../src/service/index.js'
import { codeOf } from '../../support/codes.js'

const secretAccessKey = 'a secret of the bucket'

/** Whether a request is signed as Signature Version 4 has it. Written from its description, not from any client. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const [, credential = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  const [id, date = '', region = '', service = '', end = ''] = credential.split('/')
  const url = new URL(request.url ?? '/', 'http://host')
  const sum = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
  const claimed = String(request.headers['x-amz-content-sha256'])
  if (id !== 'key' || (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== sum(body))) return false
  const canonical = [
    request.method,
    url.pathname,
    url.search.slice(1),
    ...names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    names,
    claimed,
  ].join('\n')
  const text = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    `${date}/${region}/${service}/${end}`,
    sum(canonical),
  ].join('\n')
  const mac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest()
  const key = mac(mac(mac(mac(`AWS4${secretAccessKey}`, date), region), service), end)
  return createHmac('sha256', key).update(text).digest('hex') === signature
}

/** A bucket that checks signatures and `If-None-Match`. */
async function bucket() {
  const files = new Map<string, { body: Buffer; type: string }>()
  const answers: number[] = []
  let failures = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      const path = request.url ?? ''
      const found = files.get(path)
      const reply = (status: number, content?: Buffer, type = 'text/plain') => {
        answers.push(status)
        response.writeHead(status, { 'content-type': type }).end(content)
      }
      if (failures-- > 0) return reply(503)
      if (!isSigned(request, body)) return reply(403)
      if (request.method === 'PUT') {
        if (request.headers['if-none-match'] === '*' && found !== undefined) return reply(412)
        files.set(path, { body, type: String(request.headers['content-type']) })
        return reply(200)
      }
      if (request.method === 'DELETE') {
        files.delete(path)
        return reply(204)
      }
      return found === undefined ? reply(404) : reply(200, found.body, found.type)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/bucket`,
    files,
    answers,
    fail: (times: number) => {
      failures = times
    },
  }
}

const keys = { region: 'eu-central-1', accessKeyId: 'key', secretAccessKey }

const stores: Record<string, () => Promise<BlobStore>> = {
  async folder() {
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-blobs-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return folderBlobs({ folder })
  },
  async s3() {
    return s3Blobs({ bucket: (await bucket()).url, ...keys, prefix: 'badges/' })
  },
}

const blob = (text: string) => ({ bytes: new TextEncoder().encode(text), mediaType: 'image/png' })

describe.each(Object.entries(stores))('blob store: %s', (_, open) => {
  test('keeps what is put, the first time only, until it is deleted', async () => {
    const store = await open()
    const key = 'pictures/0a.png'
    expect(await store.get(key)).toBeUndefined()
    expect(await store.put(key, blob('one'))).toBe(true)
    expect(await store.put(key, blob('two'))).toBe(false)
    expect(await store.get(key)).toEqual(blob('one'))
    await store.delete(key)
    await store.delete(key)
    expect(await store.get(key)).toBeUndefined()
  })

  test.each(['../secret', '/etc/passwd', 'a//b', '.hidden', 'a/.b', 'A.png', 'a b', 'a\\b', '', 'x'.repeat(201), 'a/'])(
    'a key that is no harmless path is refused: %j',
    async (key) => {
      const store = await open()
      for (const step of [() => store.put(key, blob('x')), () => store.get(key), () => store.delete(key)]) {
        expect(await codeOf(step)).toBe('ERR_ARGUMENT_INVALID')
      }
    },
  )
})

test('a folder has whole files only, also when many put the same at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-blobs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const store = folderBlobs({ folder })
  await Promise.all(Array.from({ length: 20 }, () => store.put('a/b.png', blob('same'))))
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.png'])
  const blocked = folderBlobs({ folder: join(folder, 'a', 'b.png') })
  expect(await codeOf(() => blocked.put('x.png', blob('x')))).toBe('ERR_FILE_UNWRITABLE')
})

describe('a bucket', () => {
  test('is asked again after a 503, and what goes on failing is said', async () => {
    const { url, fail, answers } = await bucket()
    const store = await s3Blobs({ bucket: url, ...keys })
    fail(1)
    expect(await store.put('a.png', blob('one'))).toBe(true)
    expect(answers).toEqual([503, 200])
    fail(100)
    expect(await codeOf(() => store.get('a.png'))).toBe('ERR_STORAGE_FAILED')
  })

  test('with another secret lets nobody in', async () => {
    const { url, files } = await bucket()
    const store = await s3Blobs({ bucket: url, ...keys, secretAccessKey: 'wrong' })
    expect(await codeOf(() => store.put('a.png', blob('one')))).toBe('ERR_STORAGE_FAILED')
    expect(files.size).toBe(0)
  })

  test('that is not there, or no URL, is said', async () => {
    const store = await s3Blobs({ bucket: 'http://127.0.0.1:1/bucket', ...keys })
    expect(await codeOf(() => store.get('a.png'))).toBe('ERR_STORAGE_FAILED')
    expect(await codeOf(() => s3Blobs({ bucket: 'bucket', ...keys }))).toBe('ERR_ARGUMENT_INVALID')
  })
})
