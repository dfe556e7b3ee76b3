import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Resvg } from '@resvg/resvg-js'
import { unzipSync, zipSync } from 'fflate'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { PNG } from 'pngjs'
import sharp from 'sharp'
import { SMTPServer } from 'smtp-server'
import { describe, expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { badge, bakedCard, pageUrl, wayBack } from './baked-card.js'

const baked = await bakedCard()

/** Sends a file as the attachment of a mail through an SMTP server, and takes it out at the other end. */
async function mailed(file: Uint8Array): Promise<Uint8Array> {
  let arrived: (mail: ParsedMail) => void
  const mail = new Promise<ParsedMail>((resolve) => {
    arrived = resolve
  })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void simpleParser(stream).then((parsed) => {
        arrived(parsed)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.server.address() as AddressInfo
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
    const attachments = [{ filename: 'badge.png', content: Buffer.from(file), contentType: 'image/png' }]
    await transport.sendMail({
      from: 'a@example.org',
      to: 'b@example.org',
      subject: 'Your badge',
      text: 'Here.',
      attachments,
    })
    const [attachment] = (await mail).attachments
    return new Uint8Array(attachment?.content ?? [])
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

/** Sends a file through a form with `multipart/form-data` to a server, and gives what arrives. */
async function uploaded(file: Uint8Array): Promise<Uint8Array> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      const form = await new Response(Buffer.concat(chunks), { headers }).formData()
      response.end(Buffer.from(await (form.get('badge') as File).arrayBuffer()))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const body = new FormData()
    body.append('badge', new File([file as Uint8Array<ArrayBuffer>], 'badge.png', { type: 'image/png' }))
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
    return new Uint8Array(await response.arrayBuffer())
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const keeping: readonly (readonly [string, (file: Uint8Array) => Promise<Uint8Array> | Uint8Array])[] = [
  ['a ZIP archive', (file) => unzipSync(zipSync({ 'badge.png': file }))['badge.png'] ?? new Uint8Array()],
  ['an attachment of a mail, by SMTP', mailed],
  ['a form that uploads', uploaded],
]

const stripping: typeof keeping = [
  ['a program that opens and saves it (pngjs)', (file) => PNG.sync.write(PNG.sync.read(Buffer.from(file)))],
  ['a program that opens and saves it (libvips)', (file) => sharp(file).png().toBuffer()],
  ['a thumbnail', (file) => sharp(file).resize(600).png().toBuffer()],
  [
    'a network that stores JPEG',
    async (file) =>
      sharp(await sharp(file).jpeg({ quality: 75 }).toBuffer())
        .png()
        .toBuffer(),
  ],
]

describe('the badge comes through', () => {
  test.each(keeping)('%s', async (_, through) => {
    const after = await through(baked)
    expect(Buffer.from(after).equals(baked)).toBe(true)
    expect(await verifyCredential(new Uint8Array(after))).toMatchObject({ verified: true, source: 'png' })
  })
})

test('libvips asked to keep metadata writes another picture file, and the badge is still in it', async () => {
  const after = new Uint8Array(await sharp(baked).keepMetadata().png().toBuffer())
  expect(Buffer.from(after).equals(baked)).toBe(false)
  expect(await verifyCredential(after)).toMatchObject({ verified: true, source: 'png' })
})

describe('the badge is stripped, the result says so, and the code on the card leads back', () => {
  const assertStripped = async (after: Uint8Array) => {
    const result = await verifyCredential(new Uint8Array(after))
    expect(result.outcome).toBe('failed')
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_BAKE_NOTHING_BAKED'])
    expect(wayBack(after)).toBe(pageUrl)
  }

  test.each(stripping)('%s', async (_, through) => {
    expect(await verifyCredential(baked)).toMatchObject({ verified: true })
    await assertStripped(await through(baked))
  })

  test('an SVG that is rasterised', async () => {
    const { width, height } = PNG.sync.read(Buffer.from(baked))
    const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${Buffer.from(baked).toString('base64')}"/>`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${image}</svg>`
    const drawing = await bakeImage(new TextEncoder().encode(svg), badge)
    expect(await verifyCredential(drawing)).toMatchObject({ verified: true, source: 'svg' })
    await assertStripped(new Resvg(Buffer.from(drawing), { fitTo: { mode: 'width', value: 800 } }).render().asPng())
  })
})
