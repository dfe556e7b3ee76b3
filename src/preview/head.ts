import { defined } from '../internal/defined.js'
import { checkOptions, checkValue, needed, number, type OptionTable } from '../internal/options.js'
import { parseDateTime } from '../internal/time.js'
import { isoDay } from '../texts/index.js'
import { assertView, type BadgeView, jsonInScript, oneLine, pageUrl } from '../view/index.js'
import { descriptionOf, element, type Labelled, labelRules, speak, tag, text, titleOf } from './html.js'

export interface PreviewOptions extends Labelled {
  /** A picture for previews: PNG or JPEG, absolute, without cookies. 1200 × 630 is what networks ask for. */
  readonly image?: {
    readonly url: string
    readonly width: number
    readonly height: number
    readonly alt: string
  }
  /** The name of the site. Default: the issuer's. */
  readonly siteName?: string
  /** `public` pages may be indexed; `unlisted` ones are for anyone who has the link. Default: `unlisted`. */
  readonly visibility?: 'public' | 'unlisted'
  /** The oEmbed endpoint, absolute. Only for public pages. */
  readonly oEmbedUrl?: string
  /** Where the signed credential itself is. */
  readonly credentialUrl?: string
}

const size = number(1)

const rules = {
  ...labelRules,
  image: {
    members: {
      url: needed('text'),
      width: needed(size),
      height: needed(size),
      alt: needed('text'),
    } satisfies OptionTable<NonNullable<PreviewOptions['image']>>,
  },
  siteName: 'text',
  visibility: ['public', 'unlisted'],
  oEmbedUrl: 'text',
  credentialUrl: 'text',
} as const satisfies OptionTable<PreviewOptions>

const DAY = 86_400_000

/**
 * What belongs into the `<head>` of a badge's page for those who link to it: title, description, canonical address, Open
 * Graph, Twitter card, schema.org, oEmbed discovery. A badge that is revoked, expired or replaced says so here too, since
 * networks keep previews. Nothing of the recipient is in it.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an address that is not an absolute `https` URL, a `locale` that is not a
 * language tag, or `labels` that do not exist
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { previewHead } from 'badgewright/preview'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7', now: new Date() })
 * console.log(previewHead(view, { visibility: 'public', locale: 'de' }))
 *
 * @see https://ogp.me/ and https://schema.org/EducationalOccupationalCredential
 */
export function previewHead(view: BadgeView, options: PreviewOptions = {}): string {
  assertView(view)
  checkOptions(options, rules)
  const url = pageUrl(view.url)
  const words = speak(options, view)
  const title = titleOf(view, words)
  const description = descriptionOf(view, words)
  const { image, visibility = 'unlisted', oEmbedUrl, credentialUrl } = options
  const property = (name: string, content: string | undefined) =>
    content === undefined ? '' : tag('meta', { property: name, content: oneLine(content) })
  const named = (name: string, content: string | undefined) =>
    content === undefined ? '' : tag('meta', { name, content: oneLine(content) })
  const imageUrl = image === undefined ? undefined : pageUrl(image.url)
  const isListed = visibility === 'public'
  return [
    `<title>${text(`${title} – ${view.issuer}`)}</title>`,
    named('description', description),
    isListed ? '' : named('robots', 'noindex, nofollow, noarchive'),
    tag('link', { rel: 'canonical', href: url }),
    property('og:type', 'website'),
    property('og:title', title),
    property('og:description', description),
    property('og:url', url),
    property('og:site_name', options.siteName ?? view.issuer),
    property('og:locale', openGraphLocale(options.locale === undefined ? view.language : words.locale)),
    property('og:image', imageUrl),
    property('og:image:secure_url', imageUrl),
    ...(image === undefined
      ? []
      : [
          property('og:image:type', /\.jpe?g$/i.test(new URL(image.url).pathname) ? 'image/jpeg' : 'image/png'),
          property('og:image:width', String(image.width)),
          property('og:image:height', String(image.height)),
          property('og:image:alt', image.alt),
        ]),
    named('twitter:card', image === undefined ? 'summary' : 'summary_large_image'),
    named('twitter:title', title),
    named('twitter:description', description),
    named('twitter:image', imageUrl),
    named('twitter:image:alt', image?.alt),
    credentialUrl === undefined
      ? ''
      : tag('link', { rel: 'alternate', type: 'application/vc+ld+json', href: pageUrl(credentialUrl) }),
    isListed && oEmbedUrl !== undefined ? discovery(oEmbedUrl, url, title) : '',
    element('script', { type: 'application/ld+json' }, jsonInScript(structured(view, imageUrl, options))),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** `pt-BR` as `pt_BR`; left out where the region is not known. */
const openGraphLocale = (language: string | undefined): string | undefined =>
  language !== undefined && /^[a-z]{2}-[A-Z]{2}$/.test(language) ? language.replace('-', '_') : undefined

function discovery(endpoint: string, url: string, title: string): string {
  return (['json', 'xml'] as const)
    .map((format) => {
      const href = new URL(pageUrl(endpoint))
      href.searchParams.set('url', url)
      href.searchParams.set('format', format)
      const type = format === 'json' ? 'application/json+oembed' : 'text/xml+oembed'
      return tag('link', { rel: 'alternate', type, href: href.href, title })
    })
    .join('\n')
}

/**
 * The badge for search engines. `validFor` is a duration, not a date; the person is left out.
 *
 * @see https://schema.org/EducationalOccupationalCredential
 */
export function structuredData(
  view: BadgeView,
  imageUrl?: string,
  options: Pick<PreviewOptions, 'locale' | 'labels'> = {},
): object {
  assertView(view)
  checkValue('imageUrl', imageUrl, 'text')
  checkOptions(options, labelRules)
  return structured(view, imageUrl, options)
}

function structured(
  view: BadgeView,
  imageUrl: string | undefined,
  options: Pick<PreviewOptions, 'locale' | 'labels'>,
): object {
  const from = parseDateTime(view.issuedAt) ?? 0
  const to = view.expiresAt === undefined ? undefined : (parseDateTime(view.expiresAt) ?? undefined)
  return defined({
    '@context': 'https://schema.org',
    '@type': 'EducationalOccupationalCredential',
    name: titleOf(view, speak(options, view)),
    description: view.description,
    url: pageUrl(view.url),
    image: imageUrl,
    credentialCategory: 'badge',
    inLanguage: view.language,
    dateCreated: isoDay(view.issuedAt),
    expires: view.expiresAt === undefined ? undefined : isoDay(view.expiresAt),
    validFor: to === undefined || to < from ? undefined : `P${Math.round((to - from) / DAY)}D`,
    recognizedBy: defined({ '@type': 'Organization', name: view.issuer, url: view.issuerUrl }),
    keywords: view.tags.length === 0 ? undefined : view.tags.join(', '),
    competencyRequired:
      view.skills.length === 0
        ? undefined
        : view.skills.map(({ name, url }) => defined({ '@type': 'DefinedTerm', name, url })),
  })
}
