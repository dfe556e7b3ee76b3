/**
 * Certificates as PDF, and credentials in PDF files.
 *
 * @module badgewright/pdf
 */

import { attachmentDescription, credentialFile } from '../../container/pdf/index.js'
import { concatBytes, utf8Encode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'
import { certificateRules } from '../../internal/option-tables.js'
import { checkOptions, type OptionTable } from '../../internal/options.js'
import { peerMissing } from '../../internal/peer.js'
import { parseDateTime } from '../../internal/time.js'
import { type Asked, loadSpoken, type Spoken, type StateLabels, under } from '../../texts/index.js'
import { shareTexts } from '../../texts/share/index.js'
import { type BadgeView, drawnView, escapeMarkup, oneLine } from '../../view/index.js'
import { type FontOptions, groundOf, openFonts, palettes, prepareArt } from '../index.js'
import { logoArt } from '../logo/index.js'
import { createCanvas } from './canvas.js'
import { type CertificateTemplate, type CertificateTexts, certificateTemplates } from './templates.js'

export type { BadgeView } from '../../view/index.js'
export type { CardPalette, FontOptions, FontSource } from '../index.js'
export { bakePdf, extractPdf } from './bake-pdf.js'
export type { Canvas, TextPlace } from './canvas.js'
export {
  type CertificateInput,
  type CertificateTemplate,
  type CertificateTexts,
  certificateTemplates,
} from './templates.js'

/** The fixed words of a certificate. `{date}` is replaced. */
export interface CertificateLabels extends StateLabels {
  readonly kind: string
  readonly awarded: string
  readonly achieved: string
  readonly issued: string
  readonly until: string
  readonly scan: string
  readonly criteria: string
  readonly skills: string
  /** What the picture shows, for people who do not see it: `{name}` and `{issuer}` are replaced. */
  readonly alt: string
  /** The same of the code: `{url}` is replaced. */
  readonly altCode: string
}

export interface CertificateOptions extends FontOptions {
  /** The badge's picture: PNG or SVG. An SVG is cleaned and rendered first. */
  readonly art: Uint8Array
  /** The signed badge, object or text, to be attached to the PDF. Without it the PDF is a picture of a badge only. */
  readonly credential?: object | string
  readonly paper?: 'A4' | 'Letter'
  /** One that comes along, or a design of your own. Default: `classic`. */
  readonly template?: keyof typeof certificateTemplates | CertificateTemplate
  /** Hue in degrees. Default: that of the picture. */
  readonly hue?: number
  /** The issuer's colour, `#rrggbb`, in place of a hue; darker where it could not be read on white. */
  readonly colour?: string
  /** The issuer's logo: PNG, SVG or JPEG, cleaned first. A design of your own draws it with `canvas.logo`. */
  readonly logo?: Uint8Array
  /** The logo of a partner, beside it. */
  readonly partnerLogo?: Uint8Array
  /** Who signs, three at most: a name under a line, what they are, and their hand as PNG, SVG or JPEG. */
  readonly signatures?: readonly { readonly name: string; readonly role?: string; readonly image?: Uint8Array }[]
  /** Language of words, dates and document, BCP 47. Default: the badge's own. English where there are no words in it. */
  readonly locale?: string
  /** Words of your own, in that language. */
  readonly labels?: Partial<CertificateLabels>
}

/** A certificate in memory. */
export interface Certificate {
  readonly name: string
  readonly mediaType: 'application/pdf'
  readonly bytes: Uint8Array
}

/**
 * Draws a certificate: one page, tagged for people who listen to it, with fonts embedded, the badge's picture, and a QR
 * code that leads to its page. The signed badge is attached, so that anyone who has the PDF can verify it. Written to the
 * rules of PDF/A-3b; no validator has confirmed that.
 *
 * Needs the packages `pdfkit`, `fontkit`, and fonts (`@expo-google-fonts/noto-*`, or your own as bytes); for SVG art and
 * its colour `@resvg/resvg-js`.
 *
 * @throws BadgeError `ERR_PEER_MISSING`, `ERR_FONT_MISSING`, `ERR_ARGUMENT_INVALID`, `ERR_BAKE_CREDENTIAL`, and for the
 * picture `ERR_FORMAT_UNKNOWN`, `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_LIMIT_EXCEEDED`
 *
 * @example
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { createCertificate } from 'badgewright/pdf'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7', recipientName: 'Kim Larsen' })
 * const pdf = await createCertificate(view, { art: await readFile('welder.svg'), credential: badge, template: 'modern' })
 * await writeFile(pdf.name, pdf.bytes)
 */
export async function createCertificate(view: BadgeView, options: CertificateOptions): Promise<Certificate> {
  checkOptions(options, certificateRules satisfies OptionTable<CertificateOptions>)
  const shown = drawnView(view)
  const template = templateOf(options)
  const file = options.credential === undefined ? undefined : credentialFile(options.credential)
  const { default: Document } = await import('pdfkit').catch(peerMissing('pdfkit fontkit'))
  const words = await certificateWords(shown, options)
  const texts = textsOf(shown, words)
  const art = await prepareArt(options.art)
  const logo = options.logo === undefined ? undefined : await logoArt(options.logo)
  const partner = options.partnerLogo === undefined ? undefined : await logoArt(options.partnerLogo)
  const given = (options.signatures ?? []).slice(0, limits.signatures)
  const signatures = await Promise.all(
    given.map(async ({ name, role = '', image }) => ({
      name: oneLine(name),
      role: oneLine(role),
      hand: image === undefined ? undefined : await logoArt(image),
    })),
  )
  const drawn = [shown.name, shown.issuer, shown.recipientName, shown.description, shown.criteria, ...shown.tags]
  const more = [
    ...shown.skills.map(({ name }) => name),
    ...Object.values(texts),
    ...signatures.flatMap(({ name, role }) => [name, role]),
    '…·•',
  ]
  const book = await openFonts(
    [...drawn, ...more].filter((text) => text !== undefined),
    options,
  )
  const date = new Date(parseDateTime(shown.issuedAt) ?? 0)
  const document = new Document({
    size: paperOf(options),
    layout: template.orientation,
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    tagged: true,
    displayTitle: true,
    lang: words.locale,
    // Only fonts that are embedded: none of the fourteen that readers bring.
    font: null as never,
    info: { Title: inInfo(shown.name), Author: inInfo(shown.issuer), CreationDate: date, ModDate: date },
  } as never)
  const chunks: Uint8Array[] = []
  const done = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', () => resolve())
    document.on('error', reject)
  })
  const { canvas, end } = createCanvas({
    document,
    art,
    book,
    url: shown.url,
    logo,
    partner,
    signatures,
    logoAlt: oneLine(shown.issuer),
    artAlt: words.say('alt', { name: oneLine(shown.name), issuer: oneLine(shown.issuer) }),
    qrAlt: words.say('altCode', { url: shown.url }),
  })
  template.draw(canvas, { view: shown, texts, palette: palettes.paper(groundOf(options, art)) })
  end()
  if (file !== undefined) {
    document.file(
      utf8Encode(file.text) as never,
      {
        name: file.name,
        type: file.mediaType,
        description: attachmentDescription,
        relationship: 'Data',
        creationDate: date,
        modifiedDate: date,
      } as never,
    )
  }
  document.end()
  await done
  return { name: 'certificate.pdf', mediaType: 'application/pdf', bytes: concatBytes(...chunks) }
}

/** pdfkit puts the same text into a PDF string, character by character, and into XML by `toString`, without escaping. */
function inInfo(text: string): object {
  const value = oneLine(text)
  return Object.assign(Object(value), {
    toString: () => escapeMarkup(value),
    charCodeAt: (at: number) => value.charCodeAt(at),
  })
}

function templateOf({ template = 'classic' }: CertificateOptions): CertificateTemplate {
  if (typeof template === 'object') return template
  return certificateTemplates[template]
}

const paperOf = ({ paper = 'A4' }: CertificateOptions): string => paper.toUpperCase()

/** The words of a certificate in the language asked for, else in that of the badge. */
const certificateWords = (view: BadgeView, options: Asked<CertificateLabels>): Promise<Spoken<CertificateLabels>> =>
  loadSpoken(
    ({ drawn }, language) => {
      const { awardedTo: _, sentence: __, ...card } = under(shareTexts[language], 'card')
      const states = under(shareTexts[language], 'state')
      return { ...states, ...card, ...under(drawn, 'card'), ...under(drawn, 'certificate') }
    },
    options,
    view.language,
  )

function textsOf(view: BadgeView, { say, longDate }: Spoken<CertificateLabels>): CertificateTexts {
  const until = view.expiresAt === undefined ? '' : ` · ${say('until', { date: longDate(view.expiresAt) })}`
  return {
    kind: say('kind'),
    awarded: say('awarded'),
    achieved: say('achieved'),
    dates: `${say('issued', { date: longDate(view.issuedAt) })}${until}`,
    scan: say('scan'),
    criteria: say('criteria'),
    skills: say('skills'),
    address: view.url.replace(/^https?:\/\//, ''),
    ...(view.state === 'valid' ? {} : { state: say(view.state) }),
  }
}
