import { readFileSync } from 'node:fs'
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib'
import { DOMParser } from '@xmldom/xmldom'
import { create } from 'fontkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { certificateTemplates, createCertificate } from '../../../src/draw/certificate/index.js'
import { issueBadge } from '../../../src/issue-badge.js'
import { badgeView } from '../../../src/share/index.js'
import { testKey } from '../../support/badge.js'

/** The demands of PDF/A-3b (ISO 19005-3:2012, by clause) on what a certificate is made of, read by another library. */
const badge = await issueBadge(
  {
    issuer: { name: 'Harbour Skills College' },
    achievement: {
      name: 'River Steward',
      description: 'Looks after ٣ rivers 👩🏽‍🚀.',
      criteria: 'Twelve months.',
      tag: ['川'],
    },
    recipient: { email: 'kim@example.org' },
  },
  await testKey(),
  { now: '2026-03-01T00:00:00Z' },
)
const view = badgeView(badge, { url: 'https://badges.example.org/b/7f3k9q', recipientName: 'ليلى Zoë 王' })
const art = readFileSync('examples/art/river-steward.svg')

/** A PDF, and ways through it. */
class Reader {
  private constructor(
    readonly source: string,
    readonly document: PDFDocument,
  ) {}

  static async of(bytes: Uint8Array): Promise<Reader> {
    return new Reader(Buffer.from(bytes).toString('latin1'), await PDFDocument.load(bytes, { updateMetadata: false }))
  }

  get objects(): PDFObject[] {
    return this.document.context.enumerateIndirectObjects().map(([, object]) => object)
  }

  /** Every dictionary, those of streams and those inside others among them. */
  get dictionaries(): PDFDict[] {
    const found: PDFDict[] = []
    const visit = (object: PDFObject | undefined): void => {
      if (object instanceof PDFDict) {
        found.push(object)
        object.values().forEach(visit)
      } else if (object instanceof PDFStream) visit(object.dict)
      else if (object instanceof PDFArray) object.asArray().forEach(visit)
    }
    this.objects.forEach(visit)
    return found
  }

  at(object: PDFObject | undefined): PDFObject | undefined {
    return object instanceof PDFRef ? this.document.context.lookup(object) : object
  }

  dict(object: PDFObject | undefined): PDFDict {
    const found = this.at(object)
    if (found instanceof PDFStream) return found.dict
    if (found instanceof PDFDict) return found
    throw new Error(`no dictionary: ${found}`)
  }

  list(object: PDFObject | undefined): PDFObject[] {
    const found = this.at(object)
    return found instanceof PDFArray ? found.asArray().map((item) => this.at(item) ?? item) : []
  }

  get(dict: PDFDict, name: string): PDFObject | undefined {
    return this.at(dict.get(PDFName.of(name)))
  }

  bytes(object: PDFObject | undefined): Uint8Array {
    const found = this.at(object)
    if (!(found instanceof PDFRawStream)) throw new Error('no stream')
    return decodePDFRawStream(found).decode()
  }

  ofType(type: string): PDFDict[] {
    return this.dictionaries.filter((dict) => this.get(dict, 'Type') === PDFName.of(type))
  }

  get page(): PDFDict {
    return this.document.getPage(0).node
  }

  /** Operators of the page, as text. */
  get content(): string {
    const contents = this.get(this.page, 'Contents')
    const parts = contents instanceof PDFArray ? contents.asArray() : [contents]
    return parts.map((part) => Buffer.from(this.bytes(part)).toString('latin1')).join('\n')
  }
}

const name = (value: PDFObject | undefined): string | undefined =>
  value instanceof PDFName ? value.decodeText() : undefined
const textOf = (value: PDFObject | undefined): string | undefined =>
  value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : undefined
const number = (value: PDFObject | undefined): number => (value instanceof PDFNumber ? value.asNumber() : Number.NaN)

describe.each(Object.keys(certificateTemplates) as (keyof typeof certificateTemplates)[])(
  'PDF/A-3b, ISO 19005-3: template %s',
  (template) => {
    let pdf: Reader
    beforeAll(async () => {
      pdf = await Reader.of(
        (await createCertificate({ ...view, state: 'expired' }, { art, credential: badge, template })).bytes,
      )
    })

    test('6.1.2: the header is that of PDF 1.n, with a comment of four bytes above 127 behind it', () => {
      expect(pdf.source).toMatch(/^%PDF-1\.[0-7]\n%[\x80-\xff]{4}/)
    })

    test('6.1.3: the trailer has an ID and no encryption; nothing follows the end', () => {
      const { ID, Encrypt } = pdf.document.context.trailerInfo
      const ids = pdf.list(ID).map(String)
      expect(ids).toHaveLength(2)
      expect(ids.every((id) => id.length >= 18)).toBe(true)
      expect(Encrypt).toBeUndefined()
      expect(pdf.source).toMatch(/%%EOF[\r\n]*$/)
    })

    test('6.1.7, 6.1.8: streams say their true length, have no outside file, no LZW and no Crypt', () => {
      const streams = pdf.objects.filter((object) => object instanceof PDFRawStream)
      expect(streams.length).toBeGreaterThan(5)
      for (const stream of streams) {
        expect(number(pdf.get(stream.dict, 'Length'))).toBe(stream.contents.length)
        for (const key of ['F', 'FFilter', 'FDecodeParms']) expect(pdf.get(stream.dict, key)).toBeUndefined()
        const filter = pdf.get(stream.dict, 'Filter')
        const filters = filter instanceof PDFArray ? pdf.list(filter) : [filter]
        for (const one of filters) expect(['FlateDecode', undefined]).toContain(name(one))
      }
    })

    test('6.2.3: the colours are those of an ICC profile that is in the file', () => {
      const intents = pdf.list(pdf.document.catalog.get(PDFName.of('OutputIntents'))).map((item) => pdf.dict(item))
      expect(intents.map((intent) => name(pdf.get(intent, 'S')))).toEqual(['GTS_PDFA1'])
      const [intent] = intents as [PDFDict]
      const profile = pdf.bytes(intent.get(PDFName.of('DestOutputProfile')))
      const latin = Buffer.from(profile).toString('latin1')
      // ICC.1 §7.2: size, class (monitor or printer), colours, signature.
      expect(Buffer.from(profile).readUInt32BE(0)).toBe(profile.length)
      expect(['mntr', 'prtr']).toContain(latin.slice(12, 16))
      expect([latin.slice(16, 20), latin.slice(36, 40)]).toEqual(['RGB ', 'acsp'])
      expect(number(pdf.get(pdf.dict(intent.get(PDFName.of('DestOutputProfile'))), 'N'))).toBe(3)
      // 6.2.4.3: with RGB as the intent, no colours of printing are used.
      const operators = pdf.content.replace(/<[^>]*>|\([^)]*\)/g, '')
      expect(operators).not.toMatch(/(?:^|\s)[\d.]+ [\d.]+ [\d.]+ [\d.]+ [kK](?:\s|$)/)
      const spaces = pdf.dictionaries.map((dict) => name(pdf.get(dict, 'ColorSpace')))
      expect(spaces).not.toContain('DeviceCMYK')
    })

    test('6.2.5, 6.2.10: states of graphics have no transfer functions, and blend as PDF/A knows', () => {
      const states = pdf.ofType('ExtGState')
      expect(states.length).toBeGreaterThan(0)
      for (const state of states) {
        for (const key of ['TR', 'TR2', 'HTP']) expect(pdf.get(state, key)).toBeUndefined()
        expect(['Normal', 'Compatible', undefined]).toContain(name(pdf.get(state, 'BM')))
      }
      // With an output intent a group may go without a space of its own; where it has one it is RGB.
      for (const dict of pdf.dictionaries.filter((dict) => name(pdf.get(dict, 'S')) === 'Transparency'))
        expect(['DeviceRGB', undefined]).toContain(name(pdf.get(dict, 'CS')))
    })

    test('6.2.8, 6.2.9: pictures are not interpolated and have no alternates; no PostScript, no references', () => {
      const objects = pdf.ofType('XObject')
      expect(objects.length).toBeGreaterThan(0)
      for (const object of objects) {
        expect(['Image', 'Form']).toContain(name(pdf.get(object, 'Subtype')))
        for (const key of ['Alternates', 'OPI', 'PS', 'Ref', 'Subtype2']) expect(pdf.get(object, key)).toBeUndefined()
        expect([undefined, 'false']).toContain(pdf.get(object, 'Interpolate')?.toString())
      }
    })

    test('6.2.11: every font is embedded, with its widths and with every glyph that is drawn', () => {
      const fonts = pdf.ofType('Font')
      const composite = fonts.filter((font) => name(pdf.get(font, 'Subtype')) === 'Type0')
      const descendants = fonts.filter((font) => /^CIDFontType[02]$/.test(name(pdf.get(font, 'Subtype')) ?? ''))
      expect(composite.length).toBeGreaterThanOrEqual(3)
      expect([...composite, ...descendants]).toHaveLength(fonts.length)
      for (const font of composite) {
        expect(name(pdf.get(font, 'Encoding'))).toBe('Identity-H')
        expect(pdf.bytes(font.get(PDFName.of('ToUnicode'))).length).toBeGreaterThan(100)
      }
      for (const font of descendants) {
        const descriptor = pdf.dict(font.get(PDFName.of('FontDescriptor')))
        const isTrueType = name(pdf.get(font, 'Subtype')) === 'CIDFontType2'
        const program = pdf.bytes(descriptor.get(PDFName.of(isTrueType ? 'FontFile2' : 'FontFile3')))
        if (isTrueType) expect(name(pdf.get(font, 'CIDToGIDMap'))).toBe('Identity')
        expect(name(pdf.get(descriptor, 'FontName'))).toBe(name(pdf.get(font, 'BaseFont')))
        expect(name(pdf.get(font, 'BaseFont'))).toMatch(/^[A-Z]{6}\+/)
        if (!isTrueType) continue
        const embedded = create(Buffer.from(program) as never) as unknown as {
          numGlyphs: number
          unitsPerEm: number
          getGlyph(id: number): { advanceWidth: number }
        }
        const widths = widthsOf(pdf, font)
        expect(widths.size).toBeGreaterThan(1)
        expect(widths.size).toBeLessThanOrEqual(embedded.numGlyphs)
        // Nothing refers to the glyph of what is missing (6.2.11.8).
        widths.delete(0)
        for (const [glyph, width] of widths) {
          const inFont = (embedded.getGlyph(glyph).advanceWidth * 1000) / embedded.unitsPerEm
          expect(Math.abs(inFont - width)).toBeLessThanOrEqual(1)
        }
      }
    })

    test('6.2.11.8: no text refers to the glyph of what is missing', () => {
      const shown = Array.from(pdf.content.matchAll(/<([0-9a-fA-F]+)>(?=[^\]]*\] TJ)/g), ([, hex = '']) => hex)
      const glyphs = shown.flatMap((hex) => hex.match(/.{4}/g) ?? [])
      expect(glyphs.length).toBeGreaterThan(50)
      expect(glyphs).not.toContain('0000')
    })

    test('6.3: the only annotation is a link that is printed, described and seen', () => {
      const annotations = pdf.list(pdf.page.get(PDFName.of('Annots'))).map((item) => pdf.dict(item))
      expect(annotations.map((dict) => name(pdf.get(dict, 'Subtype')))).toEqual(['Link'])
      const [link] = annotations as [PDFDict]
      const PRINT = 4
      const HIDDEN_INVISIBLE_NOVIEW_TOGGLE = 1 | 2 | 32 | 256
      const flags = number(pdf.get(link, 'F'))
      expect([flags & PRINT, flags & HIDDEN_INVISIBLE_NOVIEW_TOGGLE]).toEqual([PRINT, 0])
      expect(textOf(pdf.get(link, 'Contents'))).toContain(view.url)
      expect(pdf.get(link, 'AP')).toBeUndefined()
    })

    test('6.5: nothing runs: one action, which opens the page of the badge', () => {
      const actions = pdf.dictionaries.filter(
        (dict) => pdf.get(dict, 'Type') === PDFName.of('Action') || pdf.get(dict, 'URI'),
      )
      expect(actions.map((dict) => [name(pdf.get(dict, 'S')), textOf(pdf.get(dict, 'URI'))])).toEqual([
        ['URI', view.url],
      ])
      const { catalog } = pdf.document
      for (const key of ['OpenAction', 'AA', 'AcroForm', 'Perms', 'Requirements', 'Collection', 'OCProperties'])
        expect(catalog.get(PDFName.of(key))).toBeUndefined()
      expect(pdf.page.get(PDFName.of('AA'))).toBeUndefined()
      const names = pdf.dict(catalog.get(PDFName.of('Names')))
      expect(names.keys().map((key) => key.decodeText())).toEqual(['Dests', 'EmbeddedFiles'])
      expect(pdf.source).not.toMatch(/\/(?:JavaScript|JS|Launch|SubmitForm|RichMedia|Movie|Sound|GoToE)\b/)
    })

    test('6.6: the metadata is XMP in the open, says PDF/A-3b, and agrees with the information of the document', () => {
      const stream = pdf.at(pdf.document.catalog.get(PDFName.of('Metadata')))
      const dict = pdf.dict(stream)
      expect([name(pdf.get(dict, 'Type')), name(pdf.get(dict, 'Subtype'))]).toEqual(['Metadata', 'XML'])
      expect(pdf.get(dict, 'Filter')).toBeUndefined()
      const packet = Buffer.from(pdf.bytes(stream)).toString('utf8')
      expect(packet).toMatch(/^<\?xpacket begin="\ufeff?" id="W5M0MpCehiHzreSzNTczkc9d"\?>/)
      expect(packet.trimEnd()).toMatch(/<\?xpacket end="[rw]"\?>$/)
      expect(packet).not.toMatch(/xpacket[^>]*(?:bytes|encoding)=/)
      const xmp = new DOMParser().parseFromString(packet.replace(/<\?xpacket[^>]*\?>/g, '').trim(), 'text/xml')
      const value = (tag: string): string | undefined => {
        const [element] = Array.from(xmp.getElementsByTagName(tag))
        return element?.textContent?.trim()
      }
      expect([value('pdfaid:part'), value('pdfaid:conformance')]).toEqual(['3', 'B'])
      expect(xmp.getElementsByTagName('pdfaid:part')[0]?.namespaceURI).toBe('http://www.aiim.org/pdfa/ns/id/')
      const { document } = pdf
      expect(value('dc:title')).toBe(document.getTitle())
      expect(value('dc:creator')).toBe(document.getAuthor())
      expect(value('pdf:Producer')).toBe(document.getProducer())
      expect(value('xmp:CreatorTool')).toBe(document.getCreator())
      expect(Date.parse(value('xmp:CreateDate') ?? '')).toBe(document.getCreationDate()?.getTime())
      const modified = value('xmp:ModifyDate')
      expect(modified === undefined ? undefined : Date.parse(modified)).toBe(
        modified === undefined ? undefined : document.getModificationDate()?.getTime(),
      )
    })

    test('6.8: the badge is an associated file with its type, its relation, its names and its time', () => {
      const files = pdf.list(pdf.document.catalog.get(PDFName.of('AF'))).map((item) => pdf.dict(item))
      expect(files).toHaveLength(1)
      const [file] = files as [PDFDict]
      expect(name(pdf.get(file, 'Type'))).toBe('Filespec')
      expect(name(pdf.get(file, 'AFRelationship'))).toBe('Data')
      expect(textOf(pdf.get(file, 'Desc'))?.length).toBeGreaterThan(5)
      expect(textOf(pdf.get(file, 'F'))).toBe('openbadgecredential.json')
      expect(textOf(pdf.get(file, 'UF'))).toBe('openbadgecredential.json')
      const embedded = pdf.dict(pdf.dict(file.get(PDFName.of('EF'))).get(PDFName.of('F')))
      expect(name(pdf.get(embedded, 'Type'))).toBe('EmbeddedFile')
      expect(name(pdf.get(embedded, 'Subtype'))).toBe('application/vc+ld+json')
      const params = pdf.dict(embedded.get(PDFName.of('Params')))
      expect(textOf(pdf.get(params, 'ModDate'))).toMatch(/^D:20260301/)
      expect(number(pdf.get(params, 'Size'))).toBe(Buffer.byteLength(JSON.stringify(badge)))
    })

    test('ISO 32000-1 §14.8: it is tagged, from the document down to every text and picture', () => {
      const { catalog } = pdf.document
      expect(pdf.get(pdf.dict(catalog.get(PDFName.of('MarkInfo'))), 'Marked')?.toString()).toBe('true')
      const root = pdf.dict(catalog.get(PDFName.of('StructTreeRoot')))
      expect(pdf.get(root, 'ParentTree')).toBeDefined()
      const elements = pdf.dictionaries.filter((dict) => pdf.get(dict, 'S') && dict.get(PDFName.of('P')))
      const kinds = elements.map((dict) => name(pdf.get(dict, 'S')))
      expect(kinds.filter((kind) => kind === 'Document')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'H1')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'Figure')).toHaveLength(2)
      for (const figure of elements.filter((dict) => name(pdf.get(dict, 'S')) === 'Figure'))
        expect(textOf(pdf.get(figure, 'Alt'))?.length).toBeGreaterThan(5)
      // Whatever is painted stands in marked content, tagged or as an artifact.
      let depth = 0
      let outside = 0
      for (const operator of pdf.content.replace(/<[0-9a-fA-F]*>|\((?:\\.|[^)\\])*\)/g, '').split(/\s+/)) {
        if (operator === 'BDC' || operator === 'BMC') depth += 1
        if (operator === 'EMC') depth -= 1
        if (depth === 0 && /^(?:f|F|f\*|B|B\*|b|b\*|S|s|Do|Tj|TJ|sh)$/.test(operator)) outside += 1
      }
      expect([depth, outside]).toEqual([0, 0])
      expect(name(pdf.page.get(PDFName.of('Tabs')))).toBe('S')
      expect(pdf.get(pdf.dict(catalog.get(PDFName.of('ViewerPreferences'))), 'DisplayDocTitle')?.toString()).toBe(
        'true',
      )
    })
  },
)

/** The array `W` of a CIDFont: `c [w …]` and `first last w`. */
function widthsOf(pdf: Reader, font: PDFDict): Map<number, number> {
  const widths = new Map<number, number>()
  const items = pdf.list(font.get(PDFName.of('W')))
  for (let i = 0; i < items.length; ) {
    const first = number(items[i])
    const second = items[i + 1]
    if (second instanceof PDFArray) {
      for (const [n, width] of pdf.list(second).entries()) widths.set(first + n, number(width))
      i += 2
    } else {
      for (let glyph = first; glyph <= number(second); glyph += 1) widths.set(glyph, number(items[i + 2]))
      i += 3
    }
  }
  return widths
}
