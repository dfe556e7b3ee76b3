import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { bakeImage, extractCredential, readBaked, stripCredential } from '../../src/container/index.js'
import { codeOf } from '../support/codes.js'
import { bytes, credential, json, jws } from './images.js'

/** A PDF of one page, made by another library, with these files attached. */
async function pdfWith(files: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([300, 200])
  for (const [name, text] of Object.entries(files)) await document.attach(bytes(text), name)
  return document.save({ useObjectStreams: false })
}
const plain = await pdfWith()

describe('a damaged PDF is refused by every function', () => {
  test.each([
    ['nothing but a header', bytes('%PDF-1.7')],
    ['cut off', plain.subarray(0, 200)],
    ['a password', bytes('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R/Encrypt 2 0 R>>')],
  ])('%s', async (_, pdf) => {
    for (const work of [extractCredential, readBaked, stripCredential]) {
      expect(await codeOf(() => work(pdf))).toBe('ERR_PDF_CORRUPT')
    }
    expect(await codeOf(() => bakeImage(pdf, credential))).toBe('ERR_PDF_CORRUPT')
  })

  test('one with bytes between its objects is read, and not changed', async () => {
    const baked = await bakeImage(plain, credential)
    const strange = Buffer.concat([baked, bytes(`\nx${'1'.repeat(1000)}`)])
    expect(await extractCredential(strange)).toBe(json)
    expect(await codeOf(() => stripCredential(strange))).toBe('ERR_PDF_CORRUPT')
    expect(await codeOf(() => bakeImage(strange, credential, { ifBaked: 'replace' }))).toBe('ERR_PDF_CORRUPT')
  })

  test('files that are not text', async () => {
    const document = await PDFDocument.create()
    document.addPage()
    await document.attach(Uint8Array.of(0xff, 0xfe, 0xfd), 'openbadgecredential.json')
    expect(await codeOf(async () => extractCredential(await document.save()))).toBe('ERR_JSON_INVALID')
  })
})

describe('PDF is a format as the others are', () => {
  test.each([
    ['an object', credential, json],
    ['JSON text, as it is', ` ${json}\n`, ` ${json}\n`],
    ['a compact JWS, without its line end', `${jws}\n`, jws],
    ['characters that XML cannot carry', { ...credential, name: '\ufffe\uffff' }, undefined],
  ])('%s comes out as it was baked, and pages stay', async (_, input, expected) => {
    const baked = await bakeImage(plain, input)
    expect(await readBaked(baked)).toEqual({
      text: expected ?? JSON.stringify(input),
      format: 'pdf',
      standard: 'ob3',
      findings: [],
    })
    expect((await PDFDocument.load(baked)).getPageCount()).toBe(1)
  })

  test('stripping takes the file out, bytes and all; a PDF without a credential comes back as it is', async () => {
    const baked = await bakeImage(plain, credential)
    expect(Buffer.from(baked).toString('latin1')).toContain('/EmbeddedFile')
    const stripped = await stripCredential(baked)
    expect(await extractCredential(stripped)).toBeNull()
    expect(Buffer.from(stripped).toString('latin1')).not.toMatch(/\/EmbeddedFile\b|\/Filespec|openbadgecredential/)
    expect((await PDFDocument.load(stripped)).getPageCount()).toBe(1)
    expect(await stripCredential(plain)).toEqual(plain)
  })

  test('one that holds a credential is refused, or gets the new one in place of it', async () => {
    const baked = await bakeImage(plain, credential)
    expect(await codeOf(() => bakeImage(baked, jws))).toBe('ERR_BAKE_ALREADY_BAKED')
    const replaced = await bakeImage(baked, jws, { ifBaked: 'replace' })
    expect(await readBaked(replaced)).toMatchObject({ text: jws, findings: [] })
  })

  test('of two credentials the first is read, and that there are two is told', async () => {
    const two = await pdfWith({ 'openbadgecredential.json': json, 'openbadgecredential.jwt': jws })
    expect(await readBaked(two)).toMatchObject({ text: json, findings: [{ code: 'duplicate' }] })
    expect(await extractCredential(await stripCredential(two))).toBeNull()
  })

  test('a credential under another name is read, and left alone', async () => {
    const guest = await pdfWith({ 'notes.txt': 'notes', 'transcript.json': json })
    expect(await readBaked(guest)).toMatchObject({ text: json, standard: 'ob3', findings: [] })
    expect(await stripCredential(guest)).toEqual(guest)
    const baked = await bakeImage(guest, jws)
    expect(await readBaked(baked)).toMatchObject({ text: jws, findings: [] })
    expect(await extractCredential(await stripCredential(baked))).toBe(json)
  })
})
