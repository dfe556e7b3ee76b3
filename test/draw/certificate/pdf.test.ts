import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib'
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bakePdf,
  type CertificateTemplate,
  certificateTemplates,
  createCertificate,
  extractPdf,
} from '../../../src/draw/certificate/index.js'
import { defined } from '../../../src/internal/defined.js'
import { issueBadge } from '../../../src/issue-badge.js'
import { badgeView } from '../../../src/share/index.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { testKey } from '../../support/badge.js'
import { codeOf } from '../../support/codes.js'
import { demoNames } from '../../support/demo-names.js'
import { readQr } from '../../support/qr.js'

const art = readFileSync('examples/art/river-steward.svg')
/** For tests of texts: to draw the other takes longer than the rest of a certificate. */
const square = new PNG({ width: 8, height: 8 })
square.data.fill(255)
const small = PNG.sync.write(square)
const key = await testKey()
const badge = await issueBadge(
  {
    issuer: { name: 'Harbour Skills College' },
    achievement: {
      name: 'River Steward',
      description: 'Looks after a river.',
      criteria: '**Twelve** months of care.',
      tag: ['river'],
    },
    recipient: { email: 'kim@example.org' },
  },
  key,
  { now: '2026-03-01T00:00:00Z' },
)
const view = badgeView(badge, { url: 'https://badges.example.org/b/7f3k9q', recipientName: 'Zoë Lindqvist' })

const folder = mkdtempSync(join(tmpdir(), 'badgewright-pdf-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const has = (tool: string): boolean => {
  const isThere = spawnSync(tool, ['--version']).error === undefined
  if (!isThere) console.warn(`skipped: ${tool} is not installed (apt-get install poppler-utils qpdf)`)
  return isThere
}
const tools = has('pdftotext') && has('pdfdetach') && has('pdftoppm') && has('qpdf')
const onDisk = (bytes: Uint8Array, name = 'x.pdf') => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
const run = (tool: string, ...args: string[]) =>
  execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const withoutControls = (text: string) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').normalize('NFC')
const plainPdf = async () => {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([300, 200])
  return document.save()
}

describe.each(Object.keys(certificateTemplates) as (keyof typeof certificateTemplates)[])('template %s', (template) => {
  test.each(['A4', 'Letter'] as const)(
    'on %s: one tagged page of that size, and the badge attached to it verifies',
    async (paper) => {
      const { bytes } = await createCertificate(view, { art, credential: badge, template, paper })
      const document = await PDFDocument.load(bytes)
      const [page, ...others] = document.getPages()
      expect(others).toEqual([])
      const sides = [page?.getWidth() ?? 0, page?.getHeight() ?? 0].map(Math.round).toSorted((a, b) => a - b)
      expect(sides).toEqual(paper === 'A4' ? [595, 842] : [612, 792])
      const source = Buffer.from(bytes).toString('latin1')
      for (const trait of ['/StructTreeRoot', '/MarkInfo', '/AFRelationship /Data', '/OutputIntents', '/Lang (en)'])
        expect(source).toContain(trait)
      expect(source).toMatch(/pdfaid:part>3</)
      expect(source).not.toMatch(/\/BaseFont \/Helvetica/)
      expect(await extractPdf(bytes)).toBe(JSON.stringify(badge))
      expect(await verifyCredential(bytes)).toMatchObject({ verified: true, source: 'pdf' })
    },
  )

  test.skipIf(!tools)('is clean for qpdf, readable for poppler, and its code leads to the page', async () => {
    const path = onDisk((await createCertificate(view, { art, credential: badge, template })).bytes)
    expect(run('qpdf', '--check', path)).toMatch(/No syntax or stream encoding errors/)
    expect(run('pdfdetach', '-list', path)).toContain('openbadgecredential.json')
    execFileSync('pdfdetach', ['-save', '1', '-o', join(folder, 'out.json'), path])
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual(badge)
    const text = run('pdftotext', path, '-')
    for (const part of ['River Steward', 'Zoë Lindqvist', 'Harbour Skills College'])
      expect(text.split('\n')).toContain(part)
    expect(
      run('pdffonts', path)
        .split('\n')
        .slice(2)
        .filter((line) => line !== '' && !/ yes yes yes /.test(line)),
    ).toEqual([])
    execFileSync('pdftoppm', ['-r', '110', '-png', '-singlefile', path, join(folder, 'page')])
    expect(readQr(PNG.sync.read(readFileSync(join(folder, 'page.png'))))).toBe(view.url)
  })

  test('holds the longest texts', async () => {
    const long = {
      ...view,
      name: 'Donaudampfschifffahrtsgesellschaft '.repeat(9),
      recipientName: 'ليلى '.repeat(50),
      issuer: '王'.repeat(120),
      description: 'word '.repeat(900),
      criteria: '王秀英'.repeat(900),
      state: 'revoked' as const,
    }
    const { bytes } = await createCertificate(long, { art, template })
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(1)
  })
})

test.skipIf(!tools)(
  'pdftotext gives every name of the demo as one string in the order in which it is written',
  async () => {
    const template: CertificateTemplate = {
      orientation: 'portrait',
      draw(canvas) {
        for (const [i, name] of demoNames.entries()) {
          canvas.text(name, {
            x: 40,
            y: 30 + i * 24,
            width: canvas.width - 80,
            size: 13,
            minSize: 8,
            maxLines: 1,
            color: '#000000',
          })
        }
      },
    }
    expect(demoNames.length).toBeGreaterThanOrEqual(25)
    const fonts = { ...view, description: demoNames.join(' ') }
    const path = onDisk((await createCertificate(fonts, { art: small, template })).bytes)
    const lines = withoutControls(run('pdftotext', path, '-')).split('\n')
    expect(demoNames.filter((name) => !lines.includes(name.normalize('NFC').replace(/\s+/g, ' ')))).toEqual([])
  },
)

const templates = Object.keys(certificateTemplates) as (keyof typeof certificateTemplates)[]
describe.skipIf(!tools)('each name of the demo, on a certificate', () => {
  const rows = demoNames.map((name, i) => [name, templates[i % templates.length]] as const)
  let texts: readonly string[] = []

  // One shell for all: to start a process takes this one longer than what the other does.
  beforeAll(async () => {
    for (const [i, [recipientName, template]] of rows.entries()) {
      const options = { art: small, ...defined({ template }) }
      onDisk((await createCertificate({ ...view, recipientName }, options)).bytes, `name-${i}.pdf`)
    }
    const paths = rows.map((_, i) => join(folder, `name-${i}.pdf`))
    run('sh', '-c', 'for pdf; do pdftotext "$pdf" || exit 1; done', 'sh', ...paths)
    texts = paths.map((path) => readFileSync(path.replace(/pdf$/, 'txt'), 'utf8'))
  }, 120_000)

  test.each(rows.map((row, i) => [...row, i] as const))(
    '%s, on the certificate %s, is one string in the order in which it is written',
    (recipientName, _, i) => {
      const lines = withoutControls(texts[i] ?? '').split('\n')
      expect(lines).toContain(recipientName.normalize('NFC').replace(/\s+/g, ' '))
    },
  )
})

test.skipIf(!tools).each(['صدر في ١ مارس ٢٠٢٦', 'Kim ١٢٣', '١٢٣ كيم', '٢٠٢٦'])(
  '%s: digits that a shaper turns by their script are read as they are written',
  async (description) => {
    const template: CertificateTemplate = {
      orientation: 'portrait',
      draw(canvas) {
        canvas.text(description, { x: 40, y: 40, width: 400, size: 13, minSize: 8, maxLines: 1, color: '#000000' })
      },
    }
    const path = onDisk((await createCertificate({ ...view, description }, { art: small, template })).bytes)
    // Poppler moves the blank between a number and a word of the other direction.
    const squeezed = (text: string) => withoutControls(text).replace(/\s/g, '')
    expect(squeezed(run('pdftotext', path, '-'))).toBe(squeezed(description))
  },
)

test('what tells of the document is well-formed XML, whatever the names', async () => {
  const name = 'R&D <b>\u0001 </rdf:li></rdf:Alt></dc:title><pdfaid:part>1</pdfaid:part> “ß”'
  const { bytes } = await createCertificate({ ...view, name, issuer: 'A & B' }, { art: small })
  const source = Buffer.from(bytes).toString('utf8')
  const packet = source.slice(source.indexOf('<x:xmpmeta'), source.indexOf('</x:xmpmeta>') + 12)
  const refuse = (_: string, message: string) => {
    throw new Error(message)
  }
  const document = new DOMParser({ onError: refuse }).parseFromString(packet, 'text/xml')
  const texts = (tag: string) => Array.from(document.getElementsByTagName(tag), (node) => node.textContent?.trim())
  expect(texts('pdfaid:part')).toEqual(['3'])
  expect(texts('dc:title')).toEqual([name.replace('\u0001 ', ' ')])
  expect(texts('dc:creator')).toEqual(['A & B'])
  expect((await PDFDocument.load(bytes)).getTitle()).toBe(name.replace('\u0001 ', ' '))
})

test.each([
  [{}, {}, 'en'],
  [{ language: 'ja' }, {}, 'ja'],
  [{ language: 'DE-at' }, {}, 'de-AT'],
  [{ language: 'Klingon, mostly' }, {}, 'en'],
  [{ language: ') /OpenAction (' }, {}, 'en'],
  [{ language: 'ja' }, { locale: 'DE-at' }, 'de-AT'],
  // Words, dates and language are English where there are no words in the language.
  [{ language: 'ja' }, { locale: 'PT-br' }, 'en'],
  [{ language: 'pt-BR' }, {}, 'en'],
])('ISO 32000 §14.9.2: of %j and %j the language of the document is %s', async (more, options, expected) => {
  const { bytes } = await createCertificate({ ...view, ...more }, { art: small, ...options })
  const { catalog } = await PDFDocument.load(bytes)
  expect(catalog.get(PDFName.of('Lang'))?.toString()).toBe(`(${expected})`)
})

test('a recipient and texts that nobody sees leave no empty lines', async () => {
  const { recipientName: _, ...bare } = view
  const blank = { ...bare, recipientName: '\u3164\u200b', description: '\u00ad', tags: ['\u2800'] }
  const { description: __, ...without } = { ...bare, tags: [] }
  for (const template of ['classic', 'record'] as const) {
    const [one, two] = [
      await createCertificate(blank, { art: small, template }),
      await createCertificate(without, { art: small, template }),
    ]
    expect(Buffer.from(one.bytes).equals(two.bytes)).toBe(true)
  }
})

test('the words for whoever does not see the pictures are in the language of the others', async () => {
  const labels = { alt: 'Badge „{name}“ von {issuer}', altCode: 'Der QR-Code führt zu {url}' }
  const document = await PDFDocument.load((await createCertificate(view, { art: small, labels })).bytes)
  const alts = document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    const alt = object instanceof PDFDict ? object.get(PDFName.of('Alt')) : undefined
    return alt instanceof PDFString || alt instanceof PDFHexString ? [alt.decodeText()] : []
  })
  expect(alts.toSorted()).toEqual([
    'Badge „River Steward“ von Harbour Skills College',
    `Der QR-Code führt zu ${view.url}`,
  ])
})

test('the same badge gives the same bytes', async () => {
  const make = async () => (await createCertificate(view, { art, credential: badge })).bytes
  expect(await make()).toEqual(await make())
})

test('outside the credential nothing of the recipient is in the file but the name that was asked for', async () => {
  const { bytes } = await createCertificate(view, { art: small })
  const source = Buffer.from(bytes).toString('latin1')
  const [{ salt = 'none', identityHash = 'none' } = {}] = [badge.credentialSubject.identifier].flat() as {
    salt?: string
    identityHash?: string
  }[]
  for (const secret of ['kim@example.org', salt, identityHash]) expect(source).not.toContain(secret)
  expect(await extractPdf(bytes)).toBeNull()
  expect(await verifyCredential(bytes)).toMatchObject({
    outcome: 'failed',
    problems: [{ code: 'ERR_BAKE_NOTHING_BAKED' }],
  })
})

test.each([
  ['no options', () => createCertificate(view, undefined as never), 'ERR_ARGUMENT_INVALID'],
  ['no picture', () => createCertificate(view, {} as never), 'ERR_ARGUMENT_INVALID'],
  ['a picture as text', () => createCertificate(view, { art: 'welder.png' as never }), 'ERR_ARGUMENT_INVALID'],
  ['an unknown template', () => createCertificate(view, { art, template: 'baroque' as never }), 'ERR_ARGUMENT_INVALID'],
  ['other paper', () => createCertificate(view, { art, paper: 'A0' as never }), 'ERR_ARGUMENT_INVALID'],
  [
    'a name that no font draws',
    () => createCertificate({ ...view, recipientName: '\ue000' }, { art }),
    'ERR_FONT_MISSING',
  ],
  [
    'a name that nobody sees',
    () => createCertificate({ ...view, name: '\u200b\u2066' }, { art }),
    'ERR_ARGUMENT_INVALID',
  ],
  ['a locale that is no language tag', () => createCertificate(view, { art, locale: 'de_DE' }), 'ERR_ARGUMENT_INVALID'],
  ['a credential that is none', () => createCertificate(view, { art, credential: '[1]' }), 'ERR_BAKE_CREDENTIAL'],
])('%s is refused', async (_, make, code) => {
  expect(await codeOf(make)).toBe(code)
})

describe('bakePdf and extractPdf', () => {
  test.each([
    ['an object', badge, JSON.stringify(badge)],
    ['JSON as it is', '{ "type" : "OpenBadgeCredential" }\n', '{ "type" : "OpenBadgeCredential" }\n'],
    ['a JWT', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln\n', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
  ])('%s comes back exactly', async (_, credential, expected) => {
    const before = await plainPdf()
    const copy = before.slice()
    const baked = await bakePdf(before, credential)
    expect(before).toEqual(copy)
    expect(await extractPdf(baked)).toBe(expected)
    expect(await extractPdf(before)).toBeNull()
    expect((await PDFDocument.load(baked)).getAttachments().map(({ name }) => name)).toHaveLength(1)
  })

  test('any PDF with a badge verifies', async () => {
    expect(await verifyCredential(await bakePdf(await plainPdf(), badge))).toMatchObject({
      verified: true,
      source: 'pdf',
    })
  })

  test('a second credential is refused unless it is to take the place of the first', async () => {
    const once = await bakePdf(await plainPdf(), badge)
    expect(await codeOf(() => bakePdf(once, badge))).toBe('ERR_BAKE_ALREADY_BAKED')
    const twice = await bakePdf(once, { type: 'OpenBadgeCredential', id: 'urn:x' }, { ifBaked: 'replace' })
    expect(JSON.parse((await extractPdf(twice)) ?? '')).toMatchObject({ id: 'urn:x' })
    expect((await PDFDocument.load(twice)).getAttachments()).toHaveLength(1)
  })

  test.skipIf(!tools)('what others attached is found by its content, other files are left alone', async () => {
    const path = onDisk(await plainPdf())
    writeFileSync(join(folder, 'notes.txt'), 'nothing')
    writeFileSync(join(folder, 'my-badge.json'), JSON.stringify(badge))
    const out = join(folder, 'attached.pdf')
    execFileSync('qpdf', [
      path,
      '--add-attachment',
      join(folder, 'notes.txt'),
      '--',
      '--add-attachment',
      join(folder, 'my-badge.json'),
      '--',
      '--object-streams=generate',
      out,
    ])
    expect(await extractPdf(new Uint8Array(readFileSync(out)))).toBe(JSON.stringify(badge))
  })

  const bomb = deflateSync(Buffer.alloc(80 * 1024 * 1024))
  const file = (dictionary: string, data: Uint8Array, before = '\n') =>
    Buffer.concat([
      Buffer.from(`%PDF-1.7\n1 0 obj\n<<${dictionary} /Length ${data.length}>>${before}stream\n`),
      data,
      Buffer.from('\nendstream\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF'),
    ])
  test.each([
    ['no PDF', Buffer.from('GIF89a'), 'ERR_FORMAT_UNKNOWN'],
    ['only a header', Buffer.from('%PDF-1.7\n'), 'ERR_PDF_CORRUPT'],
    ['nonsense behind the header', Buffer.from(`%PDF-1.7\n${'<<['.repeat(2000)}`), 'ERR_PDF_CORRUPT'],
    [
      'too many bytes',
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(33 * 1024 * 1024)]),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'an object stream that unpacks to gigabytes',
      file('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', bomb),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'the same under an escaped name',
      file('/Type /#4fbjStm /N 1 /First 4 /Filter /Flate#44ecode', bomb),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'tables packed twice',
      file('/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]', bomb),
      'ERR_PDF_CORRUPT',
    ],
    [
      'the same behind a comment',
      file('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', bomb, '\n% x\n'),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'the same with a text that looks like the beginning of an object',
      file('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /X (obj)', bomb),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'the same with a filter that stands elsewhere',
      Buffer.concat([
        Buffer.from('%PDF-1.7\n5 0 obj /FlateDecode endobj\n'),
        file('/Type /ObjStm /N 1 /First 4 /Filter 5 0 R', bomb).subarray(9),
      ]),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'a table that says it has a thousand million rows',
      file('/Type /XRef /Size 1000000000 /W [0 0 0] /Root 1 0 R', Buffer.alloc(0)),
      'ERR_LIMIT_EXCEEDED',
    ],
    ['a number of a million digits', Buffer.from(`%PDF-1.7\nx${'1'.repeat(1_000_000)}\n`), 'ERR_PDF_CORRUPT'],
    ['streams that never begin or end', Buffer.from(`%PDF-1.7\n${'>>stream\n'.repeat(300_000)}`), 'ERR_PDF_CORRUPT'],
    [
      'object streams that never end',
      Buffer.from(`%PDF-1.7\n${'1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n'.repeat(100_000)}`),
      'ERR_PDF_CORRUPT',
    ],
    [
      'object streams without end',
      Buffer.from(`%PDF-1.7\n${'1 0 obj<</Type/ObjStm/N 0/First 0/Length 0>>stream\nendstream endobj\n'.repeat(9000)}`),
      'ERR_LIMIT_EXCEEDED',
    ],
    ['millions of names', Buffer.from(`%PDF-1.7\n1 0 obj[${'/a'.repeat(1_000_001)}]endobj`), 'ERR_LIMIT_EXCEEDED'],
    ['lists without end', Buffer.from(`%PDF-1.7\n1 0 obj${'['.repeat(1_000_000)}`), 'ERR_PDF_CORRUPT'],
    [
      'references in a circle',
      Buffer.from('%PDF-1.7\n1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer<</Root 1 0 R>>'),
      'ERR_PDF_CORRUPT',
    ],
    [
      'objects that lie over each other',
      file('/Type /ObjStm /N 3 /First 12', Buffer.from('2 0 3 0 4 0 (one text)')),
      'ERR_PDF_CORRUPT',
    ],
    [
      'a password',
      Buffer.from(
        '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj 2 0 obj<</Filter/Standard>>endobj trailer<</Root 1 0 R/Encrypt 2 0 R>>',
      ),
      'ERR_PDF_CORRUPT',
    ],
    [
      'many trees that share a list',
      Buffer.from(
        `%PDF-1.7\n1 0 obj<</Type/Catalog/Names<</EmbeddedFiles<</Kids[${Array.from({ length: 1000 }, (_, i) => `${i + 9} 0 R`).join(' ')}]>>>>>>endobj 2 0 obj[${'0 '.repeat(1000)}]endobj ${Array.from({ length: 1000 }, (_, i) => `${i + 9} 0 obj<</Names 2 0 R>>endobj`).join(' ')} trailer<</Root 1 0 R>>`,
      ),
      'ERR_LIMIT_EXCEEDED',
    ],
  ])('%s is refused, and a result of a verification', { timeout: 30_000 }, async (_, bytes, code) => {
    expect(await codeOf(() => extractPdf(new Uint8Array(bytes)))).toBe(code)
    if (code !== 'ERR_FORMAT_UNKNOWN') {
      expect(await verifyCredential(new Uint8Array(bytes))).toMatchObject({
        outcome: 'failed',
        source: 'pdf',
        problems: [{ code }],
      })
    }
  })

  test('ten thousand files are too many', async () => {
    const document = await PDFDocument.create()
    document.addPage()
    for (let i = 0; i < 300; i += 1) await document.attach(new Uint8Array(1), `${i}.bin`)
    expect(await codeOf(async () => extractPdf(await document.save()))).toBe('ERR_LIMIT_EXCEEDED')
  })

  test('a tree of files that names itself ends', async () => {
    const source =
      '%PDF-1.7\n1 0 obj<</Type/Catalog/Names<</EmbeddedFiles 2 0 R>>>>endobj 2 0 obj<</Kids[2 0 R 3 0 R]>>endobj 3 0 obj<</Kids[2 0 R]>>endobj trailer<</Root 1 0 R>>'
    expect(await extractPdf(new TextEncoder().encode(source))).toBeNull()
  })

  test('what a script in the PDF says is nothing to the reader, and garbage between objects is not changed', async () => {
    const scripted =
      '%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj trailer<</Root 1 0 R>>'
    expect(await extractPdf(new TextEncoder().encode(scripted))).toBeNull()
    const strange = new TextEncoder().encode(`${scripted}\nx${'1'.repeat(100_000)}`)
    expect(await extractPdf(strange)).toBeNull()
    expect(await codeOf(() => bakePdf(strange, badge))).toBe('ERR_PDF_CORRUPT')
  })

  const attached = (streamed: string) =>
    new TextEncoder().encode(
      `%PDF-1.7\n1 0 obj<</Type/Catalog/AF[2 0 R]>>endobj\n2 0 obj<</Type/Filespec/F<62616467652e6a736f6e>/EF<</F 3 0 R>>>>endobj\n${streamed}\n4 0 obj 31 endobj\ntrailer<</Root 1 0 R>>\n`,
    )
  const data = '{"type":"OpenBadgeCredential"} '
  test.each([
    ['a length that says so', `3 0 obj<</Length 31>>stream\n${data}\nendstream endobj`, data],
    ['a length that stands behind it', `3 0 obj<</Length 4 0 R>>stream\r\n${data}\r\nendstream endobj`, data],
    ['a wrong length', `3 0 obj<</Length 7>>stream\n${data}\nendstream endobj`, data],
    ['no length, and no end of the object', `3 0 obj<<>>stream\n${data}\nendstream`, data],
    ['a later version', `3 0 obj<<>>stream\n{}\nendstream endobj\n3 0 obj<<>>stream\n${data}\nendstream endobj`, data],
  ])('a file with %s is read', async (_, streamed, expected) => {
    expect(await extractPdf(attached(streamed))).toBe(expected)
  })

  test('a file in the PDF that unpacks to more than a credential may have is refused', async () => {
    const document = await PDFDocument.create()
    document.addPage()
    await document.attach(new Uint8Array(30 * 1024 * 1024).fill(32), 'openbadgecredential.json')
    expect(await codeOf(async () => extractPdf(await document.save()))).toBe('ERR_LIMIT_EXCEEDED')
  })

  test.each([
    ['nothing but an array', '[1]', 'ERR_BAKE_CREDENTIAL'],
    ['no JSON', 'hello', 'ERR_BAKE_CREDENTIAL'],
    [
      'a base proof',
      '{"type":"OpenBadgeCredential","proof":[{"cryptosuite":"ecdsa-sd-2023","proofValue":"u2V0AhV"}]}',
      'ERR_PROOF_IS_BASE',
    ],
  ])('%s is not attached', async (_, credential, code) => {
    expect(await codeOf(async () => bakePdf(await plainPdf(), credential))).toBe(code)
    expect(await codeOf(() => createCertificate(view, { art, credential }))).toBe(code)
    expect(await codeOf(() => bakePdf('x' as never, badge))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('damage anywhere gives a credential, nothing, or an error of the table', async () => {
    const baked = await bakePdf(await plainPdf(), badge)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(baked.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const damaged = baked.slice()
          for (const [at, byte] of changes) damaged[at] = byte
          expect([
            'no error',
            'ERR_PDF_CORRUPT',
            'ERR_FORMAT_UNKNOWN',
            'ERR_JSON_INVALID',
            'ERR_LIMIT_EXCEEDED',
          ]).toContain(await codeOf(() => extractPdf(damaged)))
        },
      ),
      { seed: 4, numRuns: 150 },
    )
  })
})
