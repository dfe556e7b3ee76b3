import { describe, expect, test } from 'vitest'
import { accentsOf, contrast, grounds, hsl, hslOf, isColour } from '../../src/internal/colours.js'

const awkward = ['#ffff00', '#ffd500', '#ffffff', '#000000', '#808080', '#00ff00', '#ff00ff', '#0000ff', '#7f7f00']
/** A row of colours through all of them, the same every time. */
const many = Array.from({ length: 400 }, (_, i) => `#${((i * 0x9e3779) & 0xffffff).toString(16).padStart(6, '0')}`)

describe('the accents of an issuer’s colour', () => {
  test.each(['light', 'dark'] as const)('can be read on every ground of the %s mode, and text on them', (mode) => {
    const { paper, surface, raised, ink, soft } = grounds[mode]
    for (const colour of [undefined, ...awkward, ...many]) {
      const { accent, strong, on, tint } = accentsOf(colour)[mode]
      const pairs = [
        ...[paper, surface, raised, tint].flatMap((ground) => [
          [accent, ground],
          [strong, ground],
        ]),
        [on, accent],
        [on, strong],
        [ink, tint],
        [soft, tint],
      ] as const
      for (const [text, ground] of pairs) {
        expect({ colour, text, ground, fits: contrast(text ?? '', ground ?? '') >= 4.5 }).toMatchObject({ fits: true })
      }
    }
  })

  test('are the colour itself where that can be read, and keep its hue where not', () => {
    expect(accentsOf('#0B5351').light.accent).toBe('#0b5351')
    expect(accentsOf('#FFD500').dark.accent).toBe('#ffd500')
    const [hue] = hslOf(accentsOf('#ffd500').light.accent)
    expect(Math.abs(hue - hslOf('#ffd500')[0])).toBeLessThan(3)
  })

  test('contrast is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2)
  })

  test('hue, saturation and lightness lead to a colour and back', () => {
    for (const colour of [...awkward, ...many]) expect(hsl(...hslOf(colour))).toBe(colour)
  })

  test.each(['', '#fff', 'red', '#12345g', '#1234567', '0b5351', '#0b5351;', 7, null])(
    '%j is not a colour',
    (value) => {
      expect(isColour(value)).toBe(false)
    },
  )
})
