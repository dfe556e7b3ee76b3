import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { createCards } from '../../src/draw/cards/index.js'
import { certificateTemplates, createCertificate } from '../../src/draw/certificate/index.js'
import { type CardPalette, groundOf, palettes } from '../../src/draw/index.js'
import { accentsOf, contrast } from '../../src/internal/colours.js'
import { codeOf } from '../support/codes.js'

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

const colours = ['#ffd500', '#8a1538', '#0b5351', '#ffffff', '#000000', '#808080', '#00ff00', '#0000ff', '#ff00ff']

describe('colours of cards and certificates that follow from the issuer’s', () => {
  test.each(colours)('%s can be read on either end of the ground', (colour) => {
    for (const theme of ['dark', 'light'] as const) {
      const { from, to, title, text, accent } = palettes[theme]({ hue: 0, colour })
      for (const ground of [from, to]) {
        expect(contrast(title, ground)).toBeGreaterThanOrEqual(7)
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(accent, ground)).toBeGreaterThanOrEqual(4.5)
      }
    }
    const paper = palettes.paper({ hue: 0, colour })
    expect(paper.accent).toBe(accentsOf(colour).light.accent)
    expect(contrast(paper.accent, '#ffffff')).toBeGreaterThanOrEqual(4.5)
  })

  test('what is grey stays grey', () => {
    const isGrey = (colour: string): boolean => /^#(..)\1\1$/.test(colour)
    const { warning: _, ...palette } = palettes.dark({ hue: 30, colour: '#808080' })
    expect(Object.values(palette).filter((colour) => !isGrey(colour))).toEqual([])
  })

  test('reach the designs', async () => {
    const seen: CardPalette[] = []
    await createCards(
      view,
      {
        art,
        colour: '#8a1538',
        template({ width, height, palette }) {
          seen.push(palette)
          return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`
        },
      },
      ['link'],
    )
    await createCertificate(view, {
      art,
      colour: '#8a1538',
      template: {
        orientation: 'portrait',
        draw(canvas, input) {
          seen.push(input.palette)
          certificateTemplates.record.draw(canvas, input)
        },
      },
    })
    expect(seen).toEqual([palettes.dark({ hue: 0, colour: '#8a1538' }), palettes.paper({ hue: 0, colour: '#8a1538' })])
    expect(seen[1]?.accent).toBe('#8a1538')
  })

  test('a hue and a colour are not both followed', async () => {
    expect(groundOf({ hue: 120 }, { hue: 7 })).toEqual({ hue: 120, colour: undefined })
    expect(groundOf({}, { hue: 7 })).toEqual({ hue: 7, colour: undefined })
    expect(await codeOf(() => createCards(view, { art, hue: 1, colour: '#8a1538' }, ['link']))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
    expect(await codeOf(() => createCards(view, { art, colour: 'red' }, ['link']))).toBe('ERR_ARGUMENT_INVALID')
  })
})
