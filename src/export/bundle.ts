import { bakeImage, detectFormat } from '../bake/index.js'
import { altText, createCards } from '../cards/index.js'
import { BadgeError } from '../errors.js'
import { isBaseProofValue } from '../internal/base-proof.js'
import { utf8Encode } from '../internal/bytes.js'
import { base64Encode } from '../internal/encoding.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { parseDateTime } from '../internal/time.js'
import { type FontOptions, prepareArt } from '../layout/index.js'
import { createCertificate } from '../pdf/index.js'
import { shareBadge } from '../share/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { type BadgeState, type BadgeView, badgeView, longDate, oneLine } from '../view/index.js'
import { createSnippet, type SnippetFormat } from './snippets/index.js'

/** What a picture of a badge (PDF, cards) needs beside the credential. */
export interface PublicOptions extends FontOptions {
  /** The public page of the badge, to which QR codes and links lead. */
  readonly url?: string
  /** Shown on certificate and cards only when given. */
  readonly recipientName?: string
  /** Language of dates, BCP 47. */
  readonly locale?: string
  /** How the badge stands, for certificate and cards. Default: `valid`. */
  readonly state?: BadgeState
  /** Whether the cards have a QR code; `false` where the page does not open for strangers. Default: true. */
  readonly link?: boolean
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
    ...(recipientName === undefined ? {} : { recipientName }),
    ...(state === undefined ? {} : { state }),
  })
}

/** A certificate with the badge attached. */
export async function pdfOf(badge: Badge, art: Uint8Array, options: PublicOptions): Promise<Uint8Array> {
  assertPublic(badge)
  const pdf = await createCertificate(viewOf(badge, options), {
    ...options,
    art,
    credential: badge.jwt ?? badge.document,
  })
  return pdf.bytes
}

/** Everything in one ZIP: the same badge and options give the same bytes. */
export async function bundleOf(badge: Badge, art: Uint8Array, options: PublicOptions): Promise<Uint8Array> {
  assertPublic(badge)
  const view = viewOf(badge, options)
  const signed = badge.jwt ?? badge.document
  const cards = await createCards(view, { ...options, art })
  const files: Record<string, Uint8Array> = {
    'README.txt': utf8Encode(readme(view, options, badge)),
    ...(badge.jwt === undefined
      ? { 'badge.json': utf8Encode(`${JSON.stringify(badge.document, null, 2)}\n`) }
      : { 'badge.jwt': utf8Encode(badge.jwt) }),
    'badge.png': await bakeImage(await pictureAs(art, 'png'), signed, { ifBaked: 'replace' }),
    'badge.svg': await bakeImage(await pictureAs(art, 'svg'), signed, { ifBaked: 'replace' }),
    'certificate.pdf': await pdfOf(badge, art, options),
    ...Object.fromEntries(cards.map(({ name, bytes }) => [`cards/${name}`, bytes])),
    'cards/alt-text.txt': utf8Encode(`${altText(view, options)}\n`),
    'share-links.txt': utf8Encode(shareLinks(view)),
    ...Object.fromEntries(
      Object.entries(SNIPPETS).map(([name, format]) => [
        `snippets/${name}`,
        utf8Encode(`${createSnippet(view, format, options).trimEnd()}\n`),
      ]),
    ),
  }
  const { zipSync } = await import('fflate')
  return zipSync(
    // Pictures and PDF are packed already.
    Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, [bytes, { level: /\.(png|pdf)$/.test(name) ? 0 : 6 }]]),
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

/** A base proof shows everything once it is out; what is handed around is derived from it. */
function assertPublic({ document }: Badge): void {
  const proofs = asArray<JsonValue>(document.proof)
  if (!proofs.some((proof) => isJsonObject(proof) && isBaseProofValue(proof.proofValue))) return
  throw new BadgeError(
    'ERR_PROOF_IS_BASE',
    'Derive what you want to show first (createCapsule); a base proof is never published.',
  )
}

/** The picture in another format: a drawing is rendered, a PNG is put into a drawing. */
export async function pictureAs(art: Uint8Array, format: 'png' | 'svg'): Promise<Uint8Array> {
  if (detectFormat(art) === format) return art
  const { png, width, height } = await prepareArt(art)
  return format === 'png' ? png : utf8Encode(wrapped(png, width, height))
}

const wrapped = (png: Uint8Array, width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${base64Encode(png)}"/></svg>`

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

function shareLinks(view: BadgeView): string {
  const links = shareBadge(view).flatMap(({ label, href }) => (href === undefined ? [] : [`${label}\n${href}\n`]))
  return `${links.join('\n')}\nPage of the badge\n${view.url}\n`
}

function readme(view: BadgeView, { locale }: PublicOptions, badge: Badge): string {
  const until = view.expiresAt === undefined ? '' : `, valid to ${longDate(view.expiresAt, locale)}`
  const signed = badge.jwt === undefined ? 'badge.json' : 'badge.jwt'
  return `${oneLine(view.name)}
issued by ${oneLine(view.issuer)} on ${longDate(view.issuedAt, locale)}${until}

This is your badge. It is yours to keep: anybody can verify these files, also
when the issuer or the website is gone.

  ${signed.padEnd(18)}the signed badge itself; wallets and backpacks import it
  badge.png, .svg   the picture with the badge inside; send it as a file
  certificate.pdf   to print, with the badge attached to it
  cards/            pictures for posts, stories and screens (with their
                    descriptions in alt-text.txt)
  snippets/         text for your résumé, portfolio, e-mail signature
  share-links.txt   links that open a post, already written

Good to know
- Networks and phones often strip the badge from a picture when they store it.
  The QR code on cards and certificate leads back to the badge:
  ${view.url}
- To verify: open that page, or run: npx badgewright verify badge.png
- Keep a copy of this archive somewhere safe.
`
}
