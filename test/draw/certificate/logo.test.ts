import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import {
  type CertificateOptions,
  certificateTemplates,
  createCertificate,
} from '../../../src/draw/certificate/index.js'
import { codeOf } from '../../support/codes.js'

const square = new PNG({ width: 8, height: 8 })
square.data.fill(255)
const art = PNG.sync.write(square)
const view = {
  url: 'https://badges.example.org/b/7f3k9q',
  name: 'Welder I',
  issuer: 'Acme',
  issuedAt: '2026-03-01T00:00:00Z',
  skills: [],
  tags: [],
  state: 'valid',
} as const
const logo = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><script>alert(1)</script><rect width="120" height="40" fill="#8a1538"/></svg>',
)

/** Widths of the pictures in a PDF; a drawing comes out 1,024 pixels wide. */
async function widthsIn(options: Partial<CertificateOptions>): Promise<number[]> {
  const { bytes } = await createCertificate(view, { art, ...options })
  const document = await PDFDocument.load(bytes)
  return document.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFRawStream ? [object.dict] : []))
    .filter((dict) => dict.get(PDFName.of('Subtype')) === PDFName.of('Image'))
    .map((dict) => Number(String(dict.get(PDFName.of('Width')))))
}

const names = Object.keys(certificateTemplates) as (keyof typeof certificateTemplates)[]

test.each(names)('the issuer’s logo is on the certificate %s, where there is one', async (template) => {
  expect(await widthsIn({ template })).not.toContain(1024)
  expect(await widthsIn({ template, logo })).toContain(1024)
})

test('what is not a logo is refused', async () => {
  const page = new TextEncoder().encode('<html></html>')
  expect(await codeOf(() => createCertificate(view, { art, logo: page }))).toBe('ERR_FORMAT_UNKNOWN')
})
