import { assertPublishable, issuerIdOf } from '../badge/index.js'
import { bakeImage } from '../container/index.js'
import { pictureFormat, pictureUrl } from '../container/picture/index.js'
import { altText, type CardOptions, createCards } from '../draw/cards/index.js'
import { type CertificateOptions, createCertificate } from '../draw/certificate/index.js'
import { type FontOptions, prepareArt } from '../draw/index.js'
import { BadgeError } from '../errors.js'
import { utf8Encode } from '../internal/bytes.js'
import { defined } from '../internal/defined.js'
import { parseDateTime } from '../internal/time.js'
import { decodeJwt } from '../proof/index.js'
import { type ShareAllOptions, shareBadge } from '../share/index.js'
import type { ArchiveTexts } from '../texts/index.js'
import type { JsonObject } from '../types/json.js'
import { type BadgeView, badgeView, isWithdrawn } from '../view/index.js'
import { readmeOf, readmeWords } from './readme.js'
import { createSnippetFile, type SnippetFormat, type SnippetOptions } from './snippets/index.js'

/** What a picture of a badge (PDF, cards) needs beside the credential. */
export interface PublicOptions extends FontOptions {
  /** The public page of the badge, to which QR codes and links lead. */
  readonly url?: string
  /** Shown on certificate and cards only when given. */
  readonly recipientName?: string
  /** Language of certificate and cards, BCP 47. Default: the badge's own. English where there are no words in it. */
  readonly locale?: string
  /** The state of the badge, for certificate and cards. Default: `valid`. */
  readonly state?: BadgeView['state']
  /** Whether the cards have a QR code; `false` where the page does not open for strangers. Default: true. */
  readonly link?: boolean
  /** How the certificate looks, and its fixed words. */
  readonly certificate?: Pick<CertificateOptions, 'paper' | 'template' | 'hue' | 'colour' | 'logo' | 'labels'>
  /** How the cards of a `bundle` look, and their fixed words. */
  readonly cards?: Pick<CardOptions, 'theme' | 'hue' | 'colour' | 'template' | 'labels'>
  /** Language of README, snippets and share links of a `bundle`, for the person who takes it along. Default: `locale`. */
  readonly readerLocale?: string
  /** Texts of your own for the README: English, German, Spanish, French, Arabic and Japanese come along. */
  readonly readme?: Partial<ArchiveTexts>
  /** Fixed words and hosted picture of the snippets. */
  readonly snippets?: Pick<SnippetOptions, 'labels' | 'imageUrl'>
  /** The networks of `share-links.txt`, and what is posted there. */
  readonly share?: ShareAllOptions
  /** The same badge as a JWT, to go along in a `bundle` beside the JSON. */
  readonly jwt?: string
}

/** A badge as it was signed. */
export interface Badge {
  readonly document: JsonObject
  readonly jwt?: string
}

/** The view that a picture is made of. */
export function viewOf({ document }: Badge, { url, recipientName, state }: PublicOptions): BadgeView {
  if (url === undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'Pass the public page of the badge as `url`; QR codes lead there.')
  }
  return badgeView(document, {
    url,
    ...defined({ recipientName, state }),
  })
}

/** A certificate with the badge attached. */
export async function pdfOf(badge: Badge, art: Uint8Array, options: PublicOptions): Promise<Uint8Array> {
  assertPublishable(badge.document)
  const { fonts, installedFonts, locale, certificate } = options
  const pdf = await createCertificate(viewOf(badge, options), {
    ...defined({ fonts, installedFonts, locale }),
    ...certificate,
    art,
    credential: badge.jwt ?? badge.document,
  })
  return pdf.bytes
}

/** Everything in one ZIP: the same badge and options give the same bytes. */
export async function bundleOf(badge: Badge, art: Uint8Array, options: PublicOptions): Promise<Uint8Array> {
  assertPublishable(badge.document)
  const view = viewOf(badge, options)
  const signed = badge.jwt ?? badge.document
  const jwt = badge.jwt ?? sameBadge(options.jwt, badge.document)
  const { fonts, installedFonts, locale, link, readerLocale = locale } = options
  const cardOptions = { ...defined({ fonts, installedFonts, locale, link }), ...options.cards }
  const cards = await createCards(view, { ...cardOptions, art })
  const readme = await readmeWords(readerLocale, options.readme, view.language)
  const snippetOptions = { ...defined({ locale: readerLocale }), ...options.snippets }
  const files: Record<string, Uint8Array> = {
    ...(badge.jwt === undefined ? { 'badge.json': utf8Encode(`${JSON.stringify(badge.document, null, 2)}\n`) } : {}),
    ...(jwt === undefined ? {} : { 'badge.jwt': utf8Encode(jwt) }),
    'badge.png': await bakeImage(await pictureAs(art, 'png'), signed, { ifBaked: 'replace' }),
    'badge.svg': await bakeImage(await pictureAs(art, 'svg'), signed, { ifBaked: 'replace' }),
    'certificate.pdf': await pdfOf(badge, art, options),
    ...Object.fromEntries(cards.map(({ name, bytes }) => [`cards/${name}`, bytes])),
    'cards/alt-text.txt': utf8Encode(`${altText(view, defined({ locale, link, labels: options.cards?.labels }))}\n`),
    // Links to a page that is closed to others would only disappoint them.
    ...(link === false
      ? {}
      : {
          'share-links.txt': utf8Encode(
            shareLinks(view, { ...defined({ locale: readerLocale }), ...options.share }, readme.say('page')),
          ),
        }),
    ...Object.fromEntries(
      Object.entries(SNIPPETS).map(([name, format]) => [
        `snippets/${name}`,
        utf8Encode(createSnippetFile(view, format, snippetOptions)),
      ]),
    ),
  }
  const { zipSync } = await import('fflate')
  return zipSync(
    // Pictures and PDF are packed already.
    Object.fromEntries(
      Object.entries({ 'README.txt': utf8Encode(readmeOf(view, readme, Object.keys(files))), ...files }).map(
        ([name, bytes]) => [name, [bytes, { level: /\.(png|pdf)$/.test(name) ? 0 : 6 }]],
      ),
    ),
    { mtime: zipTime(view.issuedAt) },
  )
}

const SNIPPETS: Readonly<Record<string, SnippetFormat>> = {
  'badge.txt': 'text',
  'badge.md': 'markdown',
  'badge.html': 'html',
  'email-signature.html': 'email-signature',
  'badge.tex': 'latex',
  'badge.bib': 'bibtex',
  'json-resume.json': 'json-resume',
}

/** The picture in another format: a drawing is rendered, a PNG is put into a drawing. */
export async function pictureAs(art: Uint8Array, format: 'png' | 'svg'): Promise<Uint8Array> {
  if (pictureFormat(art) === format) return art
  const { png, width, height } = await prepareArt(art)
  return format === 'png' ? png : utf8Encode(wrapped(png, width, height))
}

const wrapped = (png: Uint8Array, width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${pictureUrl(png, 'png')}"/></svg>`

/** ZIP knows local times from 1980 on; this one reads the same in every time zone. */
function zipTime(issuedAt: string): Date {
  const date = new Date(Math.max(parseDateTime(issuedAt) ?? 0, Date.UTC(1980, 0, 2)))
  return new Date(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  )
}

function shareLinks(view: BadgeView, options: ShareAllOptions, page: string): string {
  const actions = isWithdrawn(view.state) ? [] : shareBadge(view, options)
  const links = actions.flatMap(({ label, href }) => (href === undefined ? [] : [`${label}\n${href}\n\n`]))
  return `${links.join('')}${page}\n${view.url}\n`
}

/** A JWT that goes along must be of the same badge, or somebody would take it for what it is not. */
function sameBadge(jwt: string | undefined, document: JsonObject): string | undefined {
  if (jwt === undefined) return undefined
  const { credential } = decodeJwt(jwt)
  if (credential.id === document.id && issuerIdOf(credential) === issuerIdOf(document)) return jwt
  throw new BadgeError('ERR_ARGUMENT_INVALID', '`jwt` is another badge: its id or issuer differs.')
}
