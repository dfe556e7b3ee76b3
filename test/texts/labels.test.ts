import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { altText, type CardTemplate, createCards } from '../../src/draw/cards/index.js'
import { type CertificateTemplate, createCertificate } from '../../src/draw/certificate/index.js'
import { createSnippet, createSnippetFile, snippetFormats } from '../../src/export/index.js'
import { defined } from '../../src/internal/defined.js'
import {
  blankEmbedDocument,
  embedDocument,
  embedSnippet,
  jsonFeed,
  mediaRss,
  oEmbed,
  previewHead,
} from '../../src/preview/index.js'
import { type BadgeView, shareAdapters, shareBadge } from '../../src/share/index.js'
import { formatFor, type Language, languages, loadTexts } from '../../src/texts/index.js'
import { shareTexts } from '../../src/texts/share/index.js'
import { codeOf } from '../support/codes.js'

const art = readFileSync('examples/art/river-steward.svg')
const expired: BadgeView = {
  url: 'https://badges.example.org/b/7',
  name: 'QQQ',
  issuer: 'ZZZ',
  recipientName: 'KKK',
  issuedAt: '2026-03-01T00:00:00Z',
  expiresAt: '2028-03-01T00:00:00Z',
  id: 'urn:uuid:1',
  skills: [],
  tags: [],
  state: 'expired',
}
const embedUrl = 'https://badges.example.org/b/7/embed'
const site = { providerName: 'ZZZ', providerUrl: 'https://badges.example.org/' }
const feed = { title: 'ZZZ', homeUrl: site.providerUrl, feedUrl: 'https://badges.example.org/feed' }
const slideOf = (view: BadgeView) => ({
  view: { ...view, state: 'valid' as const },
  displayConsent: true,
  landscape: embedUrl,
  alt: 'QQQ',
})

interface Asked {
  readonly locale?: string
  readonly labels?: Readonly<Record<string, string>>
}

/** Everything that each function says, and the groups of its labels. */
const functions: Readonly<
  Record<string, { groups: readonly string[]; say: (asked: Asked, view: BadgeView) => Promise<string> | string }>
> = {
  createCards: {
    groups: ['state', 'card'],
    async say(asked, view) {
      let said = ''
      const template: CardTemplate = ({ texts, alt, width, height }) => {
        said = JSON.stringify([texts, alt])
        return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`
      }
      const [card] = await createCards(view, { art, template, ...asked }, ['link'])
      return `${said} ${card?.alt}`
    },
  },
  createCertificate: {
    groups: ['state', 'card', 'certificate'],
    async say(asked, view) {
      const { awardedTo: _, sentence: __, ...labels } = asked.labels ?? {}
      let said = ''
      const template: CertificateTemplate = {
        orientation: 'landscape',
        draw: (_, { texts }) => {
          said = JSON.stringify(texts)
        },
      }
      const own = asked.labels === undefined ? {} : { labels }
      await createCertificate(view, { art, template, ...asked, ...own })
      return said
    },
  },
  altText: { groups: ['state', 'card'], say: (asked, view) => altText(view, asked) },
  'previews and embeds': {
    groups: ['state', 'preview'],
    say: (asked, view) =>
      [
        previewHead(view, asked),
        embedSnippet(view, { embedUrl, ...asked }),
        JSON.stringify(oEmbed(view, { embedUrl, ...site, ...asked })),
        embedDocument(view, { imageUrl: embedUrl, ...asked }),
        blankEmbedDocument({ ...defined({ locale: view.language }), ...asked }),
      ].join('\n'),
  },
  feeds: {
    groups: ['state', 'preview'],
    say: (asked, view) =>
      [
        mediaRss([slideOf(view)], { ...feed, ...asked }).replace(
          /<pubDate>.*?<.pubDate>|<language>.*?<.language>/g,
          '',
        ),
        JSON.stringify(jsonFeed([slideOf(view)], { ...feed, ...asked })).replace(/"language":"[^"]*",/, ''),
      ].join('\n'),
  },
  createSnippet: {
    groups: ['state', 'entry'],
    say: (asked, view) =>
      snippetFormats
        .flatMap((format) => {
          const options = { imageUrl: 'https://badges.example.org/b/7.png', ...asked }
          return [createSnippet(view, format, options), createSnippetFile(view, format, options)]
        })
        .join('\n'),
  },
  shareBadge: {
    groups: ['state', 'share'],
    say(asked, view) {
      const networks = shareAdapters.map(({ id }) => id)
      const states = ['valid', 'expired'] as const
      const actions = states.flatMap((state) => shareBadge({ ...view, state }, { networks, ...asked }))
      const long = shareBadge({ ...view, name: 'Q'.repeat(2000) }, { networks, ...asked })
      return JSON.stringify([actions, long])
    },
  },
}

const tableOf = async (language: Language): Promise<Readonly<Record<string, string>>> => ({
  ...shareTexts[language],
  ...(await loadTexts(language)).drawn,
})

/** The texts of a function's labels, by label. */
async function labelsOf(groups: readonly string[], language: Language): Promise<Record<string, string>> {
  const rows = Object.entries(await tableOf(language)).flatMap(([key, text]) => {
    const group = groups.find((each) => key.startsWith(`${each}.`))
    return group === undefined ? [] : [[key.slice(group.length + 1), text] as const]
  })
  return Object.fromEntries(rows)
}

/** Texts between the places of messages: what is left of them wherever they are said. */
const pieces = (text: string): string[] =>
  text
    .split(/\{\w+\}/)
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => /\p{L}{3}/u.test(piece))

/** Without escapes of markup, JSON, URLs and LaTeX. */
const plain = (said: string): string => {
  const decoded = said.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('\\"', '"').replaceAll('\\', '')
  // Blanks that keep words together are ordinary ones in markup.
  return `${decoded} ${decoded.replace(/(%[0-9A-F]{2})+/g, (code) => decodeURIComponent(code))}`.replace(/\s+/g, ' ')
}

/** Labels that a function has for its drawing alone, or not at all. */
const silent: Readonly<Record<string, readonly string[]>> = {
  createCertificate: ['awardedTo', 'alt', 'altCode'],
  altText: ['scan'],
  feeds: ['expired', 'verify', 'unavailable', 'picture'],
}

/** Labels of a group that the badge above gives no reason to say. */
const unsaid = ['revoked', 'suspended', 'replaced', 'labelled', 'sentence', 'line']

describe.each(Object.entries(functions))('%s', (name, { groups, say }) => {
  test.each(languages)('says in %s what the table of that language says, and nothing in English', async (locale) => {
    const said = plain(await say({ locale }, expired))
    const words = await labelsOf(groups, locale)
    const missing = Object.entries(words).flatMap(([label, text]) => {
      const isSaid = !unsaid.includes(label) && !(silent[name] ?? []).includes(label)
      return isSaid
        ? pieces(text)
            .filter((piece) => !said.includes(piece))
            .map((piece) => `${label}: ${piece}`)
        : []
    })
    expect(missing).toEqual([])
    if (locale === 'en') return
    const english = Object.values(await labelsOf(groups, 'en')).flatMap(pieces)
    const own = Object.values(words).join()
    expect(
      english.filter(
        (piece) => new RegExp(`\\b${piece.replace(/[()]/g, '\\$&')}\\b`).test(said) && !own.includes(piece),
      ),
    ).toEqual([])
    expect(said).not.toMatch(/\b(March|Mar|en)\b 2026/)
  })

  test('says nothing but its labels: every one can be replaced', async () => {
    const table = await labelsOf(groups, 'en')
    const labels = Object.fromEntries(
      Object.entries(table).map(([label, text]) => [label, `§${text.match(/\{\w+\}/g)?.join('§') ?? ''}`]),
    )
    const said = plain(await say({ labels }, expired))
    const left = Object.values(table)
      .flatMap(pieces)
      .filter((piece) => said.includes(piece) && !['Facebook', 'LinkedIn'].includes(piece))
    expect(left).toEqual([])
  })

  test('a language without words is English wholly; one that the caller brings whole is spoken', async () => {
    expect(await say({ locale: 'nl' }, expired)).toBe(await say({ locale: 'en' }, expired))
    const labels = await labelsOf(groups, 'en')
    const said = await say({ locale: 'nl', labels }, expired)
    if (name !== 'shareBadge' && name !== 'feeds') expect(said).toMatch(/maart|mrt|"nl"/)
  })

  test('the language of the badge is spoken where none is asked for', async () => {
    const german = { ...expired, language: 'de-AT' }
    expect(await say({}, german)).toBe(await say({ locale: 'de-AT' }, german))
    const dutch = { ...expired, language: 'nl' }
    expect(await say({}, dutch)).toBe(await say({ locale: 'en' }, dutch))
  })

  test('a locale that is not a tag, and labels that do not exist, are refused', async () => {
    expect(await codeOf(async () => say({ locale: 'not a tag' }, expired))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(async () => say({ labels: { nmae: 'x' } }, expired))).toBe('ERR_ARGUMENT_INVALID')
    const [label = ''] = Object.keys(await labelsOf(groups, 'en'))
    expect(await codeOf(async () => say({ labels: { [label]: '{who}' } }, expired))).toBe('ERR_ARGUMENT_INVALID')
  })
})

test('dates are those of the language', async () => {
  for (const locale of languages) {
    const day = formatFor(locale).longDate(expired.issuedAt)
    expect(altText(expired, { locale })).toContain(day)
    expect(embedDocument(expired, { imageUrl: embedUrl, locale })).toContain(
      `lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`,
    )
  }
})
