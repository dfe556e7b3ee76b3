import { PDFArray, PDFDict, PDFDocument, type PDFHexString, PDFName } from '@cantoo/pdf-lib'
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

  test('one whose trailer leads nowhere is read by its catalog, and not changed', async () => {
    const lost = bytes('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 9 0 R>>')
    expect(await extractCredential(lost)).toBeNull()
    expect(await codeOf(() => bakeImage(lost, credential))).toBe('ERR_PDF_CORRUPT')
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
    // Two badges in one file: the one where the standard puts it is read, and that there is another is said.
    expect(await readBaked(baked)).toMatchObject({ text: jws, findings: [{ code: 'duplicate' }] })
    expect(await extractCredential(await stripCredential(baked))).toBe(json)
  })
})

describe('the name tree of the files, which viewers list', () => {
  /** A PDF whose name tree has children, as other programs write it. */
  async function pdfWithKids(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
    const document = await PDFDocument.load(await pdfWith(files))
    const tree = document.catalog.lookup(PDFName.of('Names'), PDFDict).lookup(PDFName.of('EmbeddedFiles'), PDFDict)
    const names = tree.lookup(PDFName.of('Names'), PDFArray)
    const kids = Array.from({ length: names.size() / 2 }, (_, i) => {
      const pair = [names.get(2 * i), names.get(2 * i + 1)]
      return document.context.register(document.context.obj({ Limits: [pair[0], pair[0]], Names: pair } as never))
    })
    tree.delete(PDFName.of('Names'))
    tree.set(PDFName.of('Kids'), document.context.obj(kids))
    return document.save({ useObjectStreams: false })
  }

  /** The names that a viewer lists: of a root with children, those of the children alone. */
  async function listed(pdf: Uint8Array): Promise<readonly string[]> {
    const document = await PDFDocument.load(pdf)
    const tree = document.catalog.lookup(PDFName.of('Names'), PDFDict).lookup(PDFName.of('EmbeddedFiles'), PDFDict)
    const namesOf = (node: PDFDict): string[] => {
      const kids = node.lookupMaybe(PDFName.of('Kids'), PDFArray)
      if (kids !== undefined) return kids.asArray().flatMap((kid) => namesOf(document.context.lookup(kid, PDFDict)))
      const names = node.lookup(PDFName.of('Names'), PDFArray)
      return Array.from({ length: names.size() / 2 }, (_, i) => (names.lookup(2 * i) as PDFHexString).decodeText())
    }
    return namesOf(tree)
  }

  test.each<[string, Readonly<Record<string, string>>]>([
    ['no file', {}],
    ['files before and after it', { 'a.txt': 'a', 'z.txt': 'z' }],
  ])('a badge is attached where they look, in order, beside %s', async (_name, files) => {
    const guest = Object.keys(files).length === 0 ? plain : await pdfWithKids(files)
    const baked = await bakeImage(guest, credential)
    expect(await listed(baked)).toEqual([...Object.keys(files), 'openbadgecredential.json'].sort())
    expect(await readBaked(baked)).toMatchObject({ text: json, findings: [] })
    const stripped = await stripCredential(baked)
    expect(await extractCredential(stripped)).toBeNull()
    if (Object.keys(files).length > 0) expect(await listed(stripped)).toEqual(Object.keys(files))
  })

  test('a tree that names itself is written as a list', async () => {
    const document = await PDFDocument.load(await pdfWithKids({ 'a.txt': 'a', 'z.txt': 'z' }))
    const names = document.catalog.lookup(PDFName.of('Names'), PDFDict)
    const tree = names.lookup(PDFName.of('EmbeddedFiles'), PDFDict)
    const kids = tree.lookup(PDFName.of('Kids'), PDFArray)
    const place = document.context.register(tree)
    names.set(PDFName.of('EmbeddedFiles'), place)
    kids.push(place)
    const baked = await bakeImage(await document.save({ useObjectStreams: false }), credential)
    expect(await readBaked(baked)).toMatchObject({ text: json, findings: [] })
    const after = (await PDFDocument.load(baked)).catalog.lookup(PDFName.of('Names'), PDFDict)
    const list = after.lookup(PDFName.of('EmbeddedFiles'), PDFDict)
    expect([list.has(PDFName.of('Kids')), list.lookup(PDFName.of('Names'), PDFArray).size()]).toEqual([false, 6])
  })

  test('a badge is found, replaced and taken out where the tree has children', async () => {
    const guest = await pdfWithKids({ 'a.txt': 'a', 'openbadgecredential.json': json, 'z.txt': 'z' })
    expect(await extractCredential(guest)).toBe(json)
    expect(await listed(await stripCredential(guest))).toEqual(['a.txt', 'z.txt'])
    expect(await codeOf(() => bakeImage(guest, jws))).toBe('ERR_BAKE_ALREADY_BAKED')
    expect(await extractCredential(await bakeImage(guest, jws, { ifBaked: 'replace' }))).toBe(jws)
  })
})

describe('files that were attached by hand', () => {
  const name = 'openbadgecredential.json'
  const file = (called: string, stream: number) => `<< /Type /Filespec /F (${called}) /EF << /F ${stream} 0 R >> >>`
  // `/Params` of a file are optional (ISO 32000-2 §7.11.4.1).
  const stream = (text: string) => `<< /Type /EmbeddedFile /Length ${text.length} >>\nstream\n${text}\nendstream`
  const other = { 12: file('a.txt', 13), 13: stream('hello') }
  const badge = { 10: file(name, 11), 11: stream(json) }
  const tree = (names: string) => `/Names << /EmbeddedFiles << /Names [ ${names} ] >> >>`

  function written(catalog: string, more: Readonly<Record<number, string>>): Uint8Array {
    const objects: Readonly<Record<number, string>> = {
      1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>',
      ...more,
    }
    let text = '%PDF-1.7\n'
    const rows = Object.entries(objects).map(([number, object]) => {
      const row = `${number} 1\n${String(text.length).padStart(10, '0')} 00000 n \n`
      text += `${number} 0 obj\n${object}\nendobj\n`
      return row
    })
    const start = text.length
    return bytes(
      `${text}xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size 20 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    )
  }

  test.each<[string, Uint8Array]>([
    ['in the tree', written(tree(`(${name}) 10 0 R`), badge)],
    ['beside another file', written(tree(`(a.txt) 12 0 R (${name}) 10 0 R`), { ...badge, ...other })],
    ['under another key than its name', written(tree('(zzz) 10 0 R'), badge)],
    ['among the associated files alone', written('/AF [ 10 0 R ]', badge)],
    ['in both places', written(`${tree(`(${name}) 10 0 R`)} /AF [ 10 0 R ]`, badge)],
  ])('a badge %s is replaced and taken out', async (_, pdf) => {
    expect(await extractCredential(pdf)).toBe(json)
    expect(await extractCredential(await bakeImage(pdf, jws, { ifBaked: 'replace' }))).toBe(jws)
    const stripped = await stripCredential(pdf)
    expect(await extractCredential(stripped)).toBeNull()
    expect(Buffer.from(stripped).includes(json)).toBe(false)
  })

  test('another file stays when the badge is taken out, also where both have the same bytes', async () => {
    const shared = written(tree(`(a.txt) 12 0 R (${name}) 10 0 R`), { ...badge, 12: file('a.txt', 11) })
    for (const pdf of [written(tree(`(a.txt) 12 0 R (${name}) 10 0 R`), { ...badge, ...other }), shared]) {
      const left = await PDFDocument.load(await stripCredential(pdf))
      const names = left.catalog.lookup(PDFName.of('Names'), PDFDict).lookup(PDFName.of('EmbeddedFiles'), PDFDict)
      const [, specification] = names.lookup(PDFName.of('Names'), PDFArray).asArray()
      const kept = left.context.lookup(specification, PDFDict).lookup(PDFName.of('EF'), PDFDict)
      expect(left.context.lookup(kept.get(PDFName.of('F')))).toBeDefined()
    }
  })
})

describe('two badges in one PDF warn', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['both under other names', { 'one.json': json, 'two.jwt': jws }, ['duplicate']],
    ['the same twice is one', { 'one.json': json, 'two.json': json }, []],
    ['other data beside it', { 'openbadgecredential.json': json, 'data.json': '{"type":"Invoice"}' }, []],
    ['one under another name', { 'openbadgecredential.json': json, 'two.jwt': jws }, ['duplicate']],
  ])('%s', async (_name, files, codes) => {
    const found = await readBaked(await pdfWith(files))
    expect(found?.findings.map(({ code }) => code)).toEqual(codes)
  })
})

describe('texts in a PDF', () => {
  const withTitle = (title: string) =>
    bytes(`%PDF-1.7\n1 0 obj<</Type/Catalog/T ${title}>>endobj trailer<</Root 1 0 R>>`)

  test.each([
    ['8 MB of opening brackets', '('.repeat(8 << 20), 'ERR_LIMIT_EXCEEDED'],
    ['8 MB of brackets that close again', '('.repeat(4 << 20) + ')'.repeat(4 << 20), 'ERR_LIMIT_EXCEEDED'],
    ['8 MB of escapes', `(${'\\('.repeat(4 << 20)})`, 'ERR_LIMIT_EXCEEDED'],
    ['8 MB of digits', `<${'ab'.repeat(4 << 20)}>`, 'ERR_LIMIT_EXCEEDED'],
    ['one that does not end', `(${'('.repeat(1000)}`, 'ERR_PDF_CORRUPT'],
  ])('%s', { timeout: 20_000 }, async (_name, title, code) => {
    expect(await codeOf(() => readBaked(withTitle(title)))).toBe(code)
  })

  test.each(['(a (nested) text)', '(\\053\\)\\\\)', '<4a 4B4>', `(${'x'.repeat(100_000)})`])(
    '%.20s is read',
    async (title) => {
      expect(await readBaked(withTitle(title))).toBeNull()
    },
  )

  /** A PDF with two credentials: a JSON file first, and a JWT under a name that is written in this way. */
  const withTwo = (name: string) =>
    bytes(`%PDF-1.7
1 0 obj<</Type/Catalog/AF[2 0 R 4 0 R]>>endobj
2 0 obj<</Type/Filespec/F(other.json)/EF<</F 3 0 R>>>>endobj
3 0 obj<</Length ${json.length}>>stream\n${json}\nendstream endobj
4 0 obj<</Type/Filespec/F ${name}/EF<</F 5 0 R>>>>endobj
5 0 obj<</Length ${jws.length}>>stream\n${jws}\nendstream endobj
trailer<</Root 1 0 R>>`)

  test.each([
    ['as it is', '(openbadgecredential.jwt)', jws],
    ['with an octal number', '(open\\142adge\\143redential.jwt)', jws],
    ['over two lines', '(openbadge\\\ncredential.jwt)', jws],
    ['over two lines of DOS', '(openbadge\\\r\ncredential.jwt)', jws],
    ['with a backslash that means nothing', '(\\openbadge\\credential.jwt)', jws],
    ['in digits with blanks', '<6F70656E6261646765 63726564656E7469616c2e6A7774>', jws],
    ['behind a comment', '% (other.jwt)\n(openbadgecredential.jwt)', jws],
    ['with a line end in it: another', '(openbadge\\ncredential.jwt)', json],
    ['in digits: another', '<6F2E6A7774>', json],
  ])('ISO 32000-1 §7.3.4: the name of a file %s is read', async (_, name, expected) => {
    expect(await readBaked(withTwo(name))).toMatchObject({ text: expected, findings: [{ code: 'duplicate' }] })
  })
})
