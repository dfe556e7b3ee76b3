import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { type CardSize, type CardTemplate, cardSizes, createCards } from '../../../src/draw/cards/index.js'
import { standardCard, textBlock } from '../../../src/draw/cards/template.js'
import type { BadgeView } from '../../../src/share/index.js'
import { codeOf } from '../../support/codes.js'
import { readQr } from '../../support/qr.js'

const art = readFileSync('examples/art/river-steward.svg')
const view: BadgeView = {
  url: 'https://badges.example.org/b/7f3k9q?lang=de',
  name: 'River Steward',
  issuer: 'Harbour Skills College',
  issuedAt: '2026-03-01T00:00:00Z',
  skills: [],
  tags: [],
  state: 'valid',
}
const decode = (bytes: Uint8Array) => {
  const picture = PNG.sync.read(Buffer.from(bytes))
  return { width: picture.width, height: picture.height, text: readQr(picture) }
}

describe.each(Object.entries(cardSizes))('%s', (size, { width, height }) => {
  test.each(['dark', 'light'] as const)('in %s has its size, and a code that leads to the page', async (theme) => {
    const [card] = await createCards(view, { art, theme }, [size as CardSize])
    expect(decode(card?.bytes ?? new Uint8Array())).toEqual({ width, height, text: view.url })
    expect(card?.bytes.length).toBeLessThan(8 * 1024 * 1024)
    expect(card?.alt).toContain(view.name)
    expect(card?.alt).toContain(view.url)
  })

  test('holds the longest texts, and its code can still be read', async () => {
    const long = {
      ...view,
      name: 'Donaudampfschifffahrtsgesellschaftskapitän '.repeat(8),
      issuer: '王'.repeat(200),
      recipientName: 'ليلى '.repeat(60),
      expiresAt: '2036-03-01T00:00:00Z',
      url: `https://badges.example.org/${'p/'.repeat(80)}`,
    }
    const [card] = await createCards({ ...long, state: 'revoked' }, { art }, [size as CardSize])
    expect(decode(card?.bytes ?? new Uint8Array()).text).toBe(long.url)
    expect(card?.alt).toMatch(/^Revoked: /)
  })
})

describe.each(Object.keys(cardSizes) as CardSize[])('a title of 120 characters on %s', (size) => {
  const drawn = async (name: string): Promise<string> => {
    let svg = ''
    const template: CardTemplate = (input) => {
      svg = standardCard({ ...input, alt: '' })
      return svg
    }
    await createCards(
      { ...view, name, recipientName: 'Kim Lee', expiresAt: '2036-03-01T00:00:00Z' },
      { art, template },
      [size],
    )
    return svg
  }

  test.each([
    ['Sustainable stewardship of waterways and their habitats '.repeat(3).slice(0, 119), 'x', 'y'],
    ['Wasserwirtschaftsverwaltungsfachangestellte '.repeat(3).slice(0, 119), 'x', 'y'],
    ['水'.repeat(119), '山', '川'],
  ])('is whole: its last letter is drawn (%s)', async (name, one, other) => {
    expect(await drawn(name + one)).not.toBe(await drawn(name + other))
  })

  test('and one of 2,000 is cut: what comes after is not drawn', async () => {
    const name = 'Sustainable stewardship of waterways '.repeat(54)
    expect(await drawn(`${name}x`)).toBe(await drawn(`${name}y`))
  })
})

test.each([undefined, null, {}, { names: ['Noto Sans'] }])(
  'a template cannot draw with fonts of its own: %j',
  async (book) => {
    const box = { x: 0, width: 100, size: 20, minSize: 10, maxLines: 1, color: '#000', align: 'start' } as const
    expect(await codeOf(() => textBlock('Welder', book as never, box))).toBe('ERR_ARGUMENT_INVALID')
  },
)

const ordinary: BadgeView = {
  ...view,
  name: 'Advanced Certificate in Sustainable Waterway Stewardship and Habitat Care',
  issuer: 'The Royal Institute for Environmental Engineering and Applied Hydrology of the Northern Provinces',
  recipientName: 'Maria Fernanda de los Ángeles Gutiérrez-Hernández von Hohenstein-Schwarzenberg',
  expiresAt: '2030-09-30T00:00:00Z',
}
test.each(Object.entries(cardSizes))('%s: nothing of long texts reaches the code and its address', async (_, size) => {
  let svg = ''
  const template: CardTemplate = (input) => {
    svg = standardCard({ ...input, ...size, texts: { ...input.texts, state: 'Revoked' } })
    return svg
  }
  await createCards(ordinary, { art, template, locale: 'de' }, ['link'])
  const bottomOf = (path: string) =>
    Math.max(...Array.from(path.matchAll(/[-\d.]+ ([-\d.]+)(?=[A-Z]|$)/g), ([, y]) => Number(y)))
  const paths = Array.from(svg.matchAll(/<path fill="[^"]+" d="([^"]+)"/g), ([, path = '']) => path)
  const code = svg.indexOf('fill="#ffffff"/><path transform')
  const before = Array.from(svg.slice(0, code).matchAll(/<path fill="[^"]+" d="([^"]+)"/g), ([, path = '']) => path)
  const top = Number(/<rect x="[^"]+" y="([^"]+)"[^>]*$/.exec(svg.slice(0, code))?.[1])
  expect(paths.length).toBeGreaterThan(before.length)
  expect(before.length).toBeGreaterThanOrEqual(6)
  for (const path of before) expect(bottomOf(path)).toBeLessThan(top)
})

test('the same badge gives the same bytes', async () => {
  const make = async () => (await createCards(view, { art }, ['link']))[0]?.bytes
  expect(await make()).toEqual(await make())
})

test('all sizes unless asked otherwise; labels, language and template are yours', async () => {
  const seen: string[] = []
  const cards = await createCards(view, {
    art,
    locale: 'de',
    hue: 120,
    labels: { issued: 'Verliehen am {date}', scan: 'Prüfen' },
    template: ({ texts, width, height, palette }) => {
      seen.push(texts.issued, texts.scan)
      return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect fill="${palette.from}" width="9" height="9"/></svg>`
    },
  })
  expect(cards.map(({ size }) => size)).toEqual(Object.keys(cardSizes))
  expect(new Set(seen)).toEqual(new Set(['Verliehen am 1. März 2026', 'Prüfen']))
})

test.each(Object.entries(cardSizes))(
  '%s: words that run from right to left stay with the address beside the code',
  async (_, size) => {
    let svg = ''
    const template: CardTemplate = (input) => {
      svg = standardCard({ ...input, ...size })
      return svg
    }
    await createCards(view, { art, template, labels: { scan: 'امسح للتحقق' } }, ['link'])
    const after = svg.slice(svg.indexOf('shape-rendering="crispEdges"'))
    const [scan = [], address = []] = Array.from(after.matchAll(/<path fill="[^"]+" d="([^"]+)"/g), ([, path = '']) =>
      Array.from(path.matchAll(/([-\d.]+) [-\d.]+(?=[A-Z ]|$)/g), ([, x]) => Number(x)),
    )
    expect(Math.max(...scan)).toBeGreaterThan(Math.min(...address))
    expect(Math.max(...scan)).toBeLessThan(Math.max(...address) + size.height / 100)
  },
)

test('a recipient that nobody sees is none', async () => {
  const seen: unknown[] = []
  const template: CardTemplate = (input) => {
    seen.push(input.texts.awardedTo, input.alt)
    return standardCard(input)
  }
  const [plain] = await createCards(view, { art, template }, ['link'])
  const [blank] = await createCards({ ...view, recipientName: '\u2800\u200d\uffa0 ' }, { art, template }, ['link'])
  expect(seen.slice(2)).toEqual(seen.slice(0, 2))
  expect(blank?.bytes).toEqual(plain?.bytes)
})

test.each([
  ['no options', () => createCards(view, undefined as never), 'ERR_ARGUMENT_INVALID'],
  ['no picture', () => createCards(view, {} as never), 'ERR_ARGUMENT_INVALID'],
  ['a size that is none', () => createCards(view, { art }, ['huge' as never]), 'ERR_ARGUMENT_INVALID'],
  ['a name that no font draws', () => createCards({ ...view, name: '\ue000' }, { art }, ['link']), 'ERR_FONT_MISSING'],
  [
    'a page that is no https URL',
    () => createCards({ ...view, url: 'javascript:1' }, { art }, ['link']),
    'ERR_ARGUMENT_INVALID',
  ],
  [
    'a name that nobody sees',
    () => createCards({ ...view, name: '\u200b\u202e\u00ad' }, { art }, ['link']),
    'ERR_ARGUMENT_INVALID',
  ],
  [
    'an issuer that nobody sees',
    () => createCards({ ...view, issuer: '\u3164' }, { art }, ['link']),
    'ERR_ARGUMENT_INVALID',
  ],
  ['a picture that is none', () => createCards(view, { art: new Uint8Array(9) }, ['link']), 'ERR_FORMAT_UNKNOWN'],
])('%s is refused', async (_, run, code) => {
  expect(await codeOf(run)).toBe(code)
})
